"""A screening on the terminal: the verdict, its branches, the texts, and the areas not checked."""

from collections.abc import Iterator
from datetime import date

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from outlast.api.condition_words import ScreeningVoice, record_words
from outlast.api.library import Library
from outlast.api.party_files import party_file_line
from outlast.api.record_reach import age_lines
from outlast.api.screen import Screened
from outlast.api.screening_fields import flag_of
from outlast.api.screening_form import cited, deciding_texts
from outlast.api.screening_parties import (
    LaterListing,
    is_same,
    later_listings,
    near_parties,
    shown_parties,
)
from outlast.api.screening_texts import (
    effect_words,
    held_words,
    holds_for_words,
    likeness_words,
)
from outlast.cli.open_lines import branch_lines, missing_lines
from outlast.cli.output import number
from outlast.policy import Policy
from outlast.policy.finding import MeasureFinding
from outlast.policy.name_index import THRESHOLD
from outlast.policy.parties import Candidate
from outlast.policy.verdict import Determination, Verdict
from outlast.present.display.voice import voice
from outlast.present.licence_words import exception_words, serve_sometimes
from outlast.wording import NOTICE

POLICY_WORDS = {policy: voice().say(f"policy.{policy.value}") for policy in Policy}
"""The treatment of an application, in words."""

COLOURS = {
    Verdict.PROHIBITED: "bold red",
    Verdict.LICENCE: "bold yellow",
    Verdict.UNKNOWN: "bold magenta",
    Verdict.NOT_COVERED: "bold magenta",
    Verdict.NOT_CAUGHT: "bold",
}
ATTRIBUTES = (
    ("tpp", "TPP", ""),
    ("performance_density", "performance density", " TPP/mm2"),
    ("memory_bandwidth_gb_s", "memory", " GB/s"),
    ("memory_density_gb_s_mm2", "density", " GB/s per mm2"),
    ("interconnect_gb_s", "interconnect", " GB/s"),
)


def show(screened: Screened, library: Library, shown: Console, today: date) -> None:
    """Show a screening."""
    for line in age_lines(library, today, screened.shipment.on):
        _line(shown, line, 0, "yellow" if line.startswith("Passed") else "dim")
    if library.timeline.parties is not None:
        _line(shown, party_file_line(library.timeline.parties, library), 0, "dim")
    _heading(screened, library, shown)
    found = screened.determination
    for index, line in enumerate(verdict_lines(screened)):
        _line(shown, line, 2, COLOURS[found.verdict] if index == 0 else "")
    if len({branch.treatment for branch in found.branches}) > 1:
        for depth, line in branch_lines(found.branches):
            _line(shown, line, 4 + 2 * depth)
    elif len(screened.items) > 1:
        titles = "; ".join(item.title for item in screened.items)
        _line(shown, _stopped(f"The same for each of: {titles}"), 4)
    for finding in (*found.rules, *found.duties):
        _show_rule(finding, found, library, shown)
    for candidate in shown_parties(screened, library):
        _line(shown, _party_line(candidate, library), 2)
    for later in later_listings(screened, library):
        _line(shown, _later_line(later), 2)
    least = f"{THRESHOLD:.0f} of 100"
    for party, names in near_parties(screened, library).items():
        told = (
            f'No list of this record names "{party}" (a name is shown from a likeness of {least})'
        )
        _line(shown, _stopped(f"{told}; the nearest: {'; '.join(names)}"), 2)
    _unchecked(found, shown)
    _line(shown, NOTICE, 2, "dim")


def verdict_lines(screened: Screened) -> Iterator[str]:
    """Yield the verdict in words, then each reason for which it cannot be told."""
    found = screened.determination
    match found.verdict:
        case Verdict.PROHIBITED:
            yield "Prohibited."
        case Verdict.LICENCE:
            words = POLICY_WORDS[found.policy] if found.policy else "a licence is needed"
            sometimes = serve_sometimes(found.branches)
            instead = exception_words(found.exceptions, voice(), sometimes=sometimes)
            yield _stopped(f"{words[0].upper()}{words[1:]}{instead}")
        case Verdict.NOT_CAUGHT:
            yield "Not caught: no rule of this record catches it."
        case Verdict.NOT_COVERED:
            yield "Not covered: no rule of this record catches it, and the record is silent here."
        case Verdict.UNKNOWN:
            options = list(dict.fromkeys(flag_of(each.attribute) for each in found.missing))
            give = f": give {', or '.join(options)}" if options else ""
            yield f"Cannot be told{give}."
    if screened.nearest:
        yield _stopped(f"The nearest names are: {', '.join(screened.nearest)}")
    if found.after_the_record:
        yield f"The record ends on {found.record_until}; its rules are taken to stand."
    for line in missing_lines(found.missing):
        yield _stopped(f"Not known: {line}")
    if not found.verdict.caught:
        for area in found.uncovered:
            held = "only partly held" if area.extent.value == "partial" else "not held"
            yield _stopped(f"In this record {held}: {area.title}")


def _heading(screened: Screened, library: Library, shown: Console) -> None:
    """Show the shipment in a line, and the numbers that rules test."""
    shipment, names = screened.shipment, library.countries
    there = names[shipment.destination]
    known = f"{names[shipment.origin]} to {there}" if shipment.origin else ""
    way = known or f"to {there}, country of export not known"
    shown.print()
    text = Text(screened.title, style="bold")
    text.append(f", {way}, {shipment.on}, {shipment.end_use.value} use", style="not bold")
    shown.print(text)
    facts = [
        f"{label} {number(value)}{unit}"
        for name, label, unit in ATTRIBUTES
        if isinstance(value := shipment.attributes.get(name), int | float)
    ]
    if facts:
        _line(shown, " · ".join(facts), 0, "dim")
    shown.print()


def _show_rule(
    finding: MeasureFinding, found: Determination, library: Library, shown: Console
) -> None:
    """Show a measure that catches a shipment or makes it dearer, with its texts."""
    words = ScreeningVoice(library, record_words(voice()))
    shown.print()
    _line(shown, f"{finding.measure.title}: {', '.join(finding.caught)}", 2, "bold")
    _line(shown, effect_words(finding, words.voice), 4)
    holds_for = holds_for_words(finding, found, words)
    if holds_for:
        _line(shown, holds_for, 4)
    for reference in deciding_texts(finding):
        _line(shown, cited(reference, library), 4, "dim")
        address = library.ledger.sources[reference.source].url
        if address:
            _line(shown, address, 4, "dim")


def _party_line(candidate: Candidate, library: Library) -> str:
    """Return a listed name that a party may be: score, list, day, and how much of it is held."""
    words = record_words(voice())
    likeness = likeness_words(candidate.score, words, same=candidate.sure)
    return (
        f'"{candidate.query}" may be {candidate.name} ({likeness}): '
        f"{candidate.measure.title}, list of {candidate.since}: {held_words(candidate, words)}; "
        f"{cited(candidate.reference, library)}"
    )


def _later_line(listing: LaterListing) -> str:
    """Return a listed name that a party may be, on a list that holds it only later."""
    likeness = likeness_words(listing.score, record_words(voice()), same=is_same(listing))
    return (
        f'"{listing.query}" may be {listing.name} ({likeness}), which is listed only from '
        f"{listing.since}: {_stopped(listing.title)}"
    )


def _stopped(text: str) -> str:
    """Return a sentence with one full stop; one that a name ends with is enough."""
    return text if text.endswith(".") else f"{text}."


def _unchecked(found: Determination, shown: Console) -> None:
    """Show the areas that were not checked."""
    shown.print()
    titles = [area.title for area in found.not_checked]
    if found.verdict.caught:
        titles = [*(area.title for area in found.uncovered), *titles]
    if titles:
        listed = "; ".join(" ".join(title.split()) for title in titles)
        _line(shown, _stopped(f"Not checked: {listed}"), 2)


def _line(shown: Console, text: str, indent: int, style: str = "") -> None:
    shown.print(Padding(Text(text, style=style), (0, 0, 0, indent)))
