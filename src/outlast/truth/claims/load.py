"""Reading claims: shipped ones and a user's own, with every problem at its line."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

from outlast.errors import DataError, InputError, Problem, Problems, nearest
from outlast.facts import Ledger
from outlast.policy import Timeline
from outlast.reading import DATA, Document, Place, parts, read_placed
from outlast.scenario.load import scenario_file
from outlast.truth.claims.evaluate import Asked, NoRuns
from outlast.truth.claims.model import Claim, Trial
from outlast.truth.claims.query import (
    Belongs,
    ContextQuery,
    ItemNumber,
    Life,
    Moves,
    Query,
    Run,
    ShipmentQuery,
)
from outlast.truth.claims.verdict import try_out
from outlast.world import Item
from outlast.world.items import find_item

SHELF: Final = DATA / "claims"
"""The folder of shipped claims."""

Finding: TypeAlias = tuple[Place, str, str]
"""Where in a file something is wrong, what, and what would be right."""


@dataclass(frozen=True)
class Known:
    """What a claim may name."""

    ledger: Ledger
    items: Mapping[str, Item]
    timeline: Timeline


def load_claims(folder: Path, known: Known) -> dict[str, Claim]:
    """Return the claims of a folder, by list and place.

    Raises:
        DataError: All problems of all files.
    """
    problems = Problems()
    found = [read_claim(file, known, problems) for file in sorted(folder.glob("*.yaml"))]
    problems.stop_if_any(DataError)
    claims = [claim for claim in found if claim is not None]
    claims.sort(key=lambda claim: (claim.list, claim.order, claim.id))
    return {claim.id: claim for claim in claims}


def load_claim(file: Path, known: Known) -> Claim:
    """Return a user's own claim.

    Raises:
        InputError: All problems of the file.
    """
    problems = Problems()
    claim = read_claim(file, known, problems)
    problems.stop_if_any(InputError)
    if claim is None:
        raise InputError(f'"{file}" cannot be read.')
    return claim


def find_claim(name: str, claims: Mapping[str, Claim]) -> Claim:
    """Return a claim by its id.

    Raises:
        InputError: No claim has it; the nearest known one is named.
    """
    if name not in claims:
        cure = nearest(name, list(claims))
        raise InputError([Problem("", 0, f'"{name}" is not a claim.', cure)])
    return claims[name]


def read_claim(file: Path, known: Known, problems: Problems) -> Claim | None:
    """Return the claim of a file, or note every problem with its line."""
    read = read_placed(file, "claim", Claim, problems)
    if read is None:
        return None
    claim, document = read
    if claim.id != file.stem:
        cure = f'Its name asks for "{file.stem}".'
        problems.add(document.file, document.line(("id",)), f'says id "{claim.id}".', cure)
    findings = list(_findings(claim, known, file.parent))
    _note(findings, document, problems)
    if not findings:
        _note(_measures(claim, known), document, problems)
    return claim


def _note(findings: Sequence[Finding] | Iterator[Finding], at: Document, to: Problems) -> None:
    for path, what, cure in findings:
        to.add(at.file, at.line(path), what, cure)


def _findings(claim: Claim, known: Known, beside: Path) -> Iterator[Finding]:
    """Yield every name in a claim that nothing has."""
    yield from _unknown(claim.made.source, "a source", known.ledger.sources, ("made", "source"))
    for path, part in parts(claim):
        match part:
            case Query():
                yield from _keys(part, known, path)
            case ItemNumber():
                yield from _item(part.name, known, (*path, "name"))
            case Belongs():
                yield from _item(part.item, known, (*path, "item"))
                said = known.ledger.statements
                yield from _unknown(part.statement, "a statement", said, (*path, "statement"))
            case ShipmentQuery():
                yield from _item(part.item, known, (*path, "item"))
            case Life():
                measures = known.timeline.measures
                yield from _unknown(part.measure, "a measure", measures, (*path, "measure"))
            case ContextQuery():
                rows = [row.row for row in known.timeline.context]
                yield from _unknown(part.row, "a row of the context", rows, (*path, "row"))
            case Moves():
                yield from _unknown(part.side, "a side", known.timeline.sides, (*path, "side"))
                for name in part.measures:
                    measures = known.timeline.measures
                    yield from _unknown(name, "a measure", measures, (*path, "measures"))
            case Run():
                yield from _scenarios(part, path, beside)
            case _:
                pass


def _keys(query: Query, known: Known, path: Place) -> Iterator[Finding]:
    if query.fact is not None:
        yield from _unknown(query.fact, "a fact", known.ledger.facts, (*path, "fact"))
    if query.gap is not None:
        yield from _unknown(query.gap, "a gap", known.ledger.gaps, (*path, "gap"))


def _item(name: str, known: Known, path: Place) -> Iterator[Finding]:
    try:
        find_item(name, known.items)
    except InputError as refusal:
        yield path, refusal.problems[0].what, refusal.problems[0].cure


def _scenarios(run: Run, path: Place, beside: Path) -> Iterator[Finding]:
    for key in ("scenario", "than"):
        name = getattr(run, key)
        if name is None:
            continue
        try:
            file = scenario_file(name)
        except InputError as refusal:
            problem = refusal.problems[0]
            yield (*path, key), problem.what, problem.cure
            continue
        if not file.is_file() and not (beside / file).is_file():
            yield (*path, key), f'the file "{name}" does not exist.', ""


def _unknown(name: str, what: str, known: Collection[str], path: Place) -> Iterator[Finding]:
    if name not in known:
        yield path, f'"{name}" is not {what}.', nearest(name, list(known))


def _measures(claim: Claim, known: Known) -> Iterator[Finding]:
    """Yield every test whose query does not measure what its unit says; runs are not made."""
    asked = Asked(known.ledger, known.items, known.timeline, NoRuns())
    for part, value in claim.parts.items():
        for name, trial in value.tests.items():
            refusal = _refusal(trial, asked)
            if refusal:
                yield ("parts", part, "tests", name, "query"), refusal, ""


def _refusal(trial: Trial, asked: Asked) -> str:
    """Return why a test cannot be tried, or nothing."""
    try:
        try_out("", trial, asked)
    except (ValueError, InputError) as refusal:
        return str(refusal)
    return ""
