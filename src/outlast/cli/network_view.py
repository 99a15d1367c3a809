"""The view of a loss in a network of industries: the loss, its path, industries, alternatives."""

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from outlast.cli.grid import GridColumn, show_grid
from outlast.wording import counted

if TYPE_CHECKING:
    from rich.console import Console

    from outlast.economy.network.network_loss import NetworkLoss, NetworkOutcome

SHOWN: Final = 8
"""Industries that are listed."""

SPANS: Final = 8
"""Parts of the path."""

STATES: Final = {
    "spread": "",
    "cascade": "cascade",
    "collapse": "collapse",
    "aborted": "ends early",
}

NAMES: Final = {
    "half-cover": "half the inventories",
    "double-cover": "twice the inventories",
    "firms-first": "firms are served before final uses",
    "all-non-critical": "no input is critical",
    "all-half-critical": "every input is half-critical",
    "all-critical": "every input is critical",
    "threshold-0.5": "inputs bind below half their stock",
    "fixed-sellers": "orders keep to their sellers",
}
"""The alternatives in words."""


def show(found: "NetworkLoss", shown: "Console") -> None:
    """Show a loss at any width."""
    asked, outcome = found.asked, found.outcome
    regions = f" in {counted(found.region_count, 'region')}" if found.region_count > 1 else ""
    shown.print(
        f"{found.title}: {counted(found.industry_count, 'industry', 'industries')}{regions}, "
        f"{counted(asked.steps, asked.step)}, rules {asked.rules}."
    )
    for kind in ("events", "routes", "capital"):
        for text in getattr(asked, kind):
            shown.print(f"  {kind.removesuffix('s')} {text}", style="dim", markup=False)
    times = "" if outcome.times is None else f", {outcome.times:.1f} times"
    direct = f"; direct {_value(outcome.direct)}{times}" if outcome.direct else ""
    shown.print(
        f"Change of value added, {found.unit}: {_value(outcome.change)} "
        f"({100 * found.share_of_year:+.2f} % of a year){direct}."
    )
    shown.print(
        f"Worst {asked.step} {outcome.worst_step}: {100 * outcome.worst_share:+.1f} %; "
        f"last {asked.step}: {100 * outcome.last_share:+.1f} %."
    )
    _show_warning(found, shown)
    shown.print()
    _show_path(found, shown)
    shown.print()
    _show_industries(found, shown)
    _show_alternatives(found, shown)
    _show_notes(found, shown)


def _show_warning(found: "NetworkLoss", shown: "Console") -> None:
    """Say so when the rules, not the events, make the loss, and name the remedies that were run."""
    state = found.outcome.state
    if state == "spread":
        return
    opening = {
        "cascade": "A cascade: the loss is many times the direct one, and inventories decide it.",
        "collapse": "A collapse: the rules, not the events, stop most of the economy.",
        "aborted": "An inventory fell below nothing: BoARIO would end this run.",
    }[state]
    cures = [
        f"{NAMES[each.name]} ({_value(each.outcome.change)})"
        for each in found.alternatives
        if each.outcome.state == "spread" and each.name != "all-non-critical"
    ]
    if cures:
        closing = f" It does not come about if {'; or if '.join(cures)}."
    elif found.alternatives:
        closing = " It comes about under each of the other assumptions below, too."
    else:
        closing = " Try more --cover, --rationing firms-first, or --inputs half-critical."
    shown.print(opening + closing, style="yellow")


def _show_path(found: "NetworkLoss", shown: "Console") -> None:
    """Show the change in spans of steps."""
    count = len(found.path)
    ends = sorted({round(count * at / SPANS) for at in range(SPANS + 1)})
    year = found.value_added / (365 if found.asked.step == "day" else 52)
    rows: list[list[str]] = []
    for start, end in pairwise(ends):
        change = sum(found.path[start:end])
        share = change / (year * (end - start)) if year else 0.0
        rows.append([f"{start} to {end - 1}", _value(change), f"{100 * share:+.2f}"])
    columns = [GridColumn(f"{found.asked.step}s"), GridColumn("change", right=True)]
    show_grid(shown, [*columns, GridColumn("% of value added", right=True)], rows)


def _show_industries(found: "NetworkLoss", shown: "Console") -> None:
    """Show the industries that lose most."""
    columns = [GridColumn("industry"), GridColumn("change", right=True)]
    rows = [
        [
            each.title if each.title == each.code else f"{each.title} ({each.code})",
            _value(each.change),
            _value(each.direct) if each.direct else "–",
        ]
        for each in found.industries[:SHOWN]
        if each.change < 0
    ]
    show_grid(shown, [*columns, GridColumn("direct", right=True)], rows)


def _show_alternatives(found: "NetworkLoss", shown: "Console") -> None:
    """Show the same events under other assumptions."""
    if not found.alternatives:
        return
    shown.print()
    columns = [GridColumn("the same events, if"), GridColumn("change", right=True)]
    rows = [_alternative("as it stands", found.outcome)]
    rows += [_alternative(NAMES[each.name], each.outcome) for each in found.alternatives]
    show_grid(shown, [*columns, GridColumn("times direct", right=True), GridColumn("")], rows)


def _alternative(name: str, outcome: "NetworkOutcome") -> list[str]:
    """Return the cells of one assumption."""
    times = "–" if outcome.times is None else f"{outcome.times:.1f}"
    return [name, _value(outcome.change), times, STATES[outcome.state]]


def _show_notes(found: "NetworkLoss", shown: "Console") -> None:
    """Show the assumptions that the loss rests on."""
    asked = found.asked
    lines = [
        f"Assumed: inventories of {asked.cover:g} {asked.step}s, refilled in {asked.restocking:g}."
    ]
    if found.assumed:
        lines.append(
            f"{found.assumed} rules say which inputs stop production and which cannot be stored; "
            "nobody publishes them: each is assumed, with its reason, beside the table."
        )
    elif asked.rules != "ario":
        lines.append(f"Every input is {asked.inputs}: assumed.")
    if found.negative:
        lines.append(
            f"Value added is negative in {', '.join(found.negative[:3])}: less output there "
            "counts as a gain."
        )
    shown.print()
    for line in lines:
        shown.print(line, style="dim")


def _value(value: float) -> str:
    """Return a value with three or more digits, and zero without a sign."""
    digits = 2 if abs(value) < 100 else 0  # noqa: PLR2004  three digits
    return f"{round(value, digits) + 0.0:,.{digits}f}"
