"""The State that a week hands to the next, with the Record and the Series that a run leaves."""

from typing import Annotated, NamedTuple

from outlast.engine.arrays import DoubleRows, Rows, Variable
from outlast.engine.codes import STAGES, STOCK_PLACES


class State(NamedTuple):
    """The contest at the end of a step; futures last."""

    stock: Annotated[Rows, Variable("ej", "unit", symbol="M_{ej}")]
    """Stock of a cohort of users."""

    sellers: Annotated[Rows, Variable("s", "unit", symbol="F_s")]
    """Finished stock of sellers."""

    reserve: Annotated[Rows, Variable("s", "unit")]
    """Strategic stock of the state."""

    transit_open: Annotated[Rows, Variable("T", "unit")]
    """Goods on their way that all classes may use, by slot of the transit ring."""

    transit_tied: Annotated[Rows, Variable("T", "unit")]
    """Goods on their way that the defence class may not use, by slot of the transit ring."""

    review1: Annotated[Rows, Variable("qc", "unit", symbol="v^1")]
    """Applications in the first stage of the licence queue."""

    review2: Annotated[Rows, Variable("qc", "unit", symbol="v^2")]
    """Applications in the second stage of the licence queue."""

    ready: Annotated[Rows, Variable("qc", "unit", symbol="B")]
    """Applications that are reviewed and wait for room under the ceiling."""

    wait: Annotated[Rows, Variable("r", "week")]
    """Expected wait for a licence."""

    diverted: Annotated[Rows, Variable("r", "1", symbol="R_r")]
    """Share of refused orders that the detour takes up."""

    share: Annotated[Rows, Variable("r", "1", symbol="W_r")]
    """Share of the destination's orders that the route receives."""

    arbitrage: Annotated[Rows, Variable("r", "1", symbol=r"\ln a_r")]
    """Log of orders on the route over those that shares give, as its price gap has moved them."""

    fill: Annotated[Rows, Variable("r", "1", symbol=r"\phi_r")]
    """Smoothed share of the route's orders that are filled."""

    fear: Annotated[Rows, Variable("s", "1", symbol="E_s")]
    """Severity of denial that the users of the site expect."""

    required: Annotated[Rows, Variable("e", "unit/week", symbol=r"\hat q_e")]
    """Expected requirement."""

    ordered: Annotated[Rows, Variable("s", "unit/week", symbol=r"\hat o_s")]
    """Orders that sellers expect to receive."""

    usable: Annotated[Rows, Variable("p", "1")]
    """Usable share of base capacity; over 1 where a high price brings more out of the same ore."""

    building: Annotated[Rows, Variable(f"p{STAGES}", "unit/week")]
    """Capacity in each stage of construction."""

    built: Annotated[Rows, Variable("p", "unit/week")]
    """Capacity that investment has added."""

    lifted: Annotated[Rows, Variable("p", "1", symbol="A_p")]
    """Log growth of base capacity that tools have brought."""

    project_lifted: Annotated[Rows, Variable("n", "1", symbol="A_n")]
    """Log growth of a project past its ramp that tools have brought."""

    hazard: Annotated[Rows, Variable("p", "1", symbol="H_p")]
    """Cumulated hazard of cancellation."""

    made: Annotated[Rows, Variable("L", "unit", symbol="Q_p")]
    """Cumulative good units of a learner."""

    thrift: Annotated[Rows, Variable("e", "1", symbol=r"\theta_e")]
    """Short-run intensity over base intensity."""

    directed_factor: Annotated[Rows, Variable("e", "1", symbol="A_e")]
    """Factor by which directed innovation has lowered intensity."""

    spot: Annotated[Rows, Variable("s", "1", symbol="P^s")]
    """Spot price index, 1 in the base year."""

    contract: Annotated[Rows, Variable("s", "1", symbol="P^c")]
    """Contract price index, 1 in the base year."""

    usual: Annotated[Rows, Variable("s", "1", symbol=r"\ln P^u")]
    """Log of the price index that holders of the good take for usual."""

    installed: Annotated[Rows, Variable("hy", "H100e", symbol="C_{hy}")]
    """Installed compute of a holding under a performance profile."""

    smuggled: Annotated[Rows, Variable("s", "1", symbol=r"\sigma_s")]
    """Share of the users' stock that was smuggled, at sites where it is followed."""

    lead: Annotated[Rows, Variable("b", "1")]
    """Log drift of a bloc's frontier from research lost."""

    lost_sales: Annotated[Rows, Variable("b", "USD/week")]
    """Sales that the bloc's own controls lost in the week before."""

    kept_out: Annotated[Rows, Variable("b", "1", symbol=r"\kappa^{in}_b")]
    """Share of the bloc's purchases of foreign makers' chips that denial kept out a week before."""

    mark: Annotated[Rows, Variable("u", "H100e")]
    """Usable compute of a service on the scenario's date."""

    cost: Annotated[DoubleRows, Variable("bk", "USD")]
    """Cost of a bloc since `start`, by block: 0 direct, 1 sender, 2 terms of trade, 3 fiscal."""

    short: Annotated[DoubleRows, Variable("KE", "week")]
    """Forced shortfall of a service in each year since `start`, in weeks of its whole need."""

    ring_s: Annotated[Rows, Variable("xo", "1")]
    """Last levels of a line, by step modulo its window."""

    spell: Annotated[Rows, Variable("x", "week")]
    """Week, since the common start, in which the line last broke; -1 while it is above."""

    armed: Annotated[Rows, Variable("x")]
    """1 once the line has been above its threshold on or after the date: it can break newly."""

    mean_level: Annotated[Rows, Variable("x", "1", symbol=r"\bar s_x")]
    """Mean level over the window, after the last step."""

    idle_weeks: Annotated[Rows, Variable("s", "week")]
    """Weeks in a row in which output was under a hundredth of its base."""


class Record(NamedTuple):
    """The outcome of one future. Weeks count from the scenario's date; never is $H + 1$."""

    status: Annotated[Rows, Variable("1")]
    """Code of the worst fault, 0 for a sound future."""

    status_step: Annotated[Rows, Variable("1", "step")]
    """Step of that fault, -1 for none."""

    status_good: Annotated[Rows, Variable("1")]
    """Good of that fault, -1 if it concerns none."""

    first: Annotated[Rows, Variable("x", "week", symbol="T")]
    """Time of the first break from the date; 0 if the line is short on it."""

    first_ever: Annotated[Rows, Variable("x", "week")]
    """Time of the first break since the common start; below 0 if it lies before the date."""

    first_new: Annotated[Rows, Variable("x", "week")]
    """Time of the first new break: a line that is short on the date counts once it is above."""

    first_free: Annotated[Rows, Variable("x", "week")]
    """Time of the first break from the date in the paired run without denial."""

    first_ever_free: Annotated[Rows, Variable("x", "week")]
    """Time of the first break since the common start in the paired run without denial."""

    first_new_free: Annotated[Rows, Variable("x", "week")]
    """Time of the first new break in the paired run without denial."""

    recovered: Annotated[Rows, Variable("x", "week", symbol="R")]
    """Time from the first break to recovery, from the date if the line is short on it."""

    depth: Annotated[Rows, Variable("x", "week")]
    """Shortfall of the mean level under the threshold, summed over weeks."""

    below: Annotated[Rows, Variable("x", "week")]
    """Time under the threshold."""

    since: Annotated[Rows, Variable("x", "week")]
    """Time for which the line had been under its threshold on the date, 0 if it was not."""

    level0: Annotated[Rows, Variable("x", "1")]
    """Mean level on the date."""

    level_least: Annotated[Rows, Variable("x", "1")]
    """Least mean level after the date."""

    level_end: Annotated[Rows, Variable("x", "1")]
    """Mean level at the end."""

    ratio_end: Annotated[Rows, Variable("x", "1")]
    """Usable compute over need, or served over need, at the end; it may exceed 1."""

    first_stop: Annotated[Rows, Variable("u", "week")]
    """First week in which 5 % of users are stopped, since the common start."""

    strict: Annotated[Rows, Variable("i", "week")]
    """Time at which the first line of the set breaks, from the date."""

    strict_ever: Annotated[Rows, Variable("i", "week")]
    """That time since the common start; below 0 if it lies before the date."""

    strict_new: Annotated[Rows, Variable("i", "week")]
    """That time of new breaks only."""

    strict_line: Annotated[Rows, Variable("i")]
    """Line of the set that breaks first, -1 for none."""

    quorum: Annotated[Rows, Variable("i", "week")]
    """First week in which the set passes its quorum; 0 if it is past it on the date."""

    quorum_ever: Annotated[Rows, Variable("i", "week")]
    """That week since the common start; below 0 if it lies before the date."""

    quorum_new: Annotated[Rows, Variable("i", "week")]
    """That week without the lines that are short on the date, until they are above."""

    cost: Annotated[DoubleRows, Variable("bk", "USD")]
    """Cost of a bloc from the date to the end, by block as in State."""

    cost_free: Annotated[DoubleRows, Variable("bk", "USD")]
    """That cost in the paired run without denial."""

    short: Annotated[DoubleRows, Variable("KE", "week")]
    """Forced shortfall of a service in each year from the date, in weeks of its whole need."""

    short_free: Annotated[DoubleRows, Variable("KE", "week")]
    """That shortfall in the paired run without denial."""

    cover_date: Annotated[Rows, Variable(f"s{STOCK_PLACES}", "week")]
    """Stock on the date: 0 with users, 2 in the reserve and 3 in transit, in weeks of expected use;
    1 with sellers, in weeks of expected orders; at most 5,200, a hundred years."""

    spot_date: Annotated[Rows, Variable("s", "1")]
    """Spot price index on the date."""

    contract_date: Annotated[Rows, Variable("s", "1")]
    """Contract price index on the date."""

    spot_most: Annotated[Rows, Variable("s", "1")]
    """Greatest spot price index after the date."""

    installed_date: Annotated[Rows, Variable("hy", "H100e")]
    """Installed compute on the date."""

    installed_end: Annotated[Rows, Variable("hy", "H100e")]
    """Installed compute at the end."""

    tally: Annotated[DoubleRows, Variable("f", "unit")]
    """Flow over the steps of the tally."""


class Series(NamedTuple):
    """Values for each step from the scenario's date that are counted over all futures."""

    level: Annotated[Rows, Variable("xd", "1", symbol=r"\bar s_x")]
    """Mean level of the line over its window."""

    spot: Annotated[Rows, Variable("sd", "1", symbol="P^s")]
    """Spot price index, 1 in the base year."""

    cover: Annotated[Rows, Variable("sd", "week")]
    """Users' stock, in weeks of their expected use."""

    met: Annotated[Rows, Variable("sd", "1")]
    """Share of the site's requirement that its users could meet in the step."""

    usable: Annotated[Rows, Variable("ud", "H100e")]
    """Usable compute of the service; 0 for services without compute."""
