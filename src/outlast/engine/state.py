"""The State that a week hands to the next, with the Record that a run leaves."""

from typing import Annotated, NamedTuple

from outlast.engine.arrays import DoubleRows, Rows


class State(NamedTuple):
    """The contest at the end of a step; futures last."""

    stock: Annotated[Rows, "ej"]
    """Users' stock, units."""
    sellers: Annotated[Rows, "s"]
    """Sellers' finished stock, units."""
    reserve: Annotated[Rows, "s"]
    """Strategic stock, units."""
    transit_open: Annotated[Rows, "T"]
    """Goods under way, free to all and tied, units."""
    transit_tied: Annotated[Rows, "T"]
    """Goods under way, free to all and tied, units."""
    review1: Annotated[Rows, "qc"]
    """Stages of the licence queue, units."""
    review2: Annotated[Rows, "qc"]
    """Stages of the licence queue, units."""
    ready: Annotated[Rows, "qc"]
    """Stages of the licence queue, units."""
    wait: Annotated[Rows, "r"]
    """Expected wait for a licence, weeks."""
    diverted: Annotated[Rows, "r"]
    """Share of refused orders that the detour takes up."""
    share: Annotated[Rows, "r"]
    """Supplier share."""
    fill: Annotated[Rows, "r"]
    """Smoothed fill."""
    fear: Annotated[Rows, "s"]
    """Expected severity of denial."""
    required: Annotated[Rows, "e"]
    """Expected requirement, units a week."""
    ordered: Annotated[Rows, "s"]
    """Expected orders received, units a week."""
    usable: Annotated[Rows, "p"]
    """Usable share of base capacity."""
    building: Annotated[Rows, "p3"]
    """Capacity under construction, units a week."""
    built: Annotated[Rows, "p"]
    """Capacity added by investment, units a week."""
    hazard: Annotated[Rows, "p"]
    """Cumulated hazard of cancellation."""
    made: Annotated[Rows, "L"]
    """Cumulative good units."""
    thrift: Annotated[Rows, "e"]
    """Short-run intensity."""
    directed_factor: Annotated[Rows, "e"]
    """Factor of directed innovation."""
    spot: Annotated[Rows, "P"]
    """Price index, 1 in the base year."""
    contract: Annotated[Rows, "P"]
    """Price index, 1 in the base year."""
    installed: Annotated[Rows, "hy"]
    """Compute, H100e."""
    smuggled: Annotated[Rows, "s"]
    """Share of the users' stock that came round a rule, where it is told apart."""
    lead: Annotated[Rows, "b"]
    """Drift of the frontier from research lost, log."""
    lost_sales: Annotated[Rows, "b"]
    """Sales lost in the week before, USD a week."""
    mark: Annotated[Rows, "u"]
    """Usable compute on the scenario's date, H100e."""
    cost: Annotated[DoubleRows, "bk"]
    """Cost since `start`, USD: direct, sender, terms of trade, fiscal."""
    ring_s: Annotated[Rows, "xo"]
    """Last service levels, by step modulo the window."""
    spell: Annotated[Rows, "x"]
    """Weeks since the common start at which the time below began, -1 above."""
    armed: Annotated[Rows, "x"]
    """1 once the line has been above its threshold on or after the date."""
    mean_level: Annotated[Rows, "x"]
    """Mean level over the window, after the last step."""
    idle_weeks: Annotated[Rows, "s"]
    """Weeks running in which output stood under a hundredth of its base."""


class Record(NamedTuple):
    """What a future leaves behind. Weeks count from the scenario's date; never is $H + 1$."""

    status: Annotated[Rows, "1"]
    """Code of the worst fault, 0 sound."""
    status_step: Annotated[Rows, "1"]
    """Step of that fault."""
    status_good: Annotated[Rows, "1"]
    """Good of that fault, -1 if none applies."""
    first: Annotated[Rows, "x"]
    """Weeks from the scenario's date to the first break; in the paired run."""
    first_free: Annotated[Rows, "x"]
    """Weeks from the scenario's date to the first break; in the paired run."""
    recovered: Annotated[Rows, "x"]
    """Weeks from the first break to recovery."""
    depth: Annotated[Rows, "x"]
    """Mean level under the threshold, summed over weeks."""
    below: Annotated[Rows, "x"]
    """Weeks under the threshold."""
    since: Annotated[Rows, "x"]
    """Weeks it had been out of breath on the date, 0 if it was not."""
    level0: Annotated[Rows, "x"]
    """Mean level on the date, least after it, at the end."""
    level_least: Annotated[Rows, "x"]
    """Mean level on the date, least after it, at the end."""
    level_end: Annotated[Rows, "x"]
    """Mean level on the date, least after it, at the end."""
    ratio_end: Annotated[Rows, "x"]
    """Usable over need at the end, not capped."""
    first_stop: Annotated[Rows, "u"]
    """First week in which 5 % of users are stopped, since the common start."""
    strict: Annotated[Rows, "i"]
    """First break in the set, weeks from the date."""
    strict_line: Annotated[Rows, "i"]
    """Line that broke first, -1 if none."""
    quorum: Annotated[Rows, "i"]
    """First week in which the quorum is passed."""
    cost: Annotated[DoubleRows, "bk"]
    """Cost from the date to the end, USD, as in State; in the paired run."""
    cost_free: Annotated[DoubleRows, "bk"]
    """Cost from the date to the end, USD, as in State; in the paired run."""
    cover_date: Annotated[Rows, "s4"]
    """Users', sellers', reserve, transit on the date, weeks of expected use, sellers' of orders."""
    spot_date: Annotated[Rows, "P"]
    """Price index on the date; the most after it."""
    contract_date: Annotated[Rows, "P"]
    """Price index on the date; the most after it."""
    spot_most: Annotated[Rows, "P"]
    """Price index on the date; the most after it."""
    installed_date: Annotated[Rows, "hy"]
    """Compute on the date, at the end, H100e."""
    installed_end: Annotated[Rows, "hy"]
    """Compute on the date, at the end, H100e."""
    tally: Annotated[DoubleRows, "f"]
    """Flow over the tally's steps, units."""


class Series(NamedTuple):
    """What is counted over futures for each step from the scenario's date."""

    level: Annotated[Rows, "xd"]
    """Mean level of the line over its window."""
    spot: Annotated[Rows, "Pd"]
    """Spot price index."""
    cover: Annotated[Rows, "sd"]
    """Users' stock, weeks of what users expect to use."""
    met: Annotated[Rows, "sd"]
    """Share of the site's requirement that its users could meet in the step."""
    usable: Annotated[Rows, "ud"]
    """Usable compute, H100e; 0 for other services."""
