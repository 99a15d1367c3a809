"""Validation: every problem of a contest, part by part, then the summary of its content."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from outlast.api.collection import no_collection
from outlast.api.contest_summary import ContestSummary, summarise
from outlast.api.follow_ups import without_follow_ups
from outlast.economy.check import EconomyNames
from outlast.economy.exposure_declaration import ExposureNames, read_exposure
from outlast.economy.leverage_declaration import read_leverage
from outlast.economy.load import read_economy
from outlast.errors import OutlastError, Problem
from outlast.lower import lower
from outlast.lower.draws.drawing import Drawing
from outlast.lower.draws.reach import unreached_priors
from outlast.present.hit_rate import read_hit_rate
from outlast.reading import collect, layered
from outlast.reading.checksums import CHECKSUMS, altered
from outlast.scenario.chain import read_chain
from outlast.scenario.check import check_scenario
from outlast.scenario.contest import Reader
from outlast.scenario.idle_codes import idle_codes
from outlast.scenario.layout import unread_files
from outlast.scenario.load import load_scenario
from outlast.scenario.locate import contest_layers, default_scenario
from outlast.study.input_groups import read_groups
from outlast.truth.backtest.load import read_backtest
from outlast.truth.claims.evaluate import ClaimInputs
from outlast.truth.claims.load import read_claims
from outlast.truth.verify.load import PublishedInputs, read_published
from outlast.truth.weights.load import read_weights

PARTS = (
    *("declaration", "ledger", "countries", "items", "timeline", "world"),
    *("priors", "conduct", "sets", "bridge", "names"),
)
"""The parts of a contest, each of which needs only those before it."""


@dataclass(frozen=True)
class Validation:
    """All problems of a contest, and the summary of its content as far as it can be read."""

    layers: tuple[Path, ...]
    """Its folder, then the folders laid over it."""

    problems: tuple[Problem, ...]
    """Every problem, by file and line."""

    summary: ContestSummary

    notices: tuple[Problem, ...] = ()
    """Things that are right as they stand and may be meant otherwise, by file and line."""


def validate(contest: str | Path | None = None, overlays: Sequence[str | Path] = ()) -> Validation:
    """Return every problem of a contest, and the summary of its content.

    A broken part hides no problem of another part. A name counts as known if it stands in a broken
    file of the part that defines it, so that one mistake is reported once. If nothing else is
    wrong, every scenario is lowered to arrays, which checks the priors against the world.

    Args:
        contest: The name of a shipped contest, or the folder of one's own; the default if absent.
        overlays: Folders to lay over it, the topmost last.

    Raises:
        InputError: There is no such contest or folder.
    """
    with no_collection():
        return validate_layers(contest_layers(contest, overlays))


def validate_layers(layers: tuple[Path, ...], *, lowering: bool = True) -> Validation:
    """Return every problem of a contest, the folders laid over it among its layers.

    Args:
        layers: The folder of the contest, then the folders laid over it.
        lowering: Whether every scenario is lowered to arrays, which takes most of the time.
    """
    reader = Reader(layers)
    for part in PARTS:
        getattr(reader, part)
    _note(reader, lambda: default_scenario(layers[0]))
    _check_scenarios(reader)
    _check_truth(reader)
    if lowering and not reader.problems.found:
        _lower_scenarios(reader)
    problems = without_follow_ups(reader.problems.found, layers)
    for folder in layers:
        problems += unread_files(folder)
        if (folder / CHECKSUMS).is_file():
            problems += altered(folder)
    notices = tuple(idle_codes(reader.timeline.measures, reader.documents, reader.items))
    return Validation(layers, tuple(sorted(set(problems))), summarise(reader), notices)


def _scenario_files(reader: Reader) -> list[Path]:
    """Return the files of the scenarios of the contest's own folder, and of all episodes."""
    scenarios = layered(reader.layers[:1], "scenarios/*.yaml")
    return [file for _, file in (*scenarios, *layered(reader.layers, "episodes/*.yaml"))]


def _check_scenarios(reader: Reader) -> None:
    """Note every problem of the scenarios' files, and of the names in them."""
    for file in _scenario_files(reader):
        chain = read_chain(str(file), reader.layers[0], reader.problems)
        if chain is None or reader.world is None:
            continue
        for each, document in zip(chain.files, chain.documents, strict=True):
            parts = (reader.world.world, reader.timeline, reader.priors, reader.ledger)
            findings = check_scenario(each, *parts, content=document.data)
            collect(findings, document, reader.problems)


def _check_truth(reader: Reader) -> None:
    """Note every problem of claims, published results, backtest, groups and hit rate."""
    layers, ledger, problems = reader.layers, reader.ledger, reader.problems
    world = reader.world.world if reader.world else None
    sets = tuple(reader.sets.sets) or None
    sound_record = not any("policy" in Path(each.file).parts for each in problems.found)
    inputs = ClaimInputs(ledger, reader.items, reader.timeline, layers, world, sets, sound_record)
    read_claims(inputs, problems)
    read_published(PublishedInputs(layers, ledger, reader.priors, world), problems)
    read_backtest(layers, ledger, world, problems)
    read_weights(layers, ledger, world, problems)
    read_groups(layers, problems)
    if world is not None:
        blocs = {key: bloc.title for key, bloc in world.blocs.items()}
        names = EconomyNames(ledger, reader.priors, blocs, reader.bridge)
        read_economy(layers, problems, names)
        read_leverage(layers, problems, names, world)
        read_exposure(layers, problems, ExposureNames(names, reader.countries))
    read_hit_rate(layers, problems)


def _lower_scenarios(reader: Reader) -> None:
    """Note every problem that shows only when a scenario becomes arrays."""
    contest = reader.contest()
    drawings: list[Drawing] = []
    for file in _scenario_files(reader):
        _note(reader, lambda f=file: drawings.append(lower(load_scenario(f, contest)).drawing))
    if not reader.problems.found:
        reader.problems.found += unreached_priors(drawings)


def _note(reader: Reader, check: Callable[[], object]) -> None:
    """Note the problems that a check raises together."""
    try:
        check()
    except OutlastError as refusal:
        reader.problems.found += refusal.problems
