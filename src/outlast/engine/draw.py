"""The Draw: uncertain inputs, one value for each future, each declared here and nowhere else."""

from typing import Annotated, NamedTuple

from outlast.engine.arrays import Lane, Rows, Variable, variables
from outlast.engine.codes import RECOVERY
from outlast.engine.draw_limits import (
    FAR_GROWTH,
    FARTHEST,
    FIRST_GROWTH,
    FLEET,
    LEAST_YIELD,
    LONGEST,
    MOST_ODDS,
    MULTIPLE,
    NEVER,
    NO_CEILING,
    PACE,
    RATE,
    SHORTEST,
    SLOWEST,
    STEEPEST,
)

OF_PATHS = ("practice_spread", "practice_time", "practice_turn")
"""The parts of which lowering makes a path of practice."""


class Draw(NamedTuple):
    """Numbers that priors, switches and the world's own ranges set; futures last."""

    gate: Annotated[Rows, Variable("m", "1", 1.0, 0.0, 1.0, parts=("severity",))]
    """Severity of the measure in futures in which its branches come, 0 in the others."""

    begins: Annotated[Rows, Variable("m", "week", 0.0, 0.0, NEVER, parts=())]
    """Week from which a move lets the measure act; 0 for measures of the record."""

    pauses: Annotated[Rows, Variable("m", "week", NEVER, 0.0, NEVER, parts=())]
    """Week in which a deal suspends the measure; not before it begins."""

    returns: Annotated[Rows, Variable("m", "week", NEVER, 0.0, NEVER, parts=())]
    """Week in which it returns from that suspension."""

    belief: Annotated[Rows, Variable("m", "1", 0.5, 0.0, 1.0)]
    """Probability that users give to a measure that is only announced."""

    fear_up: Annotated[Lane, Variable("", "week", 2.0, SHORTEST, LONGEST, symbol=r"\tau_E")]
    """Time in which fear rises."""

    fear_down: Annotated[Lane, Variable("", "week", 52.0, SHORTEST, LONGEST, symbol=r"\tau_E")]
    """Time in which fear falls."""

    growth_now: Annotated[Rows, Variable("u", "1/year", 0.0, RATE, FIRST_GROWTH)]
    """Growth of a service's need at the common start, as a log rate."""

    growth_far: Annotated[Rows, Variable("u", "1/year", 0.0, RATE, FAR_GROWTH)]
    """Growth of a service's need in the far future, as a log rate."""

    growth_decay: Annotated[Rows, Variable("u", "year", 3.0, 1e-3, SLOWEST)]
    """Time in which the growth of a service's need goes from now to far."""

    capacity_growth_now: Annotated[Rows, Variable("p", "1/year", 0.0, RATE, FIRST_GROWTH)]
    """Growth of a process's capacity at the common start, as a log rate."""

    capacity_growth_far: Annotated[Rows, Variable("p", "1/year", 0.0, RATE, FAR_GROWTH)]
    """Growth of a process's capacity in the far future, as a log rate."""

    capacity_growth_decay: Annotated[Rows, Variable("p", "year", 3.0, 1e-3, SLOWEST)]
    """Time in which the growth of a process's capacity goes from now to far."""

    elasticity: Annotated[Rows, Variable("u", "1", 0.0, 0.0, STEEPEST, symbol=r"\eta_u")]
    """Price elasticity of a service's demand; 0.3 for residual users whose site states none."""

    cover: Annotated[
        Rows,
        Variable(
            "ej",
            "week",
            4.0,
            0.0,
            MULTIPLE * LONGEST,
            symbol="c_{ej}",
            parts=("cover_mean", "cover_spread", "cover_thinnest"),
        ),
    ]
    """Stock that a cohort aims at, in weeks of its use."""

    hoarding: Annotated[Lane, Variable("", "1", 1.0, 0.0, STEEPEST, symbol=r"\chi")]
    """Rise of the stock aimed at for each unit of fear."""

    storability: Annotated[Rows, Variable("g", "1", 1.0, 0.0, MULTIPLE, symbol=r"\varsigma_g")]
    """Multiple of that rise for the good: 1 for goods made to order, more for metals."""

    requirement_time: Annotated[
        Lane, Variable("", "week", 8.0, SHORTEST, LONGEST, symbol=r"\tau_q")
    ]
    """Time in which expected requirements and expected orders follow the real ones."""

    stock_time: Annotated[Lane, Variable("", "week", 6.0, SHORTEST, LONGEST, symbol=r"\tau_S")]
    """Time in which users close a gap of their inventory position."""

    finished_time: Annotated[Lane, Variable("", "week", 6.0, SHORTEST, LONGEST, symbol=r"\tau_F")]
    """Time in which sellers close a gap of their finished stock."""

    order_cap: Annotated[Lane, Variable("", "1", 4.0, 1.0, MULTIPLE, symbol="o_{max}")]
    """Greatest orders of a site, as a multiple of its expected requirement."""

    plan_wait: Annotated[Lane, Variable("", "1", 1.0, 0.0, 1.0, symbol=r"\mathrm{pw}")]
    """Share of the expected wait for a licence that buyers plan for."""

    guarantee: Annotated[Rows, Variable("c", "1", 0.0, 0.0, 1.0, symbol="g_c")]
    """Share of a class's requirement of the step that it receives before all others."""

    free_share: Annotated[Rows, Variable("g", "1", 0.0, 0.0, 1.0, symbol=r"\varkappa_g")]
    """Share of the week's arrivals of the good that can change hands within the week: 0 for goods
    made to order, 1 where any unit serves any user."""

    open_orders: Annotated[Lane, Variable("", "week", 4.0, 0.0, LONGEST, symbol="L")]
    """Time over which unfilled orders stay on a seller's book."""

    resale: Annotated[Lane, Variable("", "1/week", 0.0, 0.0, PACE, symbol=r"\rho")]
    """Part of a stock to spare that users of low worth sell in a week, times the free share."""

    resale_cover: Annotated[Lane, Variable("", "week", 2.0, 0.0, LONGEST, symbol="m")]
    """Stock that users do not resell, in weeks of their requirement."""

    home_first: Annotated[Lane, Variable("", "1", 0.0, 0.0, 1.0, symbol=r"\mathrm{hf}")]
    """How far sellers serve users at their own site before others, 0 to 1."""

    fungible: Annotated[Lane, Variable("", "1", 0.0, 0.0, 1.0)]
    """Degree to which uncovered varieties replace covered ones."""

    tied: Annotated[Lane, Variable("", "1", 1.0, 0.0, 1.0)]
    """Share of goods licensed for an end use that stays closed to the defence class."""

    ceiling: Annotated[Rows, Variable("lv", "1", 1.2, 0.0, NO_CEILING, symbol=r"\mu")]
    """Most that a practice passes, as a multiple of the licensed base trade."""

    review: Annotated[Rows, Variable("lv", "week", 9.0, 0.0, LONGEST)]
    """Mean wait for a licence; twice the step is the least that acts."""

    approval: Annotated[Rows, Variable("lvc", "1", 0.8, 0.0, 1.0, symbol=r"\pi")]
    """Probability that an application of a class is granted."""

    odds: Annotated[Rows, Variable("lv", "1", 1.0, 1.0 / MOST_ODDS, MOST_ODDS, symbol="o")]
    """Odds of approval at the destination over those of the family."""

    practice: Annotated[Rows, Variable("ZW", "1", 0.0, -FARTHEST, FARTHEST, parts=OF_PATHS)]
    """Log odds of approval at a knot, over those of the level in force."""

    room_response: Annotated[Lane, Variable("", "1", 0.0, 0.0, STEEPEST, symbol=r"b_\mu")]
    """Rise of the log ceiling for each log odds of practice."""

    pace_response: Annotated[Lane, Variable("", "1", 0.0, 0.0, STEEPEST, symbol="b_r")]
    """Fall of the log time of review for each log odds of practice."""

    coverage: Annotated[Rows, Variable("r", "1", 1.0, 0.0, MULTIPLE, symbol=r"\vartheta_r")]
    """Multiple of the share of a route's trade that denials, licences and quotas cover."""

    refile: Annotated[Lane, Variable("", "1", 0.7, 0.0, 1.0, symbol=r"\zeta")]
    """Share of refused applications that are filed again."""

    lapse_time: Annotated[
        Lane, Variable("", "week", 104.0, SHORTEST, LONGEST, symbol=r"\tau_{lapse}")
    ]
    """Time in which waiting applications lapse."""

    detour_share: Annotated[Rows, Variable("r", "1", 0.0, 0.0, 1.0, symbol=r"\rho_r")]
    """Share of refused orders that a detour takes up in time."""

    detour_cap: Annotated[Rows, Variable("r", "1", 1.0, 0.0, NO_CEILING, symbol="k_r")]
    """Most that a detour carries, as a multiple of the base trade of its base route."""

    detour_wedge: Annotated[Rows, Variable("r", "1", 0.3, 0.0, STEEPEST, symbol=r"\omega_r")]
    """Surcharge on a detour, a share of the price."""

    enforcement: Annotated[Rows, Variable("r", "1", 0.0, 0.0, 1.0)]
    """Share of a detour that enforcement closes."""

    seized: Annotated[Rows, Variable("r", "1", 0.02, 0.0, 1.0)]
    """Share of a diverted shipment that is lost on the way."""

    detour_up: Annotated[Lane, Variable("", "week", 8.0, SHORTEST, LONGEST, symbol=r"\tau_R")]
    """Time in which diversion rises."""

    detour_down: Annotated[Lane, Variable("", "week", 4.0, SHORTEST, LONGEST, symbol=r"\tau_R")]
    """Time in which diversion falls."""

    fill_time: Annotated[Lane, Variable("", "week", 8.0, SHORTEST, LONGEST, symbol=r"\tau_\phi")]
    """Time over which the fill of orders is smoothed."""

    share_time: Annotated[Lane, Variable("", "week", 26.0, SHORTEST, LONGEST, symbol=r"\tau_W")]
    """Time in which supplier shares move."""

    share_weight_fill: Annotated[Lane, Variable("", "1", 1.0, 0.0, STEEPEST, symbol=r"\beta")]
    """Pull of fill on supplier shares."""

    share_weight_price: Annotated[Lane, Variable("", "1", 0.3, 0.0, STEEPEST, symbol=r"\gamma")]
    """Pull of fees on supplier shares."""

    overtime: Annotated[Rows, Variable("p", "1", 1.1, 1.0, 3.0, symbol=r"\sigma_p")]
    """Greatest output of a process, as a multiple of its usable capacity."""

    idle_share: Annotated[Rows, Variable("p", "1", 0.1, 0.0, 1.0)]
    """Share of a process's idle capacity that a high price can bring back."""

    recovery: Annotated[Rows, Variable("p", "1", 1.0, 1.0, RECOVERY, symbol=r"\varrho_p")]
    """Capacity that a high price can bring out of the same ore or scrap, as a multiple."""

    idle_elasticity: Annotated[Lane, Variable("", "1", 0.2, 0.0, STEEPEST, symbol=r"\varepsilon_s")]
    """Elasticity of usable capacity to the contract price."""

    idle_time: Annotated[Lane, Variable("", "week", 26.0, SHORTEST, LONGEST, symbol=r"\tau_u")]
    """Time in which idle capacity comes back."""

    project_on: Annotated[Rows, Variable("n", "1", 1.0, 0.0, 1.0, parts=())]
    """1 in futures in which the project is built, 0 in the others."""

    project_slip: Annotated[Rows, Variable("n", "week", 0.0, 0.0, LONGEST)]
    """Delay of a project's first output."""

    project_growth: Annotated[Rows, Variable("n", "1/year", 0.0, RATE, FAR_GROWTH)]
    """Growth of a project's capacity after its ramp, as a log rate."""

    invest: Annotated[Lane, Variable("", "1/year", 0.1, 0.0, MULTIPLE, symbol=r"\iota")]
    """Capacity started a year for each unit by which the price exceeds the floor."""

    invest_max: Annotated[Lane, Variable("", "1/year", 0.2, 0.0, PACE, symbol=r"\iota_{max}")]
    """Most capacity started a year, a share of base capacity."""

    invest_floor: Annotated[Rows, Variable("g", "1", 1.2, 1e-2, MULTIPLE, symbol="P_{floor}")]
    """Price index above which new plants pay."""

    resolve: Annotated[Rows, Variable("p", "1", 0.2, 0.0, 1.0)]
    """Share of the price signal on which private capital acts."""

    unmet_signal: Annotated[Lane, Variable("", "1", 1.0, 0.0, STEEPEST, symbol=r"\xi")]
    """Weight of unfilled orders in the signal to build."""

    build_time: Annotated[Rows, Variable("p", "week", 130.0, SHORTEST, LONGEST)]
    """Mean time of construction."""

    cancel: Annotated[Rows, Variable("p", "1/year", 0.15, 0.0, PACE)]
    """Hazard of cancellation while the signal is under the floor."""

    patience: Annotated[Rows, Variable("p", "1", 1.0, 0.0, 28.0, parts=())]
    """Exponential draw; investment ends when the cumulated hazard reaches it."""

    learning_rate: Annotated[Rows, Variable("L", "1", 0.2, 0.0, 0.99, symbol=r"\mathrm{LR}")]
    """Fall of the cost of a good unit for each doubling of cumulative output."""

    yield_best: Annotated[Rows, Variable("L", "1", 0.65, LEAST_YIELD, 1.0, symbol="y_{best}")]
    """Greatest share of good units that a learner reaches."""

    carry: Annotated[Rows, Variable("L", "1", 0.0, 0.0, 1.0)]
    """Share of the parent learner's cumulative output that counts for the child."""

    thrift_floor: Annotated[Rows, Variable("e", "1", 1.0, 1e-3, 1.0, symbol=r"\theta^\infty_e")]
    """Least intensity of use that thrift reaches, over the base intensity."""

    thrift_time: Annotated[
        Lane, Variable("", "week", 130.0, SHORTEST, LONGEST, symbol=r"\tau_\theta")
    ]
    """Time in which thrift lowers intensity; it rises again in four times as long."""

    directed: Annotated[Rows, Variable("e", "1/year", 0.0, 0.0, PACE, symbol=r"\eta_e")]
    """Pace of innovation that saves an input, for each log of its price."""

    intensity_floor: Annotated[Rows, Variable("e", "1", 0.4, 1e-3, 1.0)]
    """Least intensity of use under thrift and directed innovation together."""

    price_speed: Annotated[Rows, Variable("g", "1/week", 0.12, 0.0, PACE, symbol="k_P")]
    """Speed at which the spot price moves to its target."""

    price_cap: Annotated[Lane, Variable("", "1", 10.0, 1.0 + 1e-6, MULTIPLE, symbol=r"\bar P")]
    """Greatest value of a price index; the least is one over it."""

    premium: Annotated[Lane, Variable("", "1", 0.5, 0.0, STEEPEST, symbol=r"\nu_E")]
    """Rise of the log of the price that holders expect, for each unit of fear."""

    buffer_elasticity: Annotated[Lane, Variable("", "1", 1.2, 0.0, STEEPEST, symbol=r"\eta")]
    """Elasticity of the stock that holders aim at to the price over the one they expect."""

    buffer_time: Annotated[Lane, Variable("", "week", 26.0, SHORTEST, LONGEST, symbol=r"\tau_b")]
    """Time in which holders build or release stock as the price asks of them."""

    usual_time: Annotated[Lane, Variable("", "week", 78.0, SHORTEST, LONGEST, symbol=r"\tau_u")]
    """Time in which holders take a price for usual."""

    arbitrage_time: Annotated[Lane, Variable("", "week", 4.0, SHORTEST, LONGEST, symbol=r"\tau_a")]
    """Time in which orders on a route answer the gap between the prices at its ends."""

    arbitrage_response: Annotated[Lane, Variable("", "1", 3.0, 0.0, STEEPEST, symbol=r"\kappa_a")]
    """Elasticity of orders on a route to the gap between the prices at its ends."""

    arbitrage_least: Annotated[Rows, Variable("g", "1", 1.0, 1e-3, 1.0, symbol="a_{min}")]
    """Least orders on a route over those that shares give; 1 for a good that nobody resells."""

    arbitrage_most: Annotated[Rows, Variable("g", "1", 1.0, 1.0, MULTIPLE, symbol="a_{max}")]
    """Greatest orders on a route over those that shares give; 1 for a good that nobody resells."""

    contract_time: Annotated[Rows, Variable("g", "week", 13.0, SHORTEST, LONGEST, symbol=r"\tau_c")]
    """Time in which contract prices follow the spot price."""

    pass_through: Annotated[Rows, Variable("g", "1", 0.7, 0.0, 1.0, symbol=r"\omega^S")]
    """Share of the log spot price that contract prices take up."""

    ageing: Annotated[Rows, Variable("h", "1/year", 0.12, 0.0, PACE, symbol=r"\delta_h")]
    """Rate at which installed compute ages, as a log rate."""

    compute0: Annotated[Rows, Variable("hy", "H100e", 0.0, 0.0, FLEET)]
    """Compute installed at the common start."""

    plan_growth_now: Annotated[
        Rows, Variable("x", "1/year", 0.0, RATE, FIRST_GROWTH, symbol=r"\gamma_0")
    ]
    """Growth of planned need of compute on the scenario's date, as a log rate."""

    plan_growth_far: Annotated[
        Rows, Variable("x", "1/year", 0.0, RATE, FAR_GROWTH, symbol=r"\gamma_\infty")
    ]
    """Growth of planned need of compute in the far future, as a log rate."""

    plan_growth_decay: Annotated[Rows, Variable("x", "year", 3.0, 1e-3, SLOWEST)]
    """Time in which the growth of planned need goes from now to far."""

    performance_gain: Annotated[Rows, Variable("g", "1/year", 0.0, 0.0, FAR_GROWTH)]
    """Gain in performance of a unit at its maker's launches, as a log rate."""

    frontier: Annotated[Rows, Variable("b", "1/year", 0.0, 0.0, FAR_GROWTH, symbol="g_b")]
    """Growth of the frontier of a bloc's makers, as a log rate."""

    resold: Annotated[Rows, Variable("g", "1", 0.0, 0.0, 1.0)]
    """Share of the sales that a sender's controls stop and that others buy instead."""

    research_beta: Annotated[Rows, Variable("b", "1", 0.2, -3.0, STEEPEST, symbol=r"\beta_b")]
    """Elasticity of the frontier to research."""

    research_loss: Annotated[Rows, Variable("b", "1", 0.18, 0.0, 1.0)]
    """Research lost for each dollar of sales lost."""

    research_gain: Annotated[Rows, Variable("b", "1", 0.0, -1.0, 10.0)]
    """Rise of research where denial keeps out all chips of foreign makers."""

    tool_lift: Annotated[Rows, Variable("p", "1/year", 0.0, 0.0, FAR_GROWTH)]
    """Growth of capacity that tools bring where all of them come, as a log rate."""

    tool_reach: Annotated[Lane, Variable("", "1", 1.0, 0.0, MULTIPLE)]
    """Share of the growth that is lost for each share of all tools that does not come."""

    entry: Annotated[Rows, Variable("p", "1", 0.0, 0.0, 1.0)]
    """Share of the site's base inflow from which starts are counted at least."""


class DrawParts(NamedTuple):
    """Numbers that priors set and that lowering makes into a draw of the engine."""

    severity: Annotated[Rows, Variable("m", "1", 1.0, 0.0, 1.0)]
    """How much of a measure counts in futures in which its branches come."""

    practice_spread: Annotated[Rows, Variable("Z", "1", 0.0, 0.0, FARTHEST, symbol=r"\sigma_Z")]
    """Standard deviation of a path of practice in the long run, log odds."""

    practice_time: Annotated[Rows, Variable("Z", "week", 26.0, SHORTEST, LONGEST)]
    """Time in which a path of practice comes back to its mean."""

    practice_turn: Annotated[Rows, Variable("Z", "1", 0.0, 0.0, FARTHEST, symbol=r"\delta_Z")]
    """Fall of the mean in an escalation, log odds."""

    cover_mean: Annotated[Rows, Variable("e", "week", 4.0, 0.0, LONGEST)]
    """Mean stock of a use over all its users, in weeks of use."""

    cover_spread: Annotated[Rows, Variable("e", "1", 2.0, 1.0 + 1e-6, 10.0)]
    """Geometric standard deviation of that stock between users."""

    cover_thinnest: Annotated[Rows, Variable("e", "week", 0.0, 0.0, LONGEST)]
    """Stock of the first cohort, in weeks of use, where a prior sets it; else the spread does."""


def settable() -> dict[str, Variable]:
    """Return the declarations that priors can set, in order.

    A draw that lowering makes of parts is represented by its parts.
    """
    parts, found = variables(DrawParts), dict[str, Variable]()
    for name, variable in variables(Draw).items():
        if variable.parts is None:
            found[name] = variable
        else:
            found |= {part: parts[part] for part in variable.parts}
    return found
