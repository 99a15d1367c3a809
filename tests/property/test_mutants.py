"""Every file that is changed at random is refused at its line with a cure, or is right as it is."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from outlast.errors import Problem
from torture.trial import SHIPPED, Outcome, Trial

SEED = 13
LONGEST = 5.0
"""Seconds of processor time that one file may take."""

NEVER = re.compile(
    r"\((negative|beyond|not finite|unicode|form)\)"  # a number that cannot be, or hidden letters
    r"|holds brackets|column .* (missing|renamed|twice|capitals)|semicolons|tabs part"
    r"|cell (is missing|more)|an open quotation|'\\x00'|'\\x1b|'\\u202e'"
)
"""Changes that no file may survive, by the words in which a mutant says them."""

SIGNED = re.compile(
    r"^(value|low|high|assume|growth|price_growth|at|at_least|at_most|above|below)\b"
)
"""Keys of numbers that may be negative somewhere."""


def refused_rightly(outcome: Outcome, folder: Path) -> str:
    """Return the fault of an outcome, or nothing: each problem has a file, a sentence, a line."""
    if outcome.crash is not None:
        return f"{type(outcome.crash).__name__}: {outcome.crash}"
    if outcome.seconds > LONGEST:
        return f"took {outcome.seconds:.1f} s"
    mutant = outcome.mutant
    if outcome.accepted:
        broken = NEVER.search(mutant.says)
        signed = broken is not None and broken[0] == "(negative)" and SIGNED.match(mutant.says)
        return f"was accepted: {broken[0]}" if broken and not signed else ""
    return next(
        filter(None, (unlike(problem, outcome, folder) for problem in outcome.problems)), ""
    )


def unlike(problem: Problem, outcome: Outcome, folder: Path) -> str:
    """Return the reason why a problem is not of the form that readers expect, or nothing."""
    if not problem.what.strip() or len(problem.what) > 400:
        return f"{len(problem.what)} characters say: {problem.what[:80]}"
    if not problem.cure:
        return f"no cure: {problem.what}"
    if not problem.file:
        return f"no file: {problem.what}"
    changed = Path(problem.file) == folder / outcome.mutant.file
    text = outcome.mutant.text if changed else Path(problem.file).read_text(encoding="utf-8")
    lines = len(text.splitlines()) + 1
    return "" if 0 <= problem.line <= lines else f"no such line: {problem.where}"


def faults(trial: Trial, counts: dict[str, int]) -> Iterator[str]:
    with trial.kept_documents():
        for file in trial.files:
            first = next((n for part, n in counts.items() if file.as_posix().startswith(part)), 0)
            for mutant in trial.mutants(file, first, SEED):
                fault = refused_rightly(trial.outcome(mutant), trial.folder)
                if fault:
                    yield f"{mutant.file}:{mutant.line} [{mutant.kind}] {mutant.says}: {fault}"


@pytest.mark.parametrize(("number", "each"), [(0, 8), (2, 10)], ids=["lilliput", "template"])
def test_some_changes_of_every_file(number: int, each: int, tmp_path: Path) -> None:
    assert not list(faults(Trial(SHIPPED[number], tmp_path / "copy"), {"": each}))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("number", "counts"),
    [
        (0, {"": 45}),
        (1, {"world": 6, "priors": 6, "policy": 2, "": 2}),
        (2, {"": 55}),
    ],
    ids=["lilliput", "chips-minerals", "template"],
)
def test_two_thousand_changes_of_all_files(
    number: int, counts: dict[str, int], tmp_path: Path
) -> None:
    assert not list(faults(Trial(SHIPPED[number], tmp_path / "copy"), counts))


def test_a_mutant_differs_from_its_file_and_comes_from_its_dice(tmp_path: Path) -> None:
    trial = Trial(SHIPPED[0], tmp_path / "copy")
    for file in trial.files:
        once, twice = (list(trial.mutants(file, 12, SEED)) for _ in range(2))
        assert once == twice
        sound = (trial.folder / file).read_text(encoding="utf-8")
        assert all(mutant.text != sound and mutant.says for mutant in once)
