"""The Plan: structure, base year and dated rules, one for all futures."""

from typing import Annotated, NamedTuple

from outlast.engine.arrays import Bytes, Ints, Reals, Variable
from outlast.engine.codes import CIVIL


class Plan(NamedTuple):
    """Everything that all futures share."""

    step: Annotated[float, Variable("", "week", 1.0, symbol="D")]
    """Length of a step."""
    steps: Annotated[int, Variable("", "step")]
    """Steps to run, from the common start to the end of the horizon."""
    start: Annotated[int, Variable("", "step", symbol="w_0")]
    """First step of the scenario's horizon."""
    horizon: Annotated[int, Variable("", "step")]
    """Steps from `start` to the end."""
    free_from: Annotated[int, Variable("", "step", 0)]
    """Step from which no measure counts in the paired run without denial."""
    paired: Annotated[int, Variable("", "", 1)]
    """1 if the pair without denial runs first."""
    bases: Annotated[int, Variable()]
    """Number of base routes; all routes after them are detours."""

    site_bloc: Annotated[Ints, Variable("s")]
    """Bloc of the site."""

    site_good: Annotated[Ints, Variable("s")]
    """Good of the site."""

    site_inflow0: Annotated[Reals, Variable("s", "unit/week")]
    """Base flow into the site."""

    site_output0: Annotated[Reals, Variable("s", "unit/week")]
    """Base output of the site's processes."""

    site_finished: Annotated[Reals, Variable("s", "week", symbol="f^0_s")]
    """Sellers' stock aimed at, in weeks of orders."""

    site_class: Annotated[Reals, Variable("sc", "1", symbol=r"\mathrm{class}_{s,c}")]
    """Share of the site's base use by class; the shares add to 1 where there is use."""

    reserve0: Annotated[Reals, Variable("s", "unit", 0.0)]
    """Strategic stock at the common start."""

    reserve_rate: Annotated[Reals, Variable("s", "unit/week")]
    """Most that can be released; if nothing is stated, the stock in 26 weeks."""

    site_entitled: Annotated[Reals, Variable("sc")]
    """1 if the class may receive goods from the reserve; the defence class may by default."""

    delivery_row: Annotated[Ints, Variable("s", "", -1)]
    """Row of the site in `delivery`, -1 for none."""

    delivery: Annotated[Reals, Variable("Rw", "unit", 0.0)]
    """Recorded deliveries that no base flow carries, units of the step."""

    purchase_row: Annotated[Ints, Variable("s", "", -1)]
    """Row of the site in `purchase`, -1 for none."""

    purchase: Annotated[Reals, Variable("Rw", "unit/week", 0.0)]
    """Purchases of the state for its reserve."""

    site_edge_ptr: Annotated[Ints, Variable("S")]
    """Where the edges at the site begin in `site_edge`."""

    site_edge: Annotated[Ints, Variable("N")]
    """Edges that draw on the site, by falling worth."""

    site_rank_ptr: Annotated[Ints, Variable("S")]
    """Where the ranks of the site begin in `rank_edge_ptr`; users of one worth are a rank."""

    rank_edge_ptr: Annotated[Ints, Variable("N")]
    """Where the edges of each rank begin in `site_edge`, and where the last ones end."""

    site_in_ptr: Annotated[Ints, Variable("S")]
    """Where the routes into the site begin in `site_in`."""

    site_in: Annotated[Ints, Variable("N")]
    """Routes into the site, with detours."""

    site_out_ptr: Annotated[Ints, Variable("S")]
    """Where the routes out of the site begin in `site_out`."""

    site_out: Annotated[Ints, Variable("N")]
    """Routes out of the site, with detours."""

    site_process_ptr: Annotated[Ints, Variable("S")]
    """Where the site's processes begin in `site_process`."""

    site_process: Annotated[Ints, Variable("N")]
    """Processes that make the site's good."""

    site_tied: Annotated[Bytes, Variable("s")]
    """1 if a route into the site can carry goods tied to an end use."""

    site_tracked: Annotated[Bytes, Variable("s", "", 0)]
    """1 if the model follows which part of the site's stock was smuggled."""

    process_site: Annotated[Ints, Variable("p")]
    """Site whose good the process makes."""

    output0: Annotated[Reals, Variable("p", "unit/week", symbol="Y^0_p")]
    """Base output of the process, good units."""

    capacity0: Annotated[Reals, Variable("p", "unit/week", symbol="K^0_p")]
    """Base capacity of the process, good units; at least its output."""

    process_edge_ptr: Annotated[Ints, Variable("Q")]
    """Where the edges of the process begin; they are contiguous."""

    tool_site: Annotated[Ints, Variable("p", "", -1)]
    """Site whose good the growth of the process's capacity needs, -1 for none."""

    learner: Annotated[Ints, Variable("p", "", -1)]
    """Row of the process in arrays of learners, -1 for none."""

    learner_parent: Annotated[Ints, Variable("L", "", -1)]
    """Learner whose cumulative output counts too, -1 for none."""

    yield0: Annotated[Reals, Variable("L", "1", symbol="y_0")]
    """Share of good units in the base year."""

    made0: Annotated[Reals, Variable("L", "unit", symbol="Q^0")]
    """Cumulative good units at the common start."""

    service_bloc: Annotated[Ints, Variable("u")]
    """Bloc of the service."""

    service_class: Annotated[Bytes, Variable("u")]
    """Priority class of the service: 0 defence, 1 civil, 2 other."""

    service_kind: Annotated[Bytes, Variable("u")]
    """Kind of the service: 0 flow, 1 compute, 2 installer, 3 residual."""

    demand0: Annotated[Reals, Variable("u", "unit/week", 1.0, symbol="D^0_u")]
    """Base demand; 1 if the service has no unit of its own."""

    service_edge_ptr: Annotated[Ints, Variable("U")]
    """Where the edges of the service begin, after all edges of processes; they are contiguous."""

    value_added: Annotated[Reals, Variable("u", "USD/week", 0.0, symbol=r"\mathrm{VA}_u")]
    """Value added of the industries that no other service represents."""

    valued_row: Annotated[Ints, Variable("u", "", -1)]
    """Row of the service among those with value added, -1 for none."""

    edge_site: Annotated[Ints, Variable("e")]
    """Site on which the edge draws, in the user's bloc."""

    intensity: Annotated[Reals, Variable("e", "1", symbol="a_e")]
    """Units of input for each unit of base output, or of base demand."""

    requirement0: Annotated[Reals, Variable("e", "unit/week", symbol="q^0_e")]
    """Base requirement of the edge."""

    edge_class: Annotated[Bytes, Variable("e", "", CIVIL)]
    """Priority class of the edge's user; a process has class 1."""

    essential: Annotated[Bytes, Variable("e")]
    """How essential the input is: 0 critical, 1 important, 2 not critical."""

    cost_share: Annotated[Reals, Variable("e", "1", 0.0, symbol=r"\mathrm{cs}_e")]
    """Share of the input in the cost of the service; 1 for residual users, 0 for processes."""

    worth: Annotated[Reals, Variable("e", "1", 1.0, symbol="v_e")]
    """Value lost for each unit of the input that is missing, over the base price of the good."""

    cohort_weight: Annotated[Reals, Variable("j", "1", symbol=r"\omega_j")]
    """Share of the users in the cohort; the shares add to 1."""

    origin: Annotated[Ints, Variable("r")]
    """Site of the sellers."""

    destination: Annotated[Ints, Variable("r")]
    """Site of the buyers."""

    flow0: Annotated[Reals, Variable("r", "unit/week", symbol="X^0_r")]
    """Base flow; 0 for detours."""

    slots: Annotated[Ints, Variable("r", "step", symbol="L_r/D")]
    """Travel of the route, a whole number of at least 1."""

    ring_ptr: Annotated[Ints, Variable("V")]
    """Where the slots of the route begin in the transit ring."""

    own: Annotated[Bytes, Variable("r")]
    """1 if origin and destination are the same site; its travel is one week."""

    share0: Annotated[Reals, Variable("r", "1", symbol="W^0_r")]
    """Base share of the route in the destination's inflow."""

    offtake: Annotated[Reals, Variable("r", "1")]
    """Share of its origin's new capacity offered on the route, by default as in the base year."""

    wedge0: Annotated[Reals, Variable("r", "1", 0.0, symbol=r"\mathrm{wedge}^0_r")]
    """Base surcharge between origin and destination, a share of the price."""

    wedge_bloc: Annotated[Ints, Variable("r")]
    """Bloc that earns the surcharge: the hub's on a detour, else the origin's."""

    detour_of: Annotated[Ints, Variable("r", "", -1)]
    """Base route that the detour bypasses, -1 for base routes."""

    hub_route: Annotated[Ints, Variable("r", "", -1)]
    """Base route from the same origin into the hub of the detour, -1 for none."""

    licit: Annotated[Bytes, Variable("r", "", 1)]
    """1 if the detour passes under the hub's own rule and its headroom; 0 if misdeclared."""

    detour_ptr: Annotated[Ints, Variable("V")]
    """First detour of the base route; the next entry ends its detours."""

    hub_ptr: Annotated[Ints, Variable("V")]
    """Where the licit detours over this hub route begin in `hub_detour`."""

    hub_detour: Annotated[Ints, Variable("N")]
    """Licit detours that share a hub route."""

    queue_row: Annotated[Ints, Variable("r", "", -1)]
    """Row of the route in the licence queue, -1 if no licence touches it."""

    force: Annotated[Reals, Variable("mw", "1")]
    r"""Mean over the step of $1 - e^{-(t - t_0) / \tau_\phi}$ while in force, else 0."""

    on: Annotated[Reals, Variable("mw", "1")]
    """Share of the step in which the measure is in force, without phase-in."""

    announced: Annotated[Reals, Variable("mw", "1")]
    """Share of the step in which it is announced, or suspended until an end within 26 weeks."""

    moved: Annotated[Bytes, Variable("m", "", 0)]
    """1 if moves of the states can begin or suspend the measure."""

    threat_ptr: Annotated[Ints, Variable("S")]
    """Where the threats of the site begin."""

    threat_measure: Annotated[Ints, Variable("t")]
    """Measure of the threat."""

    threat_weight: Annotated[Reals, Variable("t", "1")]
    """Embodied exposure of the site times one minus the nominal legal share."""

    act_ptr: Annotated[Ints, Variable("V")]
    """Where the acts on the route begin."""

    act_measure: Annotated[Ints, Variable("a")]
    """Measure of the act."""

    act_kind: Annotated[Bytes, Variable("a")]
    """Kind: 0 deny, 1 licence, 2 quota, 3 buyer's ban, 4 fee, 5 general licence, 6 price floor."""

    act_share: Annotated[Reals, Variable("a", "1", symbol=r"\kappa_a")]
    """Share of the route's base trade in scope."""

    act_practice: Annotated[Ints, Variable("a", "", -1)]
    """Licence practice of the act, -1 for none."""

    act_rate: Annotated[Reals, Variable("a", "1")]
    """Quota as a share of base trade, fee as a share of value, or floor as a price index."""

    act_class: Annotated[Reals, Variable("ac", "1", 0.0)]
    """Share of the class that a general licence exempts."""

    act_bloc: Annotated[Ints, Variable("a")]
    """Bloc that earns the duty."""

    act_tied: Annotated[Bytes, Variable("a")]
    """1 if licences of the act carry an end-use condition; all licences do by default."""

    act_path: Annotated[Ints, Variable("a", "", -1)]
    """Path of practice that a licence or a refusal of the buyer's state follows, -1 for none."""

    tight: Annotated[Reals, Variable("lw", "1", 0.0)]
    """Share of the step in which the second level of the practice holds."""

    knot: Annotated[Reals, Variable("w", "1", -1.0)]
    """Place of the middle of the step among the knots of paths, -1 up to the last known day."""

    project_process: Annotated[Ints, Variable("n")]
    """Process that the project enlarges."""

    project_start: Annotated[Reals, Variable("n", "week")]
    """Stated week of first output, since the common start."""

    project_size: Annotated[Reals, Variable("n", "unit/week")]
    """Capacity of the project after its ramp."""

    project_ramp: Annotated[Reals, Variable("n", "week")]
    """Time from first output to full capacity."""

    project_response: Annotated[Bytes, Variable("n", "", 0)]
    """1 if the project is built only in response to controls; the paired run leaves it out."""

    holding_bloc: Annotated[Ints, Variable("h")]
    """Owner of the holding."""

    holding_rented: Annotated[Bytes, Variable("h")]
    """1 if the holding is rented abroad."""

    bar_ptr: Annotated[Ints, Variable("H")]
    """Where the bars of the holding begin."""

    bar_measure: Annotated[Ints, Variable("N")]
    """Measure that bars a rented holding."""

    bar_share: Annotated[Reals, Variable("N", "1")]
    """Share of the holding that the measure bars."""

    install_holding: Annotated[Ints, Variable("u", "", -1)]
    """Holding to which an installer adds, -1 for other services."""

    smuggled_holding: Annotated[Ints, Variable("u", "", -1)]
    """Holding that receives the smuggled share of an installer's use, -1 if it is not followed."""

    good_performance: Annotated[Reals, Variable("gy", "H100e/unit", 0.0)]
    r"""Compute of a unit, $(TPP / TPP_{H100})^{\alpha_y} (BW / BW_{H100})^{1 - \alpha_y}$."""

    launch_years: Annotated[Reals, Variable("gw", "year", 0.0)]
    """Time from the common start to the last launch of the good's maker up to the step."""

    good_maker: Annotated[Ints, Variable("g", "", -1)]
    """Bloc whose frontier the good follows, -1 for none."""

    service_profile: Annotated[Ints, Variable("u", symbol="y(u)")]
    """Performance profile of a compute service, -1 for others."""

    holding_share: Annotated[Reals, Variable("uh", "1")]
    """Share of the holding for the service; the shares of a holding add to at most 1."""

    line_service: Annotated[Ints, Variable("x")]
    """Service of the line."""

    line_definition: Annotated[Bytes, Variable("x")]
    """Definition of need of the line: 0 flow, 1 plan, 2 gap, 3 keep, 4 free."""

    threshold: Annotated[Reals, Variable("x", "1", symbol=r"\varphi")]
    """Mean level under which the line breaks."""

    window: Annotated[Ints, Variable("x", "step", symbol=r"\tau/D")]
    """Steps over which the level is averaged."""

    rival_ptr: Annotated[Ints, Variable("X")]
    """Where the rivals of the line begin in `rival`."""

    rival: Annotated[Ints, Variable("N")]
    """Compute services whose usable stock sets the need of a gap."""

    gap: Annotated[Reals, Variable("x", "1", 10.0, symbol=r"\gamma")]
    """Tolerated ratio of the rivals' usable stock to one's own."""

    need_start: Annotated[Reals, Variable("x", "H100e")]
    """Usable stock on the date in the median future, from a pilot run; need grows from it."""

    set_ptr: Annotated[Ints, Variable("I")]
    """Where the lines of the set begin in `set_line`."""

    set_line: Annotated[Ints, Variable("N")]
    """Line of the set."""

    set_weight: Annotated[Reals, Variable("N", "1")]
    """Weight of the line in its set; the weights of a set add to 1."""

    set_quorum: Annotated[Reals, Variable("i", "1", symbol="q_i")]
    """Weighted shortfall at which the set passes its quorum."""

    resold: Annotated[Bytes, Variable("g", "", 1)]
    """1 if merchants carry the good from market to market, so that orders follow price gaps."""

    price0: Annotated[Reals, Variable("g", "USD/unit", symbol="p^0_g")]
    """Base price of the good."""

    price_trend: Annotated[Reals, Variable("gw", "1", 1.0)]
    """Base price in the step over that of the base year."""

    margin: Annotated[Reals, Variable("g", "1", 0.5)]
    """Seller's margin, a share of the price."""

    research0: Annotated[Reals, Variable("b", "USD/week", 0.0)]
    """Research spending of the firms at the frontier."""

    tally_kind: Annotated[Ints, Variable("f")]
    """Flow that the tally sums: 0 sent, 1 arrived."""

    tally_from: Annotated[Ints, Variable("f", "step")]
    """First step of the tally."""

    tally_to: Annotated[Ints, Variable("f", "step")]
    """Last step of the tally."""

    tally_ptr: Annotated[Ints, Variable("F")]
    """Where the routes of the tally begin in `tally_route`."""

    tally_route: Annotated[Ints, Variable("N")]
    """Route of the tally."""
