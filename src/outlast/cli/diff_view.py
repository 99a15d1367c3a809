"""The answer of `outlast diff`: changes of rules and of verdicts, as tables, JSON or CSV."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from outlast.api.library import Library
from outlast.api.record_diff import RecordDiff, diff_content, record_diff, rule_row
from outlast.api.record_reach import age_lines
from outlast.cli.grid import GridColumn, show_grid
from outlast.cli.output import console, write_csv, write_json
from outlast.cli.streams import say
from outlast.present.record_age import record_end_rows
from outlast.reading.day import local_day
from outlast.wording import NOTICE, counted, long_day

COLUMNS: Final = (
    *("day", "change", "measure", "title", "side", "switch", "branch", "citation", "address"),
    *("item", "from", "to", "verdict_before", "policy_before", "verdict_after", "policy_after"),
    *("exceptions_before", "exceptions_after", "note"),
)
"""The columns of CSV: a row a rule, then a row an item whose verdict changes."""

RULES: Final = (
    GridColumn("Day", whole=True),
    GridColumn("Change", whole=True),
    *(GridColumn("Measure"), GridColumn("Text")),
)
VERDICTS: Final = (
    *(GridColumn("Item"), GridColumn("Way", whole=True)),
    *(GridColumn("Before"), GridColumn("After")),
)


def write_diff(
    library: Library,
    days: tuple[date, date],
    items: Sequence[str],
    destination: str | None,
    form: str,
) -> None:
    """Write the changes between two days.

    Args:
        library: The contest.
        days: The two days.
        items: The items alone that are asked about; all if there is none.
        destination: The destination alone that is asked about.
        form: `json`, `csv`, or `text` for the terminal.
    """
    found = record_diff(library, *days, tuple(items), destination)
    if form == "json":
        end = record_end_rows(library.timeline, local_day())
        write_json("record-diff", {**diff_content(found, library), **end})
        return
    rules = [rule_row(effect, event, library) for effect, event in found.events]
    if form == "csv":
        verdicts = [_verdict_row(each) for each in diff_content(found, library)["verdicts"]]
        write_csv(COLUMNS, [{**dict.fromkeys(COLUMNS), **row} for row in [*rules, *verdicts]])
        for line in (*age_lines(library, local_day()), NOTICE):
            say(line, err=True)
        return
    for line in age_lines(library, local_day()):
        console().print(line)
    _show(found, rules)


def _verdict_row(change: dict[str, Any]) -> dict[str, Any]:
    """Return the change of a verdict as one row of CSV."""
    before, after = change["before"], change["after"]
    return {
        "day": after["on"],
        "change": "verdict",
        "measure": "; ".join(dict.fromkeys([*after["rules"], *before["rules"]])),
        **{name: change[name] for name in ("item", "title", "from", "to")},
        **{f"{name}_before": before[name] for name in ("verdict", "policy")},
        **{f"{name}_after": after[name] for name in ("verdict", "policy")},
        "exceptions_before": "; ".join(before["exceptions"]),
        "exceptions_after": "; ".join(after["exceptions"]),
    }


def _show(found: RecordDiff, rules: list[dict[str, Any]]) -> None:
    """Show the rules and the verdicts as two tables."""
    shown = console()
    shown.print(f"From {long_day(found.first)} to {long_day(found.second)}")
    if rules:
        show_grid(shown, RULES, [_rule_cells(row) for row in rules])
    else:
        shown.print("No rule changed.")
    if found.verdicts:
        shown.print()
        cells = [
            [
                each.title,
                f"{each.origin or '?'} to {each.destination}",
                _treatment(each.before),
                _treatment(each.after),
            ]
            for each in found.verdicts
        ]
        show_grid(shown, VERDICTS, list(cells))
    ways = counted(found.screened, "shipment")
    changed = counted(len(found.verdicts), "verdict")
    shown.print(f"\n{counted(len(rules), 'change')} of rules; {changed} of {ways} changed.")
    shown.print(NOTICE, style="dim")


def _rule_cells(row: dict[str, Any]) -> list[str]:
    """Return the cells of a rule; a question mark marks an entry that hangs on a switch."""
    mark = f" if {row['switch']} {row['branch']}" if row["switch"] else ""
    place = f" {row['address']}" if row["address"] else ""
    change = f"{row['change']}{' ?' if mark else ''}"
    return [row["day"], change, f"{row['title']}{mark}", f"{row['citation']}{place}"]


def _treatment(screening: Any) -> str:  # noqa: ANN401  plain data
    """Return verdict and policy in one cell."""
    policy = f", {screening['policy']}" if screening["policy"] else ""
    exceptions = f" ({', '.join(screening['exceptions'])})" if screening["exceptions"] else ""
    return f"{screening['verdict']}{policy}{exceptions}"
