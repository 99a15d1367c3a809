"""Golden runs: the answers of shipped scenarios, kept in words so that a change says what moved."""

from pathlib import Path
from typing import Final

import pytest
from ruamel.yaml import YAML

from outlast.ensemble import run_ensemble
from outlast.results import Results
from outlast.scenario.load import load_scenario

KEPT: Final = Path(__file__).parent / "answers.yaml"
FUTURES: Final = 200
SEED: Final = 7
CHANCE: Final = 1e-9
"""The tolerance of a counted share: rounding, and no future."""
WEEKS: Final = 0.05


def told(results: Results) -> dict[str, float]:
    """Return the figures of an answer, each under the words that a reader would use."""
    found: dict[str, float] = {}
    for line in results.lines():
        name = f"{line.service} ({line.definition})"
        found[f"chance that {name} breaks"] = line.p_break
        found[f"chance that {name} breaks without denial"] = line.p_free
        if line.t50 is not None:
            found[f"median week in which {name} breaks"] = line.t50
    for odds in results.sets():
        for side, chance in odds.first.items():
            counted = ", ".join(odds.key)
            found[f"chance that {side} breaks first: {counted}"] = chance
    return found


def moved(kept: dict[str, float], now: dict[str, float]) -> list[str]:
    """Return the numbers that moved, in words."""
    words: list[str] = []
    for name in sorted(kept.keys() | now.keys()):
        old, new = kept.get(name), now.get(name)
        room = WEEKS if name.startswith("median") else CHANCE
        if old is None or new is None:
            words.append(f"{name}: {'new' if old is None else 'gone'}")
        elif abs(old - new) > room:
            words.append(f"{name}: {old:.4g} → {new:.4g}")
    return words


def rounded(results: Results) -> dict[str, float]:
    """Return the figures as they are kept."""
    return {name: round(value, 4) for name, value in told(results).items()}


def keep() -> None:
    """Write the answers of now: `python -m tests.golden.test_answers`."""
    yaml = YAML()
    answers = {name: rounded(answer(name)) for name in ("lilliput", "april-2025", "today")}
    with KEPT.open("w", encoding="utf-8") as file:
        yaml.dump(answers, file)


def answer(scenario: str) -> Results:
    """Return a golden run."""
    return run_ensemble(load_scenario(scenario), futures=FUTURES, seed=SEED)


@pytest.mark.parametrize("scenario", ["lilliput", "april-2025", "today"])
def test_the_answer_has_not_moved(scenario: str) -> None:
    kept = YAML(typ="safe").load(KEPT)[scenario]
    words = moved(kept, rounded(answer(scenario)))
    assert not words, (
        f"{scenario} answers otherwise:\n  "
        + "\n  ".join(words)
        + "\nIf that is meant: a changelog entry of kind results, then "
        "python -m tests.golden.test_answers"
    )


def test_what_moved_is_said_in_words() -> None:
    kept = {"chance that x breaks": 0.5, "median week in which x breaks": 31.0, "old": 1.0}
    now = {"chance that x breaks": 0.52, "median week in which x breaks": 31.01, "new": 1.0}
    assert moved(kept, now) == ["chance that x breaks: 0.5 → 0.52", "new: new", "old: gone"]


if __name__ == "__main__":
    keep()
