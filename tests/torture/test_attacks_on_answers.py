"""Settings, laws, oracle and mutations: planted faults are found and made smaller."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.engine.worlds import Seed
from tests.torture.stand_in import always
from torture import mutations, oracle, settings
from torture.answers import of_odds, of_record, strict
from torture.cases import Broken, dice, shrunk
from torture.children import TIMED_OUT, Ending
from torture.laws import Laws, World, laws
from torture.mutants import Mutant
from torture.mutations import Changed, Mutations
from torture.oracle import APART, WORLD, Compared, Oracle
from torture.settings import Run, Settings

SOUND: dict[str, Any] = {
    "sentence": "In 50 of 100 futures one side breaks first.",
    "services": [
        {
            "service": "s",
            "definition": "flow",
            "p_break": 0.5,
            "p_since_denial": 0.5,
            "p_new_only": 0.25,
            "since_share": 0.25,
            "p_free": 0.0,
            "p_attributable": 0.5,
            "t10": 1.0,
            "t50": 2.0,
            "t90": None,
        }
    ],
    "sets": [
        {
            "contest": "all",
            "rule": "strict",
            "clock": "from-date",
            "first": {"a": 0.5},
            "same": 0.5,
            "neither": 0,
        }
    ],
    "costs": [{"bloc": "a", "kind": "direct", "mean": 1.0, "low": 0.0, "high": 2.0}],
}
LATE = 10**9
"""A deadline that no test reaches."""


def changed(part: str, key: str, value: Any) -> dict[str, Any]:  # noqa: ANN401  any value
    """Return the sound answer with one value changed."""
    entry = {**SOUND[part][0], key: value}
    return {**SOUND, part: [entry]}


def test_a_sound_answer_breaks_no_law() -> None:
    assert list(of_odds(SOUND)) == []


@pytest.mark.parametrize(
    ("part", "key", "value", "rule"),
    [
        ("services", "p_attributable", 1.5, "a probability lies from 0 to 1"),
        ("services", "p_new_only", 0.75, "an earlier clock counts no fewer breaks"),
        ("services", "p_since_denial", 0.25, "an earlier clock counts no fewer breaks"),
        ("services", "since_share", 0.75, "a service that is short on the date has broken"),
        ("services", "t50", 0.5, "quantiles of times are in order"),
        ("sets", "same", 0.6, "the odds of a set sum to 1"),
        ("costs", "low", 3.0, "quantiles of costs are in order"),
        ("costs", "mean", 1e251, "no cost exceeds the world's product"),
    ],
)
def test_a_planted_fault_of_an_answer_is_found(
    part: str, key: str, value: float, rule: str
) -> None:
    assert [found for found, _ in of_odds(changed(part, key, value))] == [rule]


def record() -> dict[str, Any]:
    """Return a sound record of two futures and two blocs."""
    times = [
        f"{name}{ending}"
        for name in ("first", "strict", "quorum")
        for ending in ("", "_ever", "_new")
    ]
    lines = (*times, "first_free", "first_new_free", "level0", "level_least", "level_end")
    amounts = ("depth", "below", "tally", "installed_date", "installed_end", "cover_date")
    cost = np.array([[[1.0, 2.0, 3.0, 0.0], [0.0, 0.0, -3.0, 0.0]]] * 2)
    return {
        **{name: np.full((2, 1), 0.5) for name in (*lines, *amounts)},
        "status": np.zeros((2, 1)),
        "cost": cost,
        "cost_free": 0.0 * cost,
    }


@pytest.mark.parametrize(
    ("name", "value", "rule"),
    [
        ("status", 2.0, "no answer rests on a future that failed its audit"),
        ("first", 60.0, "a time lies within the horizon"),
        ("first_ever", 0.75, "an earlier clock breaks no later"),
        ("strict_new", 0.25, "an earlier clock breaks no later"),
        ("quorum", -0.1, "a time lies within the horizon"),
        ("level0", 1.1, "a level lies from 0 to 1"),
        ("depth", -0.1, "no amount is negative"),
        ("cost", 5.0, "terms of trade sum to zero"),
        ("depth", float("nan"), "every number of the record is finite"),
    ],
)
def test_a_planted_fault_of_a_record_is_found(name: str, value: float, rule: str) -> None:
    sound = record()
    assert list(of_record(sound, 52.0)) == []
    sound[name].flat[2 if name == "cost" else 0] = value
    assert rule in {found for found, _ in of_record(sound, 52.0)}


def test_nan_is_not_json() -> None:
    with pytest.raises(ValueError, match="NaN is not JSON"):
        strict('{"mean": NaN}')


def test_a_setting_that_should_have_been_refused_is_found_and_made_smaller(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lenient(words: Sequence[str], folder: Path) -> Ending:
        del words, folder
        return Ending(0, "", "", 0.0)

    monkeypatch.setattr(settings, "command", lenient)
    (tmp_path / "before").mkdir()
    case = Run("mine", (("a", "1"), ("b", "60"), ("c", "2"), ("d", "3"), ("e", "4")), "b", 13, 9)
    attack = Settings(tmp_path)
    broken = attack.attempt(case)
    expected = Broken("a number beyond the bounds is refused", "b='60'")
    assert broken == expected
    smallest, _ = shrunk(attack, case, expected, LATE)
    assert smallest == Run("mine", (("b", "60"),), "b", None, 1)


@pytest.mark.parametrize(
    ("code", "said", "rule"),
    [
        (1, '"b" cannot be "60".', ""),
        (1, "No.", "a number beyond the bounds: a refusal names the setting"),
        (70, '"b"', "a number beyond the bounds: the exit code fits (it was 70)"),
        (-11, "", "a number beyond the bounds: no command dies of a signal (11)"),
        (TIMED_OUT, "", "a number beyond the bounds: a command ends in time"),
        (1, "", "a number beyond the bounds: a refusal has words"),
    ],
)
def test_a_refusal_is_held_to_its_form(tmp_path: Path, code: int, said: str, rule: str) -> None:
    case = Run("mine", (("b", "60"),), "b", None, 1)
    broken = settings.beyond(case, Ending(code, "", said, 0.0), tmp_path)
    assert (broken.rule if broken else "") == rule


def test_values_lie_inside_the_bounds_and_beyond_them() -> None:
    entry: dict[str, Any] = {"name": "b", "low": 0.0, "high": 1.0, "value": 0.5, "answers": []}
    for number in range(200):
        inside = float(settings.value_of(entry, dice("settings", 7, number)))
        assert 0.0 <= inside <= 1.0
        beyond = settings.value_beyond(entry, dice("settings", 7, number))
        assert beyond in settings.NO_NUMBERS or not 0.0 <= float(beyond) <= 1.0
    answers = {"name": "q", "low": None, "high": None, "value": None, "answers": ["yes", "no"]}
    assert settings.value_of(answers, dice("settings", 7, 1)) in ("yes", "no")


def test_a_planted_law_is_broken_by_the_smallest_world(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def planted(seed: Seed) -> None:
        assert "hubs" not in seed.features, "hubs are planted as a fault"

    def at_once(work: Callable[..., int], *arguments: object, folder: Path) -> Ending:
        del folder
        try:
            return Ending(work(*arguments), "", "", 0.0)
        except AssertionError as failure:
            return Ending(1, "", str(failure), 0.0)

    monkeypatch.setattr("torture.laws.laws", lambda: {"planted": planted})
    monkeypatch.setattr("torture.laws.call", at_once)
    attack = Laws(tmp_path)
    assert attack.prepare() == ""
    cases = [attack.draw(number, dice("laws", 7, number)) for number in range(20)]
    found = [(case, broken) for case in cases if (broken := attack.attempt(case))]
    assert 0 < len(found) < len(cases)
    smallest, _ = shrunk(attack, *found[0], LATE)
    assert isinstance(smallest, World)
    assert (smallest.seed.features, smallest.seed.blocs, smallest.seed.goods) == ({"hubs"}, 2, 1)


def test_the_laws_of_the_tests_are_there() -> None:
    assert len(laws()) >= 8


def test_engines_that_differ_are_found_and_the_world_made_smaller(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def differ(work: object, where: str, seed: Seed, *, folder: Path, limit: float) -> Ending:
        del work, where, folder, limit
        return Ending(APART if seed.blocs > 2 else 0, "stock[3]: oracle 1.0, engine 2.0", "", 0.0)

    monkeypatch.setattr(oracle, "call", differ)
    attack, seed = Oracle(tmp_path), Seed(5, 4, 2, frozenset({"policy"}), 0.5, 104.0, 9.0)
    case = Compared(WORLD, seed)
    broken = attack.attempt(case)
    assert broken is not None
    assert broken.rule == "engine and oracle agree: stock"
    smallest, _ = shrunk(attack, case, broken, LATE)
    assert smallest.seed == Seed(5, 3, 1, frozenset(), 1.0, 26.0, 0.0)


@pytest.mark.parametrize(
    ("problems", "seconds", "run", "rule"),
    [
        ([{"file": "a.yaml", "line": 3, "what": "", "cure": ""}], 0.1, 0, ""),
        ([{"file": "a.yaml", "line": 3, "what": "", "cure": ""}], 9.0, 0, "less than 5 s"),
        ([{"file": "", "line": 0, "what": "", "cure": ""}], 0.1, 0, "names its file"),
        ([{"file": "a.yaml", "line": 0, "what": "", "cure": ""}], 0.1, 0, "a line or a cure"),
        ([], 0.1, 0, ""),
        ([], 0.1, 70, "an accepted contest runs (exit 70)"),
        ([], 0.1, 3, "an accepted contest passes its audit"),
    ],
)
def test_a_door_that_lets_the_wrong_files_pass_is_found(  # noqa: PLR0913, PLR0917
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    problems: list[dict[str, Any]],
    seconds: float,
    run: int,
    rule: str,
) -> None:
    said = json.dumps({"seconds": seconds, "problems": problems})
    monkeypatch.setattr(mutations, "call", always(Ending(0, said, "", 0.0)))
    monkeypatch.setattr(mutations, "command", always(Ending(run, "", "", 0.0)))
    file = tmp_path / "template" / "a.yaml"
    file.parent.mkdir()
    file.write_text("sound: true\n", encoding="utf-8")
    mutant = Mutant("a.yaml", 1, "value", "a value changed", "sound: 3\n")
    broken = Mutations(tmp_path).attempt(Changed("template", mutant))
    assert file.read_text(encoding="utf-8") == "sound: true\n"
    assert rule in broken.rule if broken else rule == ""


def test_mutants_are_drawn_from_seed_and_number(tmp_path: Path) -> None:
    attack = Mutations(tmp_path / "copies")
    assert attack.prepare() == ""
    one, again = (attack.draw(5, dice("mutations", 7, 5)) for _ in range(2))
    assert one == again
    assert len({str(attack.draw(n, dice("mutations", 7, n))) for n in range(10)}) > 1
