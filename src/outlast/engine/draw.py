"""The Draw: uncertain inputs, one value for each future."""

from typing import Annotated, NamedTuple

from outlast.engine.arrays import Lane, Rows


class Draw(NamedTuple):
    """Priors and switches; the last axis of each array is the future."""

    gate: Annotated[Rows, "m"]
    """Severity of the row where its branch was drawn, or it hangs on none; else 0."""
    belief: Annotated[Rows, "m"]
    """Probability given to a measure that is only announced."""
    fear_up: Lane
    """Time in which fear rises or falls, weeks."""
    fear_down: Lane
    """Time in which fear rises or falls, weeks."""
    growth_now: Annotated[Rows, "u"]
    """Growth of need, now and far, log a year."""
    growth_far: Annotated[Rows, "u"]
    """Growth of need, now and far, log a year."""
    growth_decay: Annotated[Rows, "u"]
    """Time in which growth decays, years."""
    capacity_growth_now: Annotated[Rows, "p"]
    """Growth of capacity, log a year."""
    capacity_growth_far: Annotated[Rows, "p"]
    """Growth of capacity, log a year."""
    capacity_growth_decay: Annotated[Rows, "p"]
    """Time in which that growth decays, years."""
    elasticity: Annotated[Rows, "u"]
    """Price elasticity of the service."""
    cover: Annotated[Rows, "ej"]
    """Cover of the cohort, weeks of use."""
    hoarding: Lane
    """Rise of targets per unit of fear."""
    storability: Annotated[Rows, "g"]
    """By how much more than that the good is laid in: 1 for what is made to order."""
    requirement_time: Lane
    """Time to update the expected requirement, weeks."""
    stock_time: Lane
    """Time to close a gap of the position, weeks."""
    finished_time: Lane
    """Time to close a gap of sellers' stock, weeks."""
    order_cap: Lane
    """Most orders, in expected requirements."""
    plan_wait: Lane
    """Share of the expected wait that buyers plan for."""
    guarantee: Annotated[Rows, "c"]
    """Share of the step's requirement guaranteed."""
    line_first: Annotated[Rows, "g"]
    """Strength of the switch, 0 to 1."""
    priority: Lane
    """Strength of the switch, 0 to 1."""
    home_first: Lane
    """Strength of the switch, 0 to 1."""
    fungible: Lane
    """Degree to which uncovered varieties replace covered ones."""
    tied: Lane
    """Share of end-use licensed goods that stays tied."""
    ceiling: Annotated[Rows, "lv"]
    """Weeks of base trade that a practice passes a week, first and second level."""
    review: Annotated[Rows, "lv"]
    """Mean wait for a licence, weeks."""
    approval: Annotated[Rows, "lvc"]
    """Probability that an application is granted."""
    coverage: Annotated[Rows, "r"]
    """Multiple of the share of trade that denials, licences and quotas cover."""
    refile: Lane
    """Share of the refused that files again."""
    lapse_time: Lane
    """Time in which applications lapse, weeks."""
    detour_share: Annotated[Rows, "r"]
    """Share of refused orders that a detour takes up."""
    detour_cap: Annotated[Rows, "r"]
    """Most it carries, weeks of base trade of the route gone round, a week."""
    detour_wedge: Annotated[Rows, "r"]
    """Wedge of the detour, a share of the price."""
    enforcement: Annotated[Rows, "r"]
    """Share of the detour that enforcement closes."""
    seized: Annotated[Rows, "r"]
    """Share of a diverted shipment that is lost."""
    detour_up: Lane
    """Time in which diversion rises or falls, weeks."""
    detour_down: Lane
    """Time in which diversion rises or falls, weeks."""
    fill_time: Lane
    """Time to smooth fill, to move supplier shares, weeks."""
    share_time: Lane
    """Time to smooth fill, to move supplier shares, weeks."""
    share_weight_fill: Lane
    """Pull of fill and of wedges on supplier shares."""
    share_weight_price: Lane
    """Pull of fill and of wedges on supplier shares."""
    overtime: Annotated[Rows, "p"]
    """Most output over usable capacity."""
    idle_share: Annotated[Rows, "p"]
    """Share of idle capacity that any price can wake."""
    idle_elasticity: Lane
    """Elasticity of usable capacity to price."""
    idle_time: Lane
    """Time to wake idle capacity, weeks."""
    project_on: Annotated[Rows, "n"]
    """1 if the project comes."""
    project_slip: Annotated[Rows, "n"]
    """How late it comes, weeks."""
    project_growth: Annotated[Rows, "n"]
    """Growth of its capacity after the ramp, log a year."""
    invest: Lane
    """Capacity started per relative excess of price, and the most, 1/year."""
    invest_max: Lane
    """Capacity started per relative excess of price, and the most, 1/year."""
    invest_floor: Annotated[Rows, "g"]
    """Price index from which plants pay."""
    resolve: Annotated[Rows, "p"]
    """Share of the price signal that private capital answers."""
    unmet_signal: Lane
    """Weight of unmet orders in the signal to build."""
    build_time: Annotated[Rows, "p"]
    """Mean construction time, weeks."""
    cancel: Annotated[Rows, "p"]
    """Hazard of cancellation when price is under the floor, 1/year."""
    patience: Annotated[Rows, "p"]
    """Exponential draw that the hazard is compared with."""
    learning_rate: Annotated[Rows, "L"]
    """Fall of cost per doubling of output."""
    yield_best: Annotated[Rows, "L"]
    """Ceiling of yield."""
    carry: Annotated[Rows, "L"]
    """Share of the parent's output that carries over."""
    thrift_floor: Annotated[Rows, "e"]
    """Least short-run intensity."""
    thrift_time: Lane
    """Time of thrift, weeks."""
    directed: Annotated[Rows, "e"]
    """Directed innovation, 1/year per log of price."""
    intensity_floor: Annotated[Rows, "e"]
    """Least of thrift over the directed factor."""
    ces: Lane
    """Weight of the CES form."""
    ces_elasticity: Lane
    """Elasticity of the CES form."""
    price_speed: Annotated[Rows, "g"]
    """Speed of the spot price, 1/week."""
    demand_elasticity: Annotated[Rows, "g"]
    """Elasticities of the spot market."""
    supply_elasticity: Annotated[Rows, "g"]
    """Elasticities of the spot market."""
    price_cap: Lane
    """Most a price index can be."""
    panic: Lane
    """Jump of the log price per unit of surprise."""
    premium: Lane
    """Log price per unit of fear."""
    glut: Lane
    """Log price per log of sellers' stock under its aim."""
    contract_time: Annotated[Rows, "g"]
    """Time in which contracts follow spot, weeks."""
    pass_through: Annotated[Rows, "g"]
    """Share of the log spot price that contracts take up."""
    ageing: Annotated[Rows, "h"]
    """Ageing of compute, log a year."""
    compute0: Annotated[Rows, "hy"]
    """Installed at the common start, H100e."""
    plan_growth_now: Annotated[Rows, "x"]
    """Growth of planned need of compute, log a year."""
    plan_growth_far: Annotated[Rows, "x"]
    """Growth of planned need of compute, log a year."""
    plan_growth_decay: Annotated[Rows, "x"]
    """Time in which it decays, years."""
    performance_gain: Annotated[Rows, "g"]
    """Gain per unit at launches, log a year."""
    frontier: Annotated[Rows, "b"]
    """Growth of the frontier, log a year."""
    research_beta: Annotated[Rows, "b"]
    """Elasticity of the frontier to research."""
    research_loss: Annotated[Rows, "b"]
    """Research lost per dollar of sales lost."""
