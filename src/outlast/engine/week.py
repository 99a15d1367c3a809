"""The Week: quantities that mechanisms hand on within a step."""

from typing import Annotated, NamedTuple

from outlast.engine.arrays import Ints, Rows, Variable
from outlast.engine.codes import BOOK_COLUMNS, MARKET_SUMS, NOW_SLOTS, SPAN_SLOTS


class Week(NamedTuple):
    """Quantities of one step, futures last; `rate_` are weights of a step, set once for a run."""

    now: Annotated[Ints, Variable(str(NOW_SLOTS))]
    """The step and the place of the run in it, by the slots that `codes` names."""

    span: Annotated[Ints, Variable(str(SPAN_SLOTS), "step")]
    """First step of a piece of a run, and the step after its last."""

    effect: Annotated[Rows, Variable("m", "1")]
    """Force of the measure times its gate; 0 in the paired run."""

    likely: Annotated[Rows, Variable("m", "1", symbol="p_m")]
    """Probability, as users believe, that the measure holds."""

    severity: Annotated[Rows, Variable("s", "1", symbol=r"\sigma_s")]
    """Severity of denial that users believe in now."""

    arrived: Annotated[Rows, Variable("r", "unit")]
    """Goods that arrive by the route, open to all classes, units of the step."""

    arrived_tied: Annotated[Rows, Variable("r", "unit")]
    """Goods that arrive by the route, closed to the defence class, units of the step."""

    came: Annotated[Rows, Variable("s", "unit")]
    """Goods that reach the site, open to all classes, with recorded deliveries, units of the
    step."""

    came_tied: Annotated[Rows, Variable("s", "unit")]
    """Goods that reach the site, closed to the defence class, units of the step."""

    need: Annotated[Rows, Variable("u", "unit/week", symbol="D^o_u")]
    """Unrestrained need of the service."""

    demand: Annotated[Rows, Variable("u", "unit/week", symbol="d_u")]
    """Need that remains at present prices."""

    capacity_added: Annotated[Rows, Variable("p", "unit/week", symbol="K^+_p")]
    """Capacity that named projects and investment have added."""

    capacity_weight: Annotated[Rows, Variable("p", "unit/week", symbol="K^w_p")]
    """Capacity by which the processes of a site divide planned output."""

    capacity_limit: Annotated[Rows, Variable("p", "unit/week", symbol="K^a_p")]
    """Capacity that planned output may not exceed."""

    edge_growth: Annotated[Rows, Variable("e", "1", symbol="e^{G_e}")]
    """Growth of the need of the edge's service, or of its process's capacity, since the base
    year."""

    yield_factor: Annotated[Rows, Variable("p", "1", symbol="f_p")]
    """Yield over its base."""

    plan: Annotated[Rows, Variable("p", "unit/week")]
    """Planned output, good units."""

    requirement: Annotated[Rows, Variable("e", "unit/week", symbol="q_e")]
    """Requirement of the edge at planned output or at demand."""

    line_gap: Annotated[Rows, Variable("Gj", "unit")]
    """Need of the step less the stock, before anything is given."""

    book_gap: Annotated[Rows, Variable("Gj", "unit")]
    """Open orders of the cohort: need of the step, and the ordered part of its gap without fear."""

    goal_gap: Annotated[Rows, Variable("Gj", "unit")]
    """Stock aimed at plus the need of the step less the stock, before anything is given."""

    ask: Annotated[Rows, Variable("Gj", "unit")]
    """Claim of the cohort in the pass at hand."""

    got: Annotated[Rows, Variable("Gj", "unit")]
    """Goods that the cohort has received in the step, without those of the last pass; in a resale,
    goods that it would sell."""

    free: Annotated[Rows, Variable("Gj", "unit")]
    """Goods that the cohort has received by worth in the step."""

    asked: Annotated[Rows, Variable("G", "unit")]
    """Free goods that all cohorts of the edge ask for."""

    granted: Annotated[Rows, Variable("G", "1")]
    """Share of the free goods asked for that the edge receives."""

    avail: Annotated[Rows, Variable("s", "unit")]
    """Goods that remain to be divided."""

    released: Annotated[Rows, Variable("s", "unit")]
    """Release from the reserve, units of the step."""

    bought: Annotated[Rows, Variable("s", "unit")]
    """Purchase for the reserve, units of the step."""

    cohort: Annotated[Rows, Variable("j", "1", symbol="z_j")]
    """Activity of each cohort of the user at hand."""

    output: Annotated[Rows, Variable("p", "unit/week", symbol="Y_p")]
    """Output, good units."""

    used: Annotated[Rows, Variable("e", "unit", symbol="U_e")]
    """Input used up, units of the step."""

    available: Annotated[Rows, Variable("e", "1")]
    """Mean availability of the input over cohorts."""

    level: Annotated[Rows, Variable("u", "1", symbol="s_u")]
    """Service level: served over unrestrained need."""

    ration: Annotated[Rows, Variable("u", "1")]
    """Served over demand."""

    stopped: Annotated[Rows, Variable("u", "1")]
    """Share of the service's users that are stopped."""

    usable_compute: Annotated[Rows, Variable("u", "H100e")]
    """Usable compute of the service."""

    free_compute: Annotated[Rows, Variable("uw", "H100e")]
    """Usable compute of the service in the paired run without denial, step by step."""

    line_level: Annotated[Rows, Variable("x", "1", symbol="s_x")]
    """Level of the line, at most 1 for compute."""

    line_ratio: Annotated[Rows, Variable("x", "1")]
    """Level of the line without that cap."""

    covered: Annotated[Rows, Variable("r", "1", symbol=r"\kappa")]
    """Share of the route's base trade under a denial or a licence."""

    easing: Annotated[Rows, Variable("Z", "1", 1.0)]
    """Factor on the odds of approval of the office at the destination."""

    room: Annotated[Rows, Variable("Z", "1", 1.0)]
    """Factor on its ceiling."""

    pace: Annotated[Rows, Variable("Z", "1", 1.0)]
    """Factor on its time of review."""

    trend: Annotated[Rows, Variable("s", "1", 1.0)]
    """Trend of the site's trade: growth of need of its users, by base requirement."""

    denied: Annotated[Rows, Variable("r", "1", symbol=r"\kappa^D")]
    """Share of the route's base trade under a denial."""

    licensed: Annotated[Rows, Variable("r", "1", symbol=r"\kappa^L")]
    """Share of the route's base trade under a licence alone."""

    quota: Annotated[Rows, Variable("r", "1", symbol=r"\kappa^Q")]
    """Share of the route's base trade under a quota."""

    quota_rate: Annotated[Rows, Variable("r", "1", symbol=r"\bar q")]
    """Least quota in force, a share of base trade."""

    ceiling: Annotated[Rows, Variable("r", "1", symbol=r"\mu")]
    """Least ceiling of the licences in force, a multiple of licensed base trade."""

    review: Annotated[Rows, Variable("r", "week")]
    """Longest review of the licences in force."""

    approval: Annotated[Rows, Variable("rc", "1", symbol=r"\pi")]
    """Least approval of the licences in force."""

    exempt: Annotated[Rows, Variable("rc", "1")]
    """Share of the class that a general licence exempts."""

    tie: Annotated[Rows, Variable("r")]
    """1 if licences in force carry an end-use condition."""

    levy: Annotated[Rows, Variable("a", "1", symbol=r"\mathrm{levy}_a")]
    """Surcharge of a fee or a price floor, a share of the price; at home, of the base price."""

    fee: Annotated[Rows, Variable("r", "1")]
    """Surcharge of all fees and price floors in force, a share of the price."""

    duty: Annotated[Rows, Variable("s", "1", symbol=r"\mathrm{duty}_s")]
    """Mean surcharge of all that the site buys."""

    log_duty: Annotated[Rows, Variable("s", "1")]
    """Log of one and that surcharge."""

    shelter: Annotated[Rows, Variable("s", "1", symbol=r"\mathrm{shelter}_s")]
    """Mean surcharge of the site's imports."""

    support: Annotated[Rows, Variable("s", "1", symbol=r"\mathrm{support}_s")]
    """Price index that is promised to plants at the site."""

    buyers_ban: Annotated[Rows, Variable("r", "1", symbol=r"\mathrm{buy}_r")]
    """Share of orders that a buyer's ban stops."""

    expected: Annotated[Rows, Variable("s", "unit/week", symbol=r"\sum \hat q_e")]
    """Expected requirement of all users of the site."""

    order: Annotated[Rows, Variable("s", "unit/week", symbol="O_s")]
    """Orders of the site."""

    order_route: Annotated[Rows, Variable("r", "unit/week")]
    """Orders on the base route."""

    legal: Annotated[Rows, Variable("r", "unit/week", symbol=r"\ell")]
    """Part of the route's orders that may leave."""

    refused: Annotated[Rows, Variable("r", "unit/week")]
    """Part of the route's orders that is refused."""

    tied_legal: Annotated[Rows, Variable("r", "unit/week")]
    """Part of the legal flow that carries an end-use condition."""

    headroom_cap: Annotated[Rows, Variable("r", "unit/week")]
    """Legal capacity of the route under its own rule; 1e30 if nothing binds it."""

    offer: Annotated[Rows, Variable("r", "unit/week")]
    """Refused orders that are offered to the detour."""

    divert: Annotated[Rows, Variable("r", "unit/week")]
    """Refused orders that the detour takes."""

    want: Annotated[Rows, Variable("r", "unit")]
    """Goods asked of the seller on the route, units of the step."""

    entry: Annotated[Rows, Variable("r", "1", symbol=r"\varepsilon_r")]
    """Offer of new capacity on the route, a share of the destination's expected requirement."""

    pull: Annotated[Rows, Variable("r", "1", symbol="u_r")]
    """Supplier share before the shares of a site are made to add to 1."""

    sent: Annotated[Rows, Variable("r", "unit")]
    """Goods sent on the route, units of the step."""

    traded: Annotated[Rows, Variable("r", "1", symbol="a_r")]
    """Orders on the route over those that shares give, as its price gap has moved them."""

    regular: Annotated[Rows, Variable("r", "unit/week")]
    """Orders on the route if users ordered their expected requirement."""

    in_hand: Annotated[Rows, Variable("s", "unit")]
    """Stock of users and goods on the way to them, before this week's goods are sent."""

    buffer: Annotated[Rows, Variable("s", "unit", symbol="T_s")]
    """Stock of users and goods on the way to them that users and merchants aim at."""

    on_sale: Annotated[Rows, Variable("s", "unit")]
    """Sellers' stock at the start of the week."""

    looked_for: Annotated[Rows, Variable("s", "unit/week")]
    """Orders that sellers expected at the start of the week."""

    lost: Annotated[Rows, Variable("r", "unit")]
    """Goods seized on the detour, units of the step."""

    log_contract: Annotated[Rows, Variable("s", "1")]
    """Log of the contract price index at the start of the week."""

    paid: Annotated[Rows, Variable("s", "1")]
    """Contract price index at the start of the week."""

    log_spot: Annotated[Rows, Variable("s", "1")]
    """Log of the spot price index at the start of the week."""

    clearing: Annotated[Rows, Variable("s", "1", symbol="x")]
    """Log of the price index at which the market would clear in the week."""

    market: Annotated[Rows, Variable(f"s{MARKET_SUMS}")]
    """Quantities of the market, by the columns that `codes` names."""

    kept: Annotated[Rows, Variable("b", "USD")]
    """Purchases of foreign makers' chips that denial keeps out of the bloc in the step."""

    usual: Annotated[Rows, Variable("b", "USD")]
    """Usual purchases of foreign makers' chips in the step."""

    missed: Annotated[Rows, Variable("b", "USD")]
    """Sales that the bloc's own controls lose in the step."""

    books: Annotated[Rows, Variable("g", "unit")]
    """Units of the good held at the end of the step before."""

    ledger: Annotated[Rows, Variable(f"g{BOOK_COLUMNS}", "unit")]
    """Books of the good in the step: 0 held, 1 made, 2 used, 3 lost; 4 its base flow a week."""

    rate_fear_up: Annotated[Rows, Variable("1", "1")]
    """Weight of one step as fear rises."""

    rate_fear_down: Annotated[Rows, Variable("1", "1")]
    """Weight of one step as fear falls."""

    rate_requirement: Annotated[Rows, Variable("1", "1")]
    """Weight of one step in expected requirements, orders and waits."""

    rate_book: Annotated[Rows, Variable("1", "1", symbol=r"\beta")]
    """Share of a gap of stock that open orders hold."""

    rate_fill: Annotated[Rows, Variable("1", "1")]
    """Weight of one step in smoothed fill."""

    rate_share: Annotated[Rows, Variable("1", "1")]
    """Weight of one step in supplier shares."""

    rate_arbitrage: Annotated[Rows, Variable("1", "1")]
    """Weight of one step in the answer of orders to price gaps."""

    rate_detour_up: Annotated[Rows, Variable("1", "1")]
    """Weight of one step as diversion rises."""

    rate_detour_down: Annotated[Rows, Variable("1", "1")]
    """Weight of one step as diversion falls."""

    rate_idle: Annotated[Rows, Variable("1", "1")]
    """Weight of one step in usable capacity."""

    rate_thrift_down: Annotated[Rows, Variable("1", "1")]
    """Weight of one step as thrift lowers intensity."""

    rate_thrift_up: Annotated[Rows, Variable("1", "1")]
    """Weight of one step as intensity rises again."""

    rate_keep: Annotated[Rows, Variable("1", "1")]
    """Share of waiting applications that one step leaves."""

    rate_price: Annotated[Rows, Variable("g", "1")]
    """Weight of one step in the spot price."""

    rate_usual: Annotated[Rows, Variable("1", "1")]
    """Weight of one step in the price that holders take for usual."""

    rate_contract: Annotated[Rows, Variable("g", "1")]
    """Weight of one step in contract prices."""

    rate_ageing: Annotated[Rows, Variable("h", "1")]
    """Share of installed compute that one step leaves."""

    rate_learning: Annotated[Rows, Variable("L", "1")]
    """Exponent of the learning curve."""

    rate_experience0: Annotated[Rows, Variable("L", "unit")]
    """Own and inherited cumulative output at the common start."""

    mean_cover: Annotated[Rows, Variable("e", "week")]
    """Mean cover of the cohorts that the edge's users aim at."""

    rate_buffer: Annotated[Rows, Variable("1", "1/week")]
    """Part of their gap that holders of a good close in a week."""

    rate_sellers: Annotated[Rows, Variable("1", "1/week")]
    """Part of their gap that makers' plan closes in a week."""

    log_fewest: Annotated[Rows, Variable("g", "1")]
    """Log of the least orders on a route over those that shares give."""

    log_farthest: Annotated[Rows, Variable("g", "1")]
    """Log of the greatest."""

    log_cap: Annotated[Rows, Variable("1", "1")]
    """Log of the greatest price index."""

    rate_cap: Annotated[Rows, Variable("1", "1")]
    """Greatest price index, at least 1."""

    rate_tolerance: Annotated[Rows, Variable("1", "1")]
    """Relative tolerance of the books."""

    rate_range_tolerance: Annotated[Rows, Variable("1", "1")]
    """Tolerance of shares, levels and prices."""
