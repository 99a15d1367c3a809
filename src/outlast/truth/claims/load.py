"""Reading claims: those of a contest, or a file of one's own, with every problem at its line."""

from collections.abc import Mapping
from pathlib import Path

from outlast.errors import DataError, InputError, Problems, nearest
from outlast.facts.units import CONTEXT
from outlast.reading import (
    Finding,
    Findings,
    Place,
    collect,
    each_unknown,
    layered,
    read_placed,
    unknown,
)
from outlast.reading.parts import parts
from outlast.scenario.contest import is_shipped
from outlast.scenario.locate import is_path, locate
from outlast.truth.claims.evaluate import ClaimInputs, Evaluator
from outlast.truth.claims.model import Assertion, Claim, ClaimTest
from outlast.truth.claims.query import (
    OPERATIONS,
    ContextQuery,
    GroupQuery,
    ItemQuery,
    MeasureQuery,
    MovesQuery,
    Query,
    RunQuery,
    ShipmentQuery,
)
from outlast.truth.claims.verdict import apply_test
from outlast.world.items import find_item


def load_claims(inputs: ClaimInputs) -> dict[str, Claim]:
    """Return the claims of a contest, by list and position.

    A claim of a folder that is laid over the contest replaces the contest's claim of the same id.

    Raises:
        DataError: All problems of all files of a shipped contest.
        InputError: All problems of all files, if some are one's own.
    """
    problems = Problems(context={CONTEXT: inputs.ledger.units})
    claims = read_claims(inputs, problems)
    shipped = all(is_shipped(folder) for folder in inputs.layers)
    problems.stop_if_any(DataError if shipped else InputError)
    return claims


def read_claims(inputs: ClaimInputs, problems: Problems) -> dict[str, Claim]:
    """Return the claims of a contest, or add every problem of their files to those of a load."""
    files = [file for _, file in layered(inputs.layers, "claims/*.yaml")]
    claims = {
        claim.id: claim
        for file in files
        if (claim := _read_claim(file, inputs, problems)) is not None
    }
    ordered = sorted(claims.values(), key=lambda claim: (claim.list, claim.order, claim.id))
    return {claim.id: claim for claim in ordered}


def load_claim(file: Path, inputs: ClaimInputs) -> Claim:
    """Return the claim of a file of one's own.

    Raises:
        InputError: All problems of the file.
    """
    problems = Problems(context={CONTEXT: inputs.ledger.units})
    claim = _read_claim(file, inputs, problems)
    problems.stop_if_any(InputError)
    if claim is None:
        raise InputError.of(f'"{file}" cannot be read.')
    return claim


def find_claim(name: str, claims: Mapping[str, Claim]) -> Claim:
    """Return a claim by its id.

    Raises:
        InputError: No claim has it; the nearest known id is named.
    """
    if name not in claims:
        raise InputError.of(f'"{name}" is not a claim.', nearest(name, list(claims)))
    return claims[name]


def _read_claim(file: Path, inputs: ClaimInputs, problems: Problems) -> Claim | None:
    """Return the claim of a file, or add every problem to those of a load."""
    read = read_placed(file, "claim", Claim, problems)
    if read is None:
        return None
    claim, document = read
    collect(_findings(claim, file, inputs), document, problems)
    return _with_paths(claim, file.parent)


def _findings(claim: Claim, file: Path, inputs: ClaimInputs) -> Findings:
    """Yield every problem of a claim; numbers are only compared once all names are known."""
    if claim.id != file.stem:
        cure = f'The name of the file asks for "{file.stem}".'
        yield Finding(("id",), f'says id "{claim.id}".', cure)
    unknown_names = list(_unknown_names(claim, inputs, file.parent))
    yield from unknown_names
    if not unknown_names and inputs.sound_record:
        yield from _wrong_units(claim, inputs)


def _unknown_names(claim: Claim, inputs: ClaimInputs, folder: Path) -> Findings:
    """Yield every name in a claim that the contest does not know."""
    ledger, timeline = inputs.ledger, inputs.timeline
    yield from unknown(("made", "source"), claim.made.source, ledger.sources, "a source")
    for path, part in parts(claim):
        match part:
            case Query(fact=str(fact)):
                yield from unknown((*path, "fact"), fact, ledger.facts, "a fact")
            case Query(gap=str(gap)):
                yield from unknown((*path, "gap"), gap, ledger.gaps, "a gap")
            case ItemQuery(name=name):
                yield from _unknown_item((*path, "name"), name, inputs)
            case GroupQuery(item=name, statement=statement):
                yield from _unknown_item((*path, "item"), name, inputs)
                place = (*path, "statement")
                yield from unknown(place, statement, ledger.statements, "a statement")
            case ShipmentQuery(item=name):
                yield from _unknown_item((*path, "item"), name, inputs)
            case MeasureQuery(measure=name):
                yield from unknown((*path, "measure"), name, timeline.measures, "a measure")
            case ContextQuery(row=name):
                rows = [each.row for each in timeline.context]
                yield from unknown((*path, "row"), name, rows, "a row of the context")
            case MovesQuery(side=side, measures=names):
                yield from unknown((*path, "side"), side, timeline.sides, "a side")
                place = (*path, "measures")
                yield from each_unknown(place, names, timeline.measures, "a measure")
            case RunQuery(scenario=one, than=other):
                yield from _unknown_in_run(part, inputs, path)
                yield from _unknown_scenario((*path, "scenario"), one, inputs, folder)
                if other is not None:
                    yield from _unknown_scenario((*path, "than"), other, inputs, folder)
            case _:
                pass


def _unknown_in_run(query: RunQuery, inputs: ClaimInputs, path: Place) -> Findings:
    """Yield the names in a query of a run that the contest lacks."""
    world = inputs.world
    for field, known, kind in (
        ("side", inputs.timeline.sides, "a side"),
        ("set", inputs.sets, "a set of services"),
        ("service", world.services if world else None, "a service"),
        ("bloc", world.blocs if world else None, "a bloc"),
        ("maker", world.blocs if world else None, "a bloc"),
    ):
        name: str | None = getattr(query, field)
        if name is not None:
            yield from unknown((*path, field), name, known, kind)
    blocs = world.blocs if world else None
    yield from each_unknown((*path, "markets"), query.markets, blocs, "a bloc")


def _unknown_item(path: Place, name: str, inputs: ClaimInputs) -> Findings:
    try:
        find_item(name, inputs.items)
    except InputError as refusal:
        yield Finding(path, refusal.problems[0].what, refusal.problems[0].cure)


def _unknown_scenario(path: Place, name: str, inputs: ClaimInputs, folder: Path) -> Findings:
    try:
        file = locate(name, inputs.layers[0]).file
    except InputError as refusal:
        yield Finding(path, refusal.problems[0].what, refusal.problems[0].cure)
        return
    if not file.is_file() and not (folder / name).is_file():
        yield Finding(path, f'the file "{name}" does not exist.', "Mend its name.")


def _wrong_units(claim: Claim, inputs: ClaimInputs) -> Findings:
    """Yield every test whose query cannot be compared in the test's unit; nothing runs for this."""
    evaluator = Evaluator(inputs)
    for name, assertion in claim.parts.items():
        for key, test in assertion.tests.items():
            try:
                apply_test(key, test, evaluator)
            except (ValueError, InputError) as refusal:
                yield Finding(
                    ("parts", name, "tests", key, "query"),
                    str(refusal),
                    "Mend the query or the unit.",
                )


def _with_paths(claim: Claim, folder: Path) -> Claim:
    """Return a claim whose files of scenarios, stated relative to its own file, can be opened."""

    def assertion(each: Assertion) -> Assertion:
        tests = {name: test(one) for name, one in each.tests.items()}
        return each.model_copy(update={"tests": tests})

    def test(each: ClaimTest) -> ClaimTest:
        return each.model_copy(update={"query": query(each.query)})

    def query(each: Query) -> Query:
        if each.run is not None:
            names = {key: path(getattr(each.run, key)) for key in ("scenario", "than")}
            return each.model_copy(update={"run": each.run.model_copy(update=names)})
        if each.kind in OPERATIONS:
            operands = tuple(query(one) for one in getattr(each, each.kind))
            return each.model_copy(update={each.kind: operands})
        return each

    def path(name: str | None) -> str | None:
        if name is None or not is_path(name):
            return name
        beside = folder / name
        return str(beside) if beside.is_file() else name

    parts_ = {name: assertion(each) for name, each in claim.parts.items()}
    return claim.model_copy(update={"parts": parts_})
