"""Entries of the policy record as rows: chosen by day, side, measure and good."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from outlast.api.library import Library
from outlast.errors import InputError, nearest
from outlast.facts import Ledger
from outlast.policy import Event, Timeline

COLUMNS: Final = (
    *("day", "announced", "side", "event", "measure", "title", "instrument", "actor"),
    *("switch", "branch", "expected", "evidence", "source", "locator", "citation", "url", "note"),
)
"""The columns of a row."""


@dataclass(frozen=True)
class EventChoice:
    """The entries that are asked for; None leaves a choice open."""

    begin: date | None = None
    end: date | None = None
    side: str | None = None
    measure: str | None = None
    good: str | None = None


def timeline_rows(
    library: Library, chosen: EventChoice, *, context: bool = False
) -> list[dict[str, object]]:
    """Return the entries of the record, in the order of their days.

    Args:
        library: The contest.
        chosen: The entries that are asked for.
        context: Also rows that act on no modelled good.
    """
    record, begin, end = library.timeline, chosen.begin, chosen.end
    events = [
        event
        for event in record.events
        if (begin is None or event.day >= begin)
        and (end is None or event.day <= end)
        and chosen.side in (None, event.measure.side)
        and chosen.measure in (None, event.measure.id)
        and (chosen.good is None or chosen.good in event.measure.acts_on)
    ]
    rows = [_row(event, library.ledger) for event in events]
    if context:
        rows += [row for row in _context(record, begin, end) if chosen.side in (None, row["side"])]
        rows.sort(key=lambda row: str(row["day"]))
    return rows


def check_names(library: Library, side: str | None, measure: str | None, good: str | None) -> None:
    """Refuse a side, a measure or a good that the contest does not have."""
    record = library.timeline
    if side is not None and side not in record.sides:
        cure = nearest(side, list(record.sides))
        raise InputError.of(f'"{side}" is not a side.', cure)
    if measure is not None:
        record.measure(measure)
    if good is not None:
        acted_on = {each for one in record.measures.values() for each in one.acts_on}
        if good not in acted_on:
            known = sorted(acted_on | set(library.world.world.goods))
            if good not in known:
                raise InputError.of(f'"{good}" is not a good.', nearest(good, known))
            raise InputError.of(f'no measure acts on "{good}".')


def _row(event: Event, ledger: Ledger) -> dict[str, object]:
    source = ledger.sources[event.reference.source]
    return {
        "day": event.day,
        "announced": event.announced,
        "side": event.measure.side,
        "event": event.what,
        "measure": event.measure.id,
        "title": event.measure.title,
        "instrument": event.measure.instrument.value,
        "actor": event.measure.actor,
        "switch": event.when.switch if event.when else None,
        "branch": event.when.is_ if event.when else None,
        "expected": event.expected,
        "evidence": event.measure.evidence.value,
        "source": event.reference.source,
        "locator": event.reference.locator,
        "citation": source.title,
        "url": source.url,
        "note": event.note,
    }


def _context(record: Timeline, begin: date | None, end: date | None) -> Iterator[dict[str, object]]:
    """Yield the rows of the record that act on no modelled good."""
    for row in record.context:
        day = row.effective or row.announced
        if (begin and day < begin.isoformat()) or (end and day > end.isoformat()):
            continue
        yield {
            **dict.fromkeys(COLUMNS),
            "day": day,
            "announced": row.announced,
            "side": row.side,
            "event": "context",
            "measure": row.row,
            "title": row.title,
            "actor": row.actor,
            "expected": False,
            "evidence": row.evidence.value,
            "citation": row.citation,
            "url": row.url,
            "note": row.note,
        }
