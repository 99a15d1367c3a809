"""The view of a loss in a network of industries: the loss, its path, industries, alternatives."""

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from outlast.cli.grid import GridColumn, show_grid
from outlast.present.network_words import (
    STATES,
    changed_line,
    industry_name,
    one,
    table_name,
    value,
    worst_line,
)

if TYPE_CHECKING:
    from rich.console import Console

    from outlast.economy.network.network_loss import NetworkLoss, NetworkOutcome
    from outlast.present.display.voice import Voice

SHOWN: Final = 8
"""Industries that are listed."""

SPANS: Final = 8
"""Parts of the path."""

NAMES: Final = {
    "half-cover": "network.half-cover",
    "double-cover": "network.double-cover",
    "firms-first": "network.firms-first",
    "all-non-critical": "network.all-non-critical",
    "all-half-critical": "network.all-half-critical",
    "all-critical": "network.all-critical",
    "threshold-0.5": "network.threshold-0.5",
    "fixed-sellers": "network.fixed-sellers",
}
"""The alternatives in words."""

RULES: Final = {"inventories": "network.rules-inventories", "ario": "network.rules-ario"}
LENGTHS: Final = {"week": "network.length-week", "day": "network.length-day"}
SPANNED: Final = {"week": "network.week", "day": "network.day"}
ASSUMED: Final = {"week": "network.assumed-week", "day": "network.assumed-day"}
CLASSES: Final = {
    "critical": "network.critical",
    "half-critical": "network.half-critical",
    "non-critical": "network.non-critical",
}


def show(found: "NetworkLoss", words: "Voice", shown: "Console") -> None:
    """Show a loss at any width."""
    asked = found.asked
    several = found.region_count > 1
    shown.print(
        words.say(
            "network.title",
            title=table_name(found, words),
            industries=words.say("network.industries", n=found.industry_count),
            regions=words.say("network.regions", n=found.region_count) if several else "",
            length=words.say(LENGTHS[asked.step], n=asked.steps),
            rules=words.say(RULES[asked.rules]),
        )
    )
    for text in asked.events:
        shown.print(words.say("network.of-events", text=text), style="dim", markup=False)
    for text in asked.routes:
        shown.print(words.say("network.of-routes", text=text), style="dim", markup=False)
    for text in asked.capital:
        shown.print(words.say("network.of-capital", text=text), style="dim", markup=False)
    shown.print(changed_line(found, words))
    shown.print(worst_line(found, words))
    _show_warning(found, words, shown)
    shown.print()
    _show_path(found, words, shown)
    shown.print()
    _show_industries(found, words, shown)
    _show_alternatives(found, words, shown)
    _show_notes(found, words, shown)


def _show_warning(found: "NetworkLoss", words: "Voice", shown: "Console") -> None:
    """Say so when the rules, not the events, make the loss, and name the remedies that were run."""
    state = found.outcome.state
    if state not in STATES:
        return
    cures = [
        words.say(
            "network.cure", name=words.say(NAMES[each.name]), change=value(each.outcome.change)
        )
        for each in found.alternatives
        if each.outcome.state not in STATES and each.name != "all-non-critical"
    ]
    if cures:
        closing = words.say("network.cured", cures=words.say("network.or").join(cures))
    elif found.alternatives:
        closing = words.say("network.anyway")
    else:
        closing = words.say("network.try")
    shown.print(words.say(STATES[state][1]) + closing, style="yellow")


def _show_path(found: "NetworkLoss", words: "Voice", shown: "Console") -> None:
    """Show the change in spans of steps."""
    count = len(found.path)
    ends = sorted({round(count * at / SPANS) for at in range(SPANS + 1)})
    year = found.value_added / (365 if found.asked.step == "day" else 52)
    rows: list[list[str]] = []
    for start, end in pairwise(ends):
        change = sum(found.path[start:end])
        share = change / (year * (end - start)) if year else 0.0
        span = words.say("network.span", start=f"{start}", end=f"{end - 1}")
        rows.append([span, value(change), f"{100 * share:+.2f}"])
    columns = [
        GridColumn(words.say(SPANNED[found.asked.step])),
        GridColumn(words.say("network.change"), right=True),
        GridColumn(words.say("network.of-added"), right=True),
    ]
    show_grid(shown, columns, rows)


def _show_industries(found: "NetworkLoss", words: "Voice", shown: "Console") -> None:
    """Show the industries that lose most."""
    columns = [
        GridColumn(words.say("network.industry")),
        GridColumn(words.say("network.change"), right=True),
        GridColumn(words.say("network.direct"), right=True),
    ]
    rows = [
        [industry_name(each, words), value(each.change), value(each.direct) if each.direct else "–"]
        for each in found.industries[:SHOWN]
        if each.change < 0
    ]
    show_grid(shown, columns, rows)


def _show_alternatives(found: "NetworkLoss", words: "Voice", shown: "Console") -> None:
    """Show the same events under other assumptions."""
    if not found.alternatives:
        return
    shown.print()
    columns = [
        GridColumn(words.say("network.same")),
        GridColumn(words.say("network.change"), right=True),
        GridColumn(words.say("network.times"), right=True),
        GridColumn(""),
    ]
    rows = [_alternative(words.say("network.stands"), found.outcome, words)]
    rows += [
        _alternative(words.say(NAMES[each.name]), each.outcome, words)
        for each in found.alternatives
    ]
    show_grid(shown, columns, rows)


def _alternative(name: str, outcome: "NetworkOutcome", words: "Voice") -> list[str]:
    """Return the cells of one assumption."""
    times = "–" if outcome.times is None else one(outcome.times)
    state = words.say(STATES[outcome.state][0]) if outcome.state in STATES else ""
    return [name, value(outcome.change), times, state]


def _show_notes(found: "NetworkLoss", words: "Voice", shown: "Console") -> None:
    """Show the assumptions that the loss rests on."""
    asked = found.asked
    lines = [
        words.say(ASSUMED[asked.step], cover=f"{asked.cover:g}", restocking=f"{asked.restocking:g}")
    ]
    if found.assumed:
        lines.append(words.say("network.curated", n=found.assumed))
    elif asked.rules != "ario":
        lines.append(words.say("network.uniform", inputs=words.say(CLASSES[asked.inputs])))
    if found.negative:
        lines.append(
            words.say("network.negative", names=words.say("list.comma").join(found.negative[:3]))
        )
    shown.print()
    for line in lines:
        shown.print(line, style="dim")
