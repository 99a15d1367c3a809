"""The difference of the record between two days: its measures, and the verdicts on its items."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from outlast.api.library import Library
from outlast.api.screen import Screened, screen_item
from outlast.api.screening_form import content, program_version, record_digest
from outlast.errors import InputError, nearest
from outlast.policy import Event, Force
from outlast.policy.finding import Outcome
from outlast.scenario.shipments import Transaction
from outlast.wording import NOTICE


@dataclass(frozen=True)
class VerdictChange:
    """An item on one way, whose treatment differs between the two days."""

    item: str
    title: str
    origin: str | None
    destination: str
    before: Mapping[str, Any]
    """Its screening on the first day, as plain data."""

    after: Mapping[str, Any]
    """Its screening on the second day."""


@dataclass(frozen=True)
class RecordDiff:
    """Everything that changes between two days."""

    first: date
    second: date
    events: tuple[tuple[str, Event], ...]
    """Each event of a measure that bears on the items, after the first day and up to the second,
    with its effect: came, went, suspended, resumed or amended."""

    verdicts: tuple[VerdictChange, ...]
    screened: int
    """The number of items that were screened on both days, each on each of its ways."""


def record_diff(
    library: Library,
    first: date,
    second: date,
    items: Sequence[str] = (),
    destination: str | None = None,
) -> RecordDiff:
    """Return the changes of rules between two days, and of verdicts.

    Args:
        library: The contest.
        first: The earlier day.
        second: The later day.
        items: Names or codes of items; every item of the contest if none is given.
        destination: The country of destination; every country in which an item of the contest is
            made, other than its own, if absent.

    Raises:
        InputError: The days are in the wrong order, or an item or the country is not known.
    """
    if first >= second:
        what = f"{second} does not lie after {first}."
        raise InputError.of(what, "Give the earlier day first.")
    makers = sorted({item.maker_country for item in library.items.values() if item.maker_country})
    places = [library.countries.code(destination)] if destination else makers
    changes: list[VerdictChange] = []
    count, bearing = 0, set[str]()
    for name in items or library.items:
        for place in places:
            found = [_screened(library, name, Transaction(place, day)) for day in (first, second)]
            if any(each.shipment.origin == place for each in found):
                continue
            count += 1
            bearing |= {measure for each in found for measure in _bearing(each)}
            before, after = (content(each, library) for each in found)
            if _treatment(before) != _treatment(after):
                title, origin = before["item"]["title"], before["from"]
                changes.append(VerdictChange(name, title, origin, place, before, after))
    events = tuple(
        (effect, event)
        for effect, event in _events(library, first, second)
        if not items or event.measure.id in bearing
    )
    return RecordDiff(first, second, events, tuple(changes), count)


def _bearing(screened: Screened) -> Iterator[str]:
    """Yield the measures that catch an item or may catch it, those that rest among them."""
    for branch in screened.determination.branches:
        for finding in branch.screening.findings:
            if finding.outcome is not Outcome.MISSES:
                yield finding.measure.id


def _screened(library: Library, name: str, transaction: Transaction) -> Screened:
    """Return the screening of an item; refuse one that nobody knows."""
    found = screen_item(library, name, transaction)
    unknown = not found.items and not found.determination.branches
    if unknown and name not in library.items:
        known = [spelled for item in library.items.values() for spelled in item.names]
        near = f"The nearest are: {', '.join(found.nearest)}." if found.nearest else ""
        cure = near or nearest(name, known)
        raise InputError.of(f'"{name}" is not an item of this record.', cure)
    return found


def _treatment(screening: Mapping[str, Any]) -> tuple[object, object, object]:
    return screening["verdict"], screening["policy"], screening["exceptions"]


def _events(library: Library, first: date, second: date) -> Iterator[tuple[str, Event]]:
    """Yield the events between two days with their effect; expected ones have none."""
    for event in library.timeline.events:
        if first < event.day <= second and not event.expected:
            yield _effect(event), event


def _effect(event: Event) -> str:
    """Return the effect of an event on its measure."""
    if event.what == "amended":
        return "amended"
    status = event.measure.status
    if status[event.day].value is Force.SUSPENDED:
        return "suspended"
    if status[event.day].value is Force.ENDED:
        return "went"
    before = max(
        (day for day in status if day < event.day and not status[day].expected), default=None
    )
    if before is None:
        return "came"
    return "amended" if status[before].value is Force.IN_FORCE else "resumed"


def diff_content(found: RecordDiff, library: Library) -> dict[str, Any]:
    """Return the difference as plain data, the content of the form `outlast/record-diff/1`."""
    return {
        "from": found.first.isoformat(),
        "to": found.second.isoformat(),
        "rules": [rule_row(effect, event, library) for effect, event in found.events],
        "verdicts": [
            {
                "item": each.item,
                "title": each.title,
                "from": each.origin,
                "to": each.destination,
                **{
                    when: {
                        "on": screening["on"],
                        "verdict": screening["verdict"],
                        "policy": screening["policy"],
                        "exceptions": screening["exceptions"],
                        "rules": [rule["id"] for rule in screening["rules"]],
                        "missing": [one["condition"] for one in screening["missing"]],
                    }
                    for when, screening in (("before", each.before), ("after", each.after))
                },
            }
            for each in found.verdicts
        ],
        "screened": found.screened,
        "version": program_version(),
        "digest": record_digest(library),
        "notice": NOTICE,
    }


def rule_row(effect: str, event: Event, library: Library) -> dict[str, Any]:
    """Return an event of the record as one row, with the text that sets it."""
    source = library.ledger.sources[event.reference.source]
    return {
        "day": event.day.isoformat(),
        "change": effect,
        "measure": event.measure.id,
        "title": event.measure.title,
        "side": event.measure.side,
        "switch": event.when.switch if event.when else None,
        "branch": event.when.is_ if event.when else None,
        "citation": f"{source.title}, {event.reference.locator}",
        "address": source.url,
        "note": event.note,
    }
