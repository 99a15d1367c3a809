"""The Week: what mechanisms hand on within a step."""

from typing import Annotated, NamedTuple

from outlast.engine.arrays import Ints, Rows


class Week(NamedTuple):
    """Quantities of one step, futures last; `rate_` are weights of a step, set once for a run."""

    now: Annotated[Ints, "7"]
    """The step; 1 in the paired run without denial; 1 if a future gives precedence; first class
    poured to; 1 for each class at the site at hand."""
    span: Annotated[Ints, "2"]
    """First step of a piece, and the step after its last."""
    effect: Annotated[Rows, "m"]
    """Force times gate; 0 in the paired run."""
    likely: Annotated[Rows, "m"]
    """Believed probability that the measure holds."""
    severity: Annotated[Rows, "s"]
    """Severity of denial that is believed in this step."""
    surprise: Annotated[Rows, "s"]
    """Rise of fear in this step."""
    arrived: Annotated[Rows, "r"]
    """Units of the step."""
    arrived_tied: Annotated[Rows, "r"]
    """Units of the step."""
    came: Annotated[Rows, "s"]
    """Units of the step; windfalls in `came`."""
    came_tied: Annotated[Rows, "s"]
    """Units of the step; windfalls in `came`."""
    need: Annotated[Rows, "u"]
    """Unrestrained need, and what prices leave of it, a week."""
    demand: Annotated[Rows, "u"]
    """Unrestrained need, and what prices leave of it, a week."""
    capacity_added: Annotated[Rows, "p"]
    """Capacity of named projects and of investment, units a week."""
    capacity_weight: Annotated[Rows, "p"]
    """Capacity that shares plans, and that bounds them."""
    capacity_limit: Annotated[Rows, "p"]
    """Capacity that shares plans, and that bounds them."""
    yield_factor: Annotated[Rows, "p"]
    """Yield over its base."""
    plan: Annotated[Rows, "p"]
    """Planned output, good units a week."""
    requirement: Annotated[Rows, "e"]
    """Units a week."""
    line_gap: Annotated[Rows, "ej"]
    """Need of the step, and stock aimed at plus that need, less the stock, units."""
    goal_gap: Annotated[Rows, "ej"]
    """Need of the step, and stock aimed at plus that need, less the stock, units."""
    ask: Annotated[Rows, "ej"]
    """What a pass of the pouring asks, units."""
    got: Annotated[Rows, "ej"]
    """Units of the step."""
    class_asked: Annotated[Rows, "c"]
    """What a class asks in a pass at the site at hand, units; what part of it it gets."""
    class_share: Annotated[Rows, "c"]
    """What a class asks in a pass at the site at hand, units; what part of it it gets."""
    avail: Annotated[Rows, "s"]
    """What is left to pour, units."""
    released: Annotated[Rows, "s"]
    """Units of the step, out of and into the reserve."""
    bought: Annotated[Rows, "s"]
    """Units of the step, out of and into the reserve."""
    at_hand: Annotated[Rows, "e"]
    """Availability of the cohort at hand."""
    cohort: Annotated[Rows, "j"]
    """Activity of each cohort of the user at hand."""
    output: Annotated[Rows, "p"]
    """Good units a week."""
    used: Annotated[Rows, "e"]
    """Units of the step."""
    available: Annotated[Rows, "e"]
    """Mean availability."""
    level: Annotated[Rows, "u"]
    """Served over need, over demand; share of users stopped."""
    ration: Annotated[Rows, "u"]
    """Served over need, over demand; share of users stopped."""
    stopped: Annotated[Rows, "u"]
    """Served over need, over demand; share of users stopped."""
    usable_compute: Annotated[Rows, "u"]
    """H100e."""
    free_compute: Annotated[Rows, "uw"]
    """Usable compute of the paired run, H100e."""
    line_level: Annotated[Rows, "x"]
    """Level of the line; the same without a cap."""
    line_ratio: Annotated[Rows, "x"]
    """Level of the line; the same without a cap."""
    covered: Annotated[Rows, "r"]
    """Shares of the route's base trade under the acts in force."""
    denied: Annotated[Rows, "r"]
    """Shares of the route's base trade under the acts in force."""
    licensed: Annotated[Rows, "r"]
    """Shares of the route's base trade under the acts in force."""
    quota: Annotated[Rows, "r"]
    """Shares of the route's base trade under the acts in force."""
    quota_rate: Annotated[Rows, "r"]
    """Least quota in force, share of base trade."""
    ceiling: Annotated[Rows, "r"]
    """Strictest ceiling and review in force."""
    review: Annotated[Rows, "r"]
    """Strictest ceiling and review in force."""
    approval: Annotated[Rows, "rc"]
    """Least approval; share of the class that a general licence exempts."""
    exempt: Annotated[Rows, "rc"]
    """Least approval; share of the class that a general licence exempts."""
    tie: Annotated[Rows, "r"]
    """1 if licences in force carry an end-use condition."""
    fee: Annotated[Rows, "r"]
    """Wedge of fees; shares closed by a buyer's ban, by a seal."""
    buyers_ban: Annotated[Rows, "r"]
    """Wedge of fees; shares closed by a buyer's ban, by a seal."""
    seal: Annotated[Rows, "r"]
    """Wedge of fees; shares closed by a buyer's ban, by a seal."""
    expected: Annotated[Rows, "s"]
    """Expected requirement of the site, units a week."""
    order: Annotated[Rows, "s"]
    """Units a week."""
    order_route: Annotated[Rows, "r"]
    """Units a week."""
    legal: Annotated[Rows, "r"]
    """Units a week."""
    refused: Annotated[Rows, "r"]
    """Units a week."""
    tied_legal: Annotated[Rows, "r"]
    """Units a week."""
    headroom_cap: Annotated[Rows, "r"]
    """Legal capacity of the route under its own rule, units a week."""
    offer: Annotated[Rows, "r"]
    """Offered and taken round, units a week."""
    divert: Annotated[Rows, "r"]
    """Offered and taken round, units a week."""
    want: Annotated[Rows, "r"]
    """Asked of the seller, units of the step."""
    entry: Annotated[Rows, "r"]
    """What new capacity offers on the route, a share of what the destination expects to use."""
    pull: Annotated[Rows, "r"]
    """Unscaled supplier share."""
    sent: Annotated[Rows, "r"]
    """Units of the step."""
    lost: Annotated[Rows, "r"]
    """Units of the step."""
    log_contract: Annotated[Rows, "P"]
    """Log of the contract price, and the price, at the start of the week."""
    paid: Annotated[Rows, "P"]
    """Log of the contract price, and the price, at the start of the week."""
    target_price: Annotated[Rows, "P"]
    """Where the spot price tends."""
    market: Annotated[Rows, "P8"]
    """Sums by market: demand, supply, base flow, fear, surprise, stock aimed at, held, base
    stock."""
    missed: Annotated[Rows, "b"]
    """Sales lost in this step, USD."""
    books: Annotated[Rows, "g"]
    """Units held of the good at the end of the step."""
    ledger: Annotated[Rows, "g4"]
    """By good: held now, made, used, lost, units of the step."""
    rate_fear_up: Annotated[Rows, "1"]
    """Weight of a first-order approach in one step."""
    rate_fear_down: Annotated[Rows, "1"]
    """Weight of a first-order approach in one step."""
    rate_requirement: Annotated[Rows, "1"]
    """Weight of a first-order approach in one step."""
    rate_fill: Annotated[Rows, "1"]
    """Weight of a first-order approach in one step."""
    rate_share: Annotated[Rows, "1"]
    """Weight of a first-order approach in one step."""
    rate_detour_up: Annotated[Rows, "1"]
    """Weight of a first-order approach in one step."""
    rate_detour_down: Annotated[Rows, "1"]
    """Weight of a first-order approach in one step."""
    rate_idle: Annotated[Rows, "1"]
    """Weight of a first-order approach in one step."""
    rate_thrift_down: Annotated[Rows, "1"]
    """Weight of a first-order approach in one step."""
    rate_thrift_up: Annotated[Rows, "1"]
    """Weight of a first-order approach in one step."""
    rate_keep: Annotated[Rows, "1"]
    """Share of applications that does not lapse in one step."""
    rate_price: Annotated[Rows, "g"]
    """Weight of a first-order approach in one step."""
    rate_contract: Annotated[Rows, "g"]
    """Weight of a first-order approach in one step."""
    rate_ageing: Annotated[Rows, "h"]
    """Share of compute that one step of ageing leaves."""
    rate_learning: Annotated[Rows, "L"]
    """Exponent of the learning curve."""
    rate_experience0: Annotated[Rows, "L"]
    """Own and inherited cumulative output at the common start, units."""
    rate_cap: Annotated[Rows, "1"]
    """Most a price index can be."""
    rate_tolerance: Annotated[Rows, "1"]
    """Relative tolerance of the books."""
    rate_range_tolerance: Annotated[Rows, "1"]
    """Tolerance of shares, levels and prices."""
