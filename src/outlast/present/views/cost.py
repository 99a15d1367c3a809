"""The cost of denial: value added lost by year, bloc by bloc, and by industry, with the range."""

from typing import Any, Final

from outlast.economy.bloc_cost import BlocCost, ContestCost, CostRange
from outlast.economy.cost import contest_cost
from outlast.errors import InputError
from outlast.present.cost import cost_line, country_name, industry_name
from outlast.present.display.caption import caption, stamp
from outlast.present.display.names import bloc_name
from outlast.present.display.theme import SMALL
from outlast.present.display.voice import Voice
from outlast.present.panels import label_axis, panel_title, row_step
from outlast.present.view import Drawn, Look, Row, View, listed, wrapped
from outlast.results import Results

INDUSTRIES: Final = 8
"""Industries that are drawn."""

LABELS: Final = (250, 130)
"""Pixels for the names of rows, wide and narrow."""

TIPS: Final = ("row", "mean", "low", "median", "high")
"""The fields of a row that a reader sees."""

EDGE: Final = 30
"""Pixels at the right of the plots."""


def has_cost(results: Results) -> bool:
    """Return whether the loss of value added of some bloc is computed."""
    found = contest_cost(results)
    return found is not None and any(each.known for each in found.blocs)


def cost(results: Results, voice: Voice) -> View:
    """Return the view of the cost of denial.

    Raises:
        InputError: The contest has no cost.
    """
    found = contest_cost(results)
    if found is None:
        raise InputError("this contest has no table of industries, so that no cost is computed.")
    years = [row for each in found.blocs for row in _years(results, each, voice)]
    industries = [row for each in found.blocs for row in _industries(results, each, voice)]

    def draw(view: View, look: Look) -> Drawn:
        return _drawn(voice, view, look)

    return View(
        name="cost",
        title=voice.say("cost.figure"),
        finding=_finding(results, found, voice),
        data={"cost": [*years, *industries]},
        table=listed(voice, ("panel", *TIPS), [*years, *industries]),
        caption=caption(results, voice),
        stamp=stamp(results),
        draw=draw,
    )


def _finding(results: Results, found: ContestCost, voice: Voice) -> str:
    """Return the line of the first screen, or that nothing is computed."""
    return cost_line(results, found, voice) or voice.say("cost.not-computed")


def _years(results: Results, each: BlocCost, voice: Voice) -> list[Row]:
    """Return the loss of a bloc by year."""
    panel = voice.say("cost.by-year", bloc=bloc_name(results, each.bloc, voice))
    return [
        _row(panel, voice.say("cost.year", n=f"{year.year}"), year.loss_bn) for year in each.years
    ]


def _industries(results: Results, each: BlocCost, voice: Voice) -> list[Row]:
    """Return the industries of a bloc that lose most, or its countries where it has no table."""
    panel = voice.say("cost.by-industry", bloc=bloc_name(results, each.bloc, voice))
    rows = [(industry_name(one, voice), one.loss_bn) for one in each.industries[:INDUSTRIES]]
    if len(each.countries) > 1:
        rows += [(country_name(one, voice), one.loss_bn) for one in each.countries]
    return [_row(panel, name, spent) for name, spent in rows]


def _row(panel: str, name: str, spent: CostRange) -> Row:
    """Return a row: mean and range, billion dollars a year."""
    values = (spent.mean, spent.low, spent.median, spent.high)
    numbers = zip(TIPS[1:], (round(each, 4) for each in values), strict=True)
    return {"panel": panel, "row": name, **dict(numbers)}


def _drawn(voice: Voice, view: View, look: Look) -> Drawn:
    """Draw the range and the mean of each row, a panel for each bloc and kind of row."""
    import altair as alt

    theme, labels = look.theme, LABELS[look.narrow]
    groups = list(dict.fromkeys(str(row["panel"]) for row in view.data["cost"]))
    charts: list[Any] = []
    for group in groups:
        rows = [str(row["row"]) for row in view.data["cost"] if row["panel"] == group]
        base = alt.Chart(alt.NamedData(name="cost")).transform_filter(alt.datum.panel == group)
        y = alt.Y("row:N", sort=rows, axis=label_axis(labels, rows))
        title = wrapped(voice.say("cost.axis"), look.width - labels - EDGE, SMALL)
        axis = alt.Axis(title=title, tickCount=5)
        bar = base.mark_bar(height=8, color=theme.sides[0], opacity=0.25).encode(
            y=y, x=alt.X("low:Q", axis=axis), x2="high:Q"
        )
        dot = base.mark_point(filled=True, size=50, opacity=1, color=theme.sides[0]).encode(
            y=y,
            x="mean:Q",
            tooltip=[alt.Tooltip("row:N"), *(alt.Tooltip(f"{key}:Q") for key in TIPS[1:])],
        )
        layer = alt.layer(bar, dot).properties(
            width=look.width - labels - EDGE,
            height=alt.Step(row_step(labels, rows, 20)),
            title=panel_title(group),
        )
        charts.append(layer)
    return alt.vconcat(*charts, spacing=14).resolve_scale(x="independent")
