"""The Plan: structure, base year and dated rules, one for all futures."""

from typing import Annotated, NamedTuple

from outlast.engine.arrays import Bytes, Doubles, Ints, Reals


class Plan(NamedTuple):
    """What every future shares. Axes are the letters of `arrays.AXES`."""

    step: float
    """$D$, weeks."""
    steps: int
    """Steps to run, from the common start to the end of the horizon."""
    start: int
    """First step of the scenario's horizon, $w_0$."""
    horizon: int
    """Steps from `start` to the end."""
    free_from: int
    """Step from which no measure counts in the paired run without denial."""
    paired: int
    """1: run the pair without denial first."""
    bases: int
    """Number of base routes; routes from there on are detours."""
    site_bloc: Annotated[Ints, "s"]
    """Bloc of the site."""
    site_good: Annotated[Ints, "s"]
    """Good of the site."""
    site_zone: Annotated[Bytes, "s"]
    """0 inside its controller's market, else 1."""
    site_price: Annotated[Ints, "s"]
    """Row of the price arrays: twice the good, plus the zone."""
    site_inflow0: Annotated[Reals, "s"]
    """Base flow into the site, units a week."""
    site_output0: Annotated[Reals, "s"]
    """Base output of the site's processes, units a week."""
    site_finished: Annotated[Reals, "s"]
    """Sellers' stock aimed at, weeks of orders."""
    site_class: Annotated[Reals, "sc"]
    """Share of base use by class."""
    reserve0: Annotated[Reals, "s"]
    """Strategic stock at the common start, units."""
    reserve_rate: Annotated[Reals, "s"]
    """Most that can be released, units a week."""
    site_entitled: Annotated[Reals, "sc"]
    """1 if the class may receive from the reserve."""
    windfall_row: Annotated[Ints, "s"]
    """Row of `windfall`, -1 none."""
    windfall: Annotated[Reals, "Rw"]
    """Recorded deliveries that no base flow carries, units of the step."""
    purchase_row: Annotated[Ints, "s"]
    """Row of `purchase`, -1 none."""
    purchase: Annotated[Reals, "Rw"]
    """State buying for the reserve, units a week."""
    site_edge_ptr: Annotated[Ints, "S"]
    """Where the site's list of edges begins."""
    site_edge: Annotated[Ints, "N"]
    """Edges that draw on the site."""
    site_in_ptr: Annotated[Ints, "S"]
    """Where the list of routes into the site begins."""
    site_in: Annotated[Ints, "N"]
    """Routes into the site, detours too."""
    site_out_ptr: Annotated[Ints, "S"]
    """Where the list of routes out of the site begins."""
    site_out: Annotated[Ints, "N"]
    """Routes out of the site, detours too."""
    site_process_ptr: Annotated[Ints, "S"]
    """Where the site's list of processes begins."""
    site_process: Annotated[Ints, "N"]
    """Processes that make the site's good."""
    site_tied: Annotated[Bytes, "s"]
    """1 if a route into the site can carry tied goods."""
    process_site: Annotated[Ints, "p"]
    """Site whose good the process makes."""
    output0: Annotated[Reals, "p"]
    """Base output, good units a week."""
    capacity0: Annotated[Reals, "p"]
    """Base capacity, at least the output, good units a week."""
    process_edge_ptr: Annotated[Ints, "Q"]
    """Where the process's edges begin."""
    learner: Annotated[Ints, "p"]
    """Row of the learning arrays, -1 none."""
    learner_parent: Annotated[Ints, "L"]
    """Learner whose cumulative output carries over, -1 none."""
    yield0: Annotated[Reals, "L"]
    """Share of good units in the base year."""
    made0: Annotated[Reals, "L"]
    """Cumulative good units at the common start."""
    subsidy_row: Annotated[Ints, "p"]
    """Row of `subsidy`, -1 none."""
    subsidy: Annotated[Reals, "Rw"]
    """Capacity started by policy, units a week per week."""
    subsidy_cost: Annotated[Reals, "p"]
    """Outlay per unit of capacity started by policy, USD per unit a week."""
    service_bloc: Annotated[Ints, "u"]
    """Bloc of the service."""
    service_class: Annotated[Bytes, "u"]
    """Priority class of the service."""
    service_kind: Annotated[Bytes, "u"]
    """0 flow, 1 compute, 2 installer, 3 residual."""
    demand0: Annotated[Reals, "u"]
    """Base demand, the service's unit a week."""
    service_edge_ptr: Annotated[Ints, "U"]
    """Where the service's edges begin, after all edges of processes."""
    value_added: Annotated[Doubles, "u"]
    """Value added of the industries that it alone stands for, USD a week."""
    edge_site: Annotated[Ints, "e"]
    """Site on which the edge draws."""
    intensity: Annotated[Reals, "e"]
    """Units of input per unit of base output or of base demand."""
    requirement0: Annotated[Reals, "e"]
    """Base requirement, units a week."""
    edge_class: Annotated[Bytes, "e"]
    """Priority class of the edge's user."""
    essential: Annotated[Bytes, "e"]
    """0 critical, 1 important, 2 not critical."""
    cost_share: Annotated[Reals, "e"]
    """The input's share in the cost of the service."""
    ces_share: Annotated[Reals, "e"]
    """Share in the CES form."""
    cohort_weight: Annotated[Reals, "j"]
    """Share of the users in the cohort."""
    origin: Annotated[Ints, "r"]
    """Site of the sellers."""
    destination: Annotated[Ints, "r"]
    """Site of the buyers."""
    flow0: Annotated[Reals, "r"]
    """Base flow, units a week; 0 for detours."""
    slots: Annotated[Ints, "r"]
    """Travel in steps."""
    ring_ptr: Annotated[Ints, "r"]
    """Where the route's slots in the transit ring begin."""
    own: Annotated[Bytes, "r"]
    """1 if origin and destination are the same site."""
    share0: Annotated[Reals, "r"]
    """Base share of the destination's inflow."""
    offtake: Annotated[Reals, "r"]
    """Share of its origin's new capacity that is offered on the route; 0 for detours."""
    wedge0: Annotated[Reals, "r"]
    """Base wedge between origin and destination, a share of the price."""
    wedge_bloc: Annotated[Ints, "r"]
    """Bloc that earns the base or detour wedge."""
    detour_of: Annotated[Ints, "r"]
    """Base route that the detour goes round, -1."""
    hub_route: Annotated[Ints, "r"]
    """Route from the same origin into the hub, -1."""
    licit: Annotated[Bytes, "r"]
    """1: passes under the hub's own rule, so headroom binds."""
    detour_ptr: Annotated[Ints, "r"]
    """First detour of a base route; the next entry ends them."""
    hub_ptr: Annotated[Ints, "r"]
    """Where the list of licit detours by this hub route begins."""
    hub_detour: Annotated[Ints, "N"]
    """Licit detours that share a hub route."""
    queue_row: Annotated[Ints, "r"]
    """Row of the licence queue, -1 if no licence act touches the route."""
    extra_row: Annotated[Ints, "r"]
    """Row of `extra`, -1 none."""
    extra: Annotated[Reals, "Rw"]
    """Recorded orders beyond the rule, units a week."""
    force: Annotated[Reals, "mw"]
    """Phased-in share of the step in which the measure is in force."""
    on: Annotated[Reals, "mw"]
    """Share of the step in which the measure is in force."""
    announced: Annotated[Reals, "mw"]
    """Share of the step in which the measure is only announced."""
    threat_ptr: Annotated[Ints, "S"]
    """Where the site's threats begin."""
    threat_measure: Annotated[Ints, "t"]
    """Measure of the threat."""
    threat_weight: Annotated[Reals, "t"]
    """Embodied exposure times one minus the nominal legal share."""
    act_ptr: Annotated[Ints, "r"]
    """Where the route's acts begin."""
    act_measure: Annotated[Ints, "a"]
    """Measure of the act."""
    act_kind: Annotated[Bytes, "a"]
    """0 deny, 1 licence, 2 quota, 3 buyer's ban, 4 fee, 5 general licence, 6 seal."""
    act_share: Annotated[Reals, "a"]
    """Share of the route's base trade in scope."""
    act_practice: Annotated[Ints, "a"]
    """Licence practice, -1."""
    act_rate: Annotated[Reals, "a"]
    """Quota as a share of base trade; fee as a share of value."""
    act_class: Annotated[Reals, "ac"]
    """General licence: share of the class that is exempt."""
    act_bloc: Annotated[Ints, "a"]
    """Bloc that earns a fee."""
    act_tied: Annotated[Bytes, "a"]
    """1 if its licences carry an end-use condition."""
    tight: Annotated[Reals, "lw"]
    """Share of the step in which the practice's second level holds."""
    bar_ptr: Annotated[Ints, "H"]
    """Where the holding's bars begin."""
    bar_measure: Annotated[Ints, "N"]
    """Measure that bars a rented holding."""
    bar_share: Annotated[Reals, "N"]
    """Share of the holding that it bars."""
    project_process: Annotated[Ints, "n"]
    """Process that the project enlarges."""
    project_start: Annotated[Reals, "n"]
    """Stated first output, weeks since the common start."""
    project_size: Annotated[Reals, "n"]
    """Capacity at full ramp, units a week."""
    project_ramp: Annotated[Reals, "n"]
    """First output to full, weeks."""
    project_answer: Annotated[Bytes, "n"]
    """1 if denial alone calls it forth: it is not in the paired run."""
    holding_bloc: Annotated[Ints, "h"]
    """Owner of the holding."""
    holding_rented: Annotated[Bytes, "h"]
    """1 if rented abroad."""
    install_holding: Annotated[Ints, "u"]
    """Holding that an installer fills, -1."""
    smuggled_holding: Annotated[Ints, "u"]
    """Holding that takes its part that came round a rule, -1 if it is not told apart."""
    site_parted: Annotated[Bytes, "s"]
    """1 if what came to the site round a rule is told apart."""
    good_performance: Annotated[Reals, "gy"]
    """H100e per unit."""
    launch_years: Annotated[Reals, "gw"]
    """Years from the common start to the maker's last launch."""
    good_maker: Annotated[Ints, "g"]
    """Bloc whose frontier the good follows, -1."""
    service_profile: Annotated[Ints, "u"]
    """Performance profile of a compute service."""
    holding_share: Annotated[Reals, "uh"]
    """Share of the holding for the service."""
    line_service: Annotated[Ints, "x"]
    """Service of the breath line."""
    line_definition: Annotated[Bytes, "x"]
    """0 flow, 1 plan, 2 gap, 3 keep, 4 free."""
    threshold: Annotated[Reals, "x"]
    """Mean level under which the line is out of breath."""
    window: Annotated[Ints, "x"]
    """Steps over which the level is averaged."""
    rival_ptr: Annotated[Ints, "X"]
    """Where the line's rivals begin."""
    rival: Annotated[Ints, "N"]
    """Compute services whose usable stock sets a gap."""
    gap: Annotated[Reals, "x"]
    """Tolerated ratio of usable stocks."""
    need_start: Annotated[Reals, "x"]
    """Usable stock on the scenario's date in the median future, H100e."""
    set_ptr: Annotated[Ints, "I"]
    """Where the set's lines begin."""
    set_line: Annotated[Ints, "N"]
    """Line of the set."""
    set_weight: Annotated[Reals, "N"]
    """Weight of the line in its set."""
    set_quorum: Annotated[Reals, "i"]
    """Quorum of the set."""
    price0: Annotated[Doubles, "g"]
    """Base price, USD per unit."""
    price_trend: Annotated[Reals, "gw"]
    """Base price in the step over that of the base year."""
    margin: Annotated[Doubles, "g"]
    """Seller's margin, a share of the price."""
    research0: Annotated[Doubles, "b"]
    """Research spending of the frontier's firms, USD a week."""
    tally_kind: Annotated[Ints, "f"]
    """0 sent, 1 arrived."""
    tally_from: Annotated[Ints, "f"]
    """First step of the tally."""
    tally_to: Annotated[Ints, "f"]
    """Last step of the tally."""
    tally_ptr: Annotated[Ints, "F"]
    """Where the tally's routes begin."""
    tally_route: Annotated[Ints, "N"]
    """Route of the tally."""
