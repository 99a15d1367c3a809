"""`import outlast as ol`: answers that show themselves, and comparisons."""

import json
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

import outlast as ol
from outlast.errors import InputError


@cache
def toy() -> ol.Answer:
    return ol.run("lilliput", futures=32, seed=1)


def test_importing_is_instant_and_names_what_is_missing() -> None:
    program = (
        "import sys, outlast; "
        "sys.exit(sum(name in sys.modules for name in ('numpy', 'pydantic', 'numba')))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    with pytest.raises(
        AttributeError,
        match="claims, compare, contest, exposure, facts, leverage, levers, load, load_run, moves",
    ):
        _ = ol.answer_me  # type: ignore[attr-defined]


def test_an_answer_says_and_shows_itself() -> None:
    answer = toy()
    assert str(answer) == answer.sentence
    assert "the Little-endian side" in answer.sentence
    shown = answer._repr_html_()  # pyright: ignore[reportPrivateUsage]
    assert "<table>" in shown
    assert answer.results.manifest.digest in shown
    assert len(answer.to_frame()) == len(answer.results.lines())
    assert answer.to_xarray().sizes["future"] == 32


def test_the_sentence_and_the_table_of_sets_name_the_same_side() -> None:
    (strict, *_) = toy().results.sets()
    assert strict.first["little"] == 1.0
    assert "the Little-endian side runs short first in 100" in toy().sentence
    assert "in 100 (±11) the Little-endian side does" in toy().details
    assert toy().headline.startswith("The Little-endian side ")
    assert toy().summary.headline == toy().headline


def test_all_of_it_is_plain_data() -> None:
    told = json.loads(json.dumps(toy().plain(), default=str))
    assert told["verdict"]["winner"] == "little"
    assert {each["rule"] for each in told["sets"]} == {"strict", "quorum", "attributable"}
    assert told["drivers"]["judged_share"] is None


def test_an_answer_is_saved_once(tmp_path: Path) -> None:
    folder = toy().save(tmp_path / "kept")
    assert {file.name for file in folder.iterdir()} == {
        "manifest.json", "results.nc", "services.csv", "answer.json", "chunks",
    }  # fmt: skip
    with pytest.raises(InputError, match="exists already"):
        toy().save(folder)


def test_a_scenario_beside_itself_differs_in_nothing() -> None:
    found = ol.compare(toy(), toy())
    ends = [end for each in found.sets for end in each.ends]
    assert all(end.difference == 0 and end.low < 0 < end.high for end in ends)
    assert not any(line.breaks.clear for line in found.lines)


def test_a_comparison_is_the_difference_of_the_two(tmp_path: Path) -> None:
    file = tmp_path / "no-denial.yaml"
    file.write_text(
        'format: outlast/scenario/1\nid: no-denial\ntitle: "No denial"\n'
        "summary: The toy with every measure switched off.\nfrom: lilliput\n"
        f"measures:\n  off: [{', '.join(ol.load('lilliput').timeline.measures)}]\n",
        encoding="utf-8",
    )
    found = ol.compare(toy(), str(file), futures=32)
    fleet = next(line for line in found.lines if line.service == "fleet")
    assert (fleet.breaks.one, fleet.breaks.other) == (1.0, 0.0)
    assert fleet.breaks.difference == -1.0
    assert fleet.breaks.clear
    assert "No denial" in str(found)


def test_unlike_questions_are_not_compared() -> None:
    with pytest.raises(InputError, match="156 and 100 weeks"):
        ol.compare(toy(), ol.run("lilliput", futures=32, horizon=100))
    with pytest.raises(InputError, match="same dice"):
        ol.compare(toy(), ol.run("lilliput", futures=16))
    with pytest.raises(InputError, match="same sets"):
        ol.compare(toy(), ol.run("today", futures=16))
