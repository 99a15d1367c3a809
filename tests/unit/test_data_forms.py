"""Codes, texts, days and numbers of data are held to their forms, at the line where they stand."""

from collections.abc import Callable
from pathlib import Path

import pytest

from outlast.api.validate import validate
from outlast.errors import Problem
from outlast.facts.listings import is_list_code, is_tariff_code
from tests.unit.lilliput import copy, edit

BAN = "policy/big/egg-ban.yaml"
LICENCE = "policy/big/egg-licence.yaml"

COVERAGE = """format: outlast/coverage/1
areas:
  wars: {title: rules of war, extent: silent, why: a test of the form, %s}
"""


@pytest.fixture
def toy(tmp_path: Path) -> Path:
    folder = copy(tmp_path)
    (folder / "CHECKSUMS").unlink()
    return folder


def only(toy: Path) -> Problem:
    """Return the one problem of a toy."""
    (problem,) = validate(toy).problems
    return problem


def added(name: str, text: str) -> Callable[[Path], None]:
    def change(toy: Path) -> None:
        with (toy / name).open("a", encoding="utf-8") as file:
            file.write(text)

    return change


def edited(name: str, old: str, new: str) -> Callable[[Path], None]:
    return lambda toy: edit(toy / name, old, new)


def silent_about(stated: str) -> Callable[[Path], None]:
    """Return a change that adds an area of law on which the record is silent."""
    return added("policy/coverage.yaml", COVERAGE % stated)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (edited(BAN, '["0407"]', '["1e308"]'), '"1e308" is not a customs code.'),
        (edited(BAN, '["0407"]', '["10%"]'), '"10%" is not a customs code.'),
        (edited(BAN, '["0407"]', '["0407", ""]'), "a text is empty."),
        (edited(BAN, "title: ", 'title: "Eggs\\u202e" # '), "holds a hidden character, U+202E"),
        (edited(BAN, "title: ", 'title: "Eggs\\x1b" # '), "holds a control character."),
        (edited(BAN, "title: ", 'title: " Eggs" # '), "a text begins or ends with a blank"),
        (edited(BAN, "countries: [XL]", "countries: []"), "places name no place."),
        (edited(LICENCE, "end_use: [military, military-user]", "end_use: []"), '"end_use" has no'),
        (edited(LICENCE, "[military, military-user]", "[military, military]"), "stands twice."),
        (edited(LICENCE, "paragraphs: [ducks], ", "paragraphs: [], "), '"paragraphs" has no entry'),
        (silent_about("end_uses: []"), '"end_uses" has no entry.'),
        (edited("sets.yaml", "sets:", 'sets:\n  "": {}\n#'), "a key is empty."),
        (
            edited("scenarios/lilliput.yaml", "date: 2023-01-02", 'date: "1738368000"'),
            '"1738368000" is not a date.',
        ),
        (
            edited("scenarios/lilliput.yaml", "date: 2023-01-02", "date: 9999-01-02"),
            "the year 9999 lies beyond 1500 to 2199.",
        ),
        (added("countries.csv", "XB,Blefuscu\n"), '"XB" stands here a second time.'),
        (added("items/minerals.csv", "\n,,\nx\n"), "is an empty row."),
    ],
)
def test_a_wrong_form_is_refused(toy: Path, change: Callable[[Path], None], says: str) -> None:
    change(toy)
    problems = validate(toy).problems
    assert any(says in problem.what and problem.line and problem.cure for problem in problems)


@pytest.mark.parametrize("cell", ["1_000", " 5", "1e999", "inf", "nan", "5 %"])
def test_a_number_of_a_table_has_the_form_of_a_number_of_a_document(toy: Path, cell: str) -> None:
    header = "key,title,value,low,high,unit,period,published,source,locator,grade,note,inputs"
    row = f"eggs-made,Eggs made,{cell},,,egg,2022,2023-01-02,lilliput-gazette,page 3,measured,,"
    text = f"# format: outlast/facts/1\n{header}\n{row}\n"
    (toy / "facts" / "eggs.csv").write_text(text, encoding="utf-8")
    problem = only(toy)
    assert (Path(problem.file).name, problem.line) == ("eggs.csv", 3)
    assert "value" in problem.what


def test_semicolons_and_blank_lines_are_one_problem_or_none(toy: Path) -> None:
    file = toy / "items" / "minerals.csv"
    sound = file.read_text(encoding="utf-8")
    file.write_text(sound + "\n\n", encoding="utf-8")
    assert not validate(toy).problems
    file.write_text(sound.replace(",", ";"), encoding="utf-8")
    own = [each for each in validate(toy).problems if each.file.endswith("minerals.csv")]
    assert [(each.line, each.what) for each in own] == [(2, "parts its cells by semicolons.")]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("acts_on: [eggs]", "acts_on: [egs]", '"egs" is not a good.'),
        ("announced: 2023-03-20", "announced: 1970-01-01", "years before it takes force"),
        ("announced: 2023-03-20", "announced: 2023-04-30", "was announced later"),
    ],
)
def test_a_measure_is_checked_at_its_line(toy: Path, old: str, new: str, says: str) -> None:
    edit(toy / BAN, old, new)
    problem, lines = only(toy), (toy / BAN).read_text(encoding="utf-8").splitlines()
    assert says in problem.what
    assert new in lines[problem.line - 1]


def test_names_of_things_that_are_not_there_are_refused(toy: Path) -> None:
    edit(toy / "names.en.yaml", "    eggs:", "    egs:")
    problem = only(toy)
    assert (problem.what, problem.cure) == ('"egs" is not a good.', 'Did you mean "eggs"?')


def test_an_unknown_kind_of_item_is_refused(toy: Path) -> None:
    edit(toy / "items" / "minerals.csv", ",mineral,", ",minerel,")
    assert '"minerel" is not a kind of item.' in {each.what for each in validate(toy).problems}


def test_a_prior_on_the_approval_of_a_ban_is_refused(toy: Path) -> None:
    prior = """
  ban-approval:
    title: approval of the ban
    unit: "1"
    kind: assumption
    distribution: {fixed: {value: 0.5}}
    basis:
      - {assume: "a toy's round number"}
    grade: assumed
    published: 2023-01-02
    sets: [{draw: approval, where: {measure: [egg-ban]}}]
"""
    added("priors/draws.yaml", prior)(toy)
    problems = validate(toy).problems
    assert any(each.what.startswith('"ban-approval" sets ') and each.line for each in problems)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("world/eggs.yaml", "travel: {assume: 1, unit: week", "travel: {assume: 0, unit: week"),
        ("world/world.yaml", "window: {assume: 1, unit: week", "window: {assume: 4, unit: day"),
    ],
)
def test_a_time_that_is_no_number_of_steps_has_its_line(
    toy: Path, file: str, old: str, new: str
) -> None:
    text = (toy / file).read_text(encoding="utf-8")
    key = old.split(":", maxsplit=1)[0]
    line = next(each for each in text.splitlines() if f" {key}: " in each)
    edit(toy / file, line, line.split(key)[0] + new + ', why: "a toy"}')
    problem = next(iter(validate(toy).problems))
    assert problem.file.endswith(file)
    assert problem.line
    assert "step" in problem.what


def test_codes_that_no_item_has_are_named(toy: Path) -> None:
    assert not validate(toy).notices
    edit(toy / BAN, '["0407"]', '["0408"]')
    (notice,) = validate(toy).notices
    assert notice.what == "no item has the codes 0408."
    assert notice.file.endswith(BAN)
    assert notice.line


def test_the_forms_of_codes() -> None:
    assert all(map(is_tariff_code, ("85", "0407", "2804.29", "2846901940", "2841 80")))
    assert not any(map(is_tariff_code, ("8", "00", "1e308", "10%", "0407.", "04..07", "1" * 13)))
    assert all(map(is_list_code, ("3A090.a", "2E902", "1C902 samarium", "ML1.a")))
    assert not any(map(is_list_code, ("", "1e308", "10%", "3", "abc")))
