"""Arguments of calls that do nothing, or are of another kind, are refused all at once."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import outlast as ol
from outlast.errors import InputError

LILLIPUT = ol.load("lilliput")

WRONG: tuple[tuple[dict[str, Any], str], ...] = (
    ({"seed": 1.0}, "seed is 1.0, which is no whole number. Write 1."),
    ({"seed": True}, "seed is True"),
    ({"seed": "1"}, "seed is '1'"),
    ({"seed": -1}, "seed is -1"),
    ({"futures": 16.0}, "Write 16."),
    ({"futures": 0}, "0 futures give no answer"),
    ({"futures": np.float64(16.5)}, "no whole number"),
    ({"threads": 0}, "threads is 0"),
    ({"futures": 10**9}, "futures is 1000000000. Write at most 100,000,000."),
    ({"futures": 10**400}, "Write at most 100,000,000."),
    ({"futures": Fraction(10**400)}, "which is no whole number"),
    ({"futures": -(10**5000)}, "a number of thousands of digits futures give no answer"),
    ({"seed": 2**128}, "Write at most 340,282,366,920,938,463,463,374,607,431,768,211,455."),
    ({"seed": 10**5000}, "seed is a number of thousands of digits"),
    ({"seed": ["x" * 10**6]}, "…, which is no whole number"),
    ({"threads": 10**30}, "Write at most 4,096."),
    ({"horizon": 26.5}, "horizon is 26.5"),
    ({"horizon": 10**5000}, "horizon is a number of thousands of digits"),
    ({"horizon": 0}, "the horizon is zero"),
    ({"precision": "float16"}, 'Did you mean "float64"?'),
    ({"precision": np.float32}, "is not a precision"),
    ({"given": {"refile": True}}, '"refile" cannot be True'),
    ({"given": {"refile": None}}, '"refile" cannot be None'),
    ({"given": [("refile", 0.3)]}, "given is a list"),
    ({"given": {"refile": 0.3, "set.refile": 0.4}}, '"refile" is set twice'),
    ({"overlays": "folder"}, "overlays is 'folder', which is no list"),
    ({"contest": 3}, "the contest is a int"),
    ({"scenario": 3}, "the scenario is a int"),
    ({"scenario": LILLIPUT.origin.contest}, "Write contest="),
    ({"scenario": LILLIPUT, "contest": "lilliput"}, "is loaded already"),
    ({"scenario": LILLIPUT, "overlays": ["folder"]}, "is loaded already"),
    ({"contest": LILLIPUT.origin.contest, "overlays": ["."]}, "was read already"),
    ({"resume": True}, "nothing can be resumed"),
    ({"resume": 1, "out": "kept"}, "resume is 1"),
    ({"out": ""}, "out is ''"),
    ({"out": 3}, "out is 3"),
    ({"progress": True}, "progress is True, which cannot be called"),
    ({"should_cancel": len, "stop": len}, "stop and should_cancel are one argument"),
)


@pytest.mark.parametrize(("arguments", "told"), WRONG)
def test_a_wrong_argument_is_refused(arguments: dict[str, Any], told: str) -> None:
    run: Callable[..., Any] = ol.run
    with pytest.raises(InputError) as refusal:
        run(**{"scenario": "lilliput", "futures": 16, **arguments})
    assert told in str(refusal.value)


def test_all_wrong_arguments_are_told_at_once() -> None:
    wrong: dict[str, Any] = {"seed": "1", "futures": 1.5, "precision": "x", "horizon": -1}
    with pytest.raises(InputError) as refusal:
        ol.run("lilliput", **wrong)
    assert len(refusal.value.problems) == 4


def test_a_loaded_scenario_takes_a_horizon_and_settings() -> None:
    answer = ol.run(LILLIPUT, futures=16, horizon=26, given={"refile": np.float64(0.3)})
    assert answer.results.horizon == 26
    assert answer.results.manifest.given == {"refile": "0.3"}


def test_numbers_of_numpy_are_numbers() -> None:
    ours = ol.run("lilliput", futures=16, seed=3, horizon=52, threads=1)
    given: dict[str, Any] = {"futures": np.int64(16), "seed": np.uint8(3)}
    theirs = ol.run("lilliput", horizon=np.int32(52), threads=np.int64(1), **given)  # pyright: ignore[reportArgumentType]
    assert ours == theirs
    assert isinstance(theirs.results.manifest.seed, int)


@pytest.mark.parametrize("wrong", [{"futures": 0}, {"seed": 1.0}, {"given": 3}])
def test_levers_refuse_the_same(wrong: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        ol.levers("lilliput", **wrong)


def test_a_comparison_refuses_what_it_cannot_use(tmp_path: Path) -> None:
    answer = ol.run("lilliput", futures=16, seed=3)
    with pytest.raises(InputError, match="seed changes nothing"):
        ol.compare(answer, answer, seed=4)
    with pytest.raises(InputError, match="given changes nothing"):
        ol.compare(answer, answer, given={"refile": 0.3})
    with pytest.raises(InputError, match="here are two"):
        ol.compare("lilliput", "lilliput", futures=16, out=tmp_path / "kept")
    mixed = ol.compare(answer, "lilliput", given={"refile": 0.3})  # with the dice of the answer
    assert (mixed.other.results.manifest.seed, mixed.other.results.futures) == (3, 16)


def test_a_folder_is_laid_over_once(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="laid over itself"):
        ol.contest("lilliput", [tmp_path, tmp_path / "."])
