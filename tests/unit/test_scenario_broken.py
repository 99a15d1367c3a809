"""Every way in which a scenario can be broken is refused, at its line and with its cure."""

import shutil
from pathlib import Path

import pytest

from outlast.errors import InputError
from outlast.reading import CONTESTS
from outlast.scenario.load import SHELF, load_scenario

HEAD = """format: outlast/scenario/1
id: broken
title: A broken scenario
summary: It is broken in one place.
data: lilliput
date: 2023-01-02
knows_until: 2023-04-03
"""

CASES = {
    "negative-horizon": ("horizon: -4\n", 8, "the horizon is negative: -4 weeks.", "at least 1"),
    "no-horizon": ("horizon: 0\n", 8, "the horizon is zero: 0 weeks.", "at least 1"),
    "unknown-key": ("horizn: 4\n", 8, 'the key "horizn" is not known here.', '"horizon"'),
    "unknown-parent": ("from: liliput\n", 8, '"liliput" is not a scenario.', '"lilliput"'),
    "unknown-measure": (
        "measures:\n  off: [egg-bann]\n",
        9,
        '"egg-bann" is not a measure.',
        '"egg-ban"',
    ),
    "unknown-switch": ("switches:\n  truse: holds\n", 9, '"truse" is not a switch.', "truce"),
    "unknown-branch": (
        "switches:\n  truce: hold\n",
        9,
        '"hold" is not a branch of "truce".',
        '"holds"',
    ),
    "unknown-prior": (
        "priors:\n  hording: {distribution: {fixed: {value: 1}}, why: a test}\n",
        9,
        '"hording" is not a prior.',
        '"hoarding"',
    ),
    "reversed-prior": (
        "priors:\n  hoarding:\n    distribution: {uniform: {low: 2, high: 1}}\n    why: a test\n",
        10,
        "the range 2 to 1 is reversed or empty.",
        "",
    ),
    "triangle-out-of-order": (
        (
            "priors:\n  hoarding:\n    distribution: {triangular: {low: 0, mode: 3, high: 1}}\n"
            "    why: a test\n"
        ),
        10,
        "the triangle 0, 3, 1 is not in order.",
        "",
    ),
    "other-branches": (
        "priors:\n  hoarding: {distribution: {choice: {a: 0.5, b: 0.5}}, why: a test}\n",
        9,
        '"hoarding" is given other branches.',
        "it is a number",
    ),
    "good-that-does-not-exist": (
        (
            "supposed:\n  no-eggs:\n    side: big\n    kind: deny\n    goods: [egs]\n"
            "    origins: [blefuscu]\n    destinations: [lilliput]\n    from: 2023-05-01\n"
            "    why: a test\n"
        ),
        12,
        '"egs" is not a good.',
        '"eggs"',
    ),
    "bloc-that-does-not-exist": (
        (
            "supposed:\n  no-eggs:\n    side: big\n    kind: deny\n    goods: [eggs]\n"
            "    origins: [blefusco]\n    destinations: [lilliput]\n    from: 2023-05-01\n"
            "    why: a test\n"
        ),
        13,
        '"blefusco" is not a bloc.',
        '"blefuscu"',
    ),
    "side-that-does-not-exist": (
        (
            "supposed:\n  no-eggs:\n    side: bigg\n    kind: deny\n    goods: [eggs]\n"
            "    origins: [blefuscu]\n    destinations: [lilliput]\n    from: 2023-05-01\n"
            "    why: a test\n"
        ),
        10,
        '"bigg" is not a side.',
        '"big"',
    ),
    "quota-without-rate": (
        (
            "supposed:\n  few-eggs: {side: big, kind: quota, goods: [eggs], origins: [blefuscu],"
            " destinations: [lilliput], from: 2023-05-01, why: a test}\n"
        ),
        9,
        "quotas, fees and price floors have a rate, and nothing else has one.",
        "",
    ),
    "ends-before-it-begins": (
        (
            "supposed:\n  few-eggs: {side: big, kind: deny, goods: [eggs], origins: [blefuscu],"
            " destinations: [lilliput], from: 2023-05-01, until: 2023-04-01, why: a test}\n"
        ),
        9,
        "it ends on 2023-04-01, before it begins on 2023-05-01.",
        "",
    ),
    "name-of-a-measure": (
        (
            "supposed:\n  egg-ban: {side: big, kind: deny, goods: [eggs], origins: [blefuscu],"
            " destinations: [lilliput], from: 2023-05-01, why: a test}\n"
        ),
        9,
        '"egg-ban" is a measure of the record too.',
        "another name",
    ),
    "day-that-is-none": ("denial_from: 2023-02-30\n", 8, '"2023-02-30" is not a date.', "calendar"),
}


def write(folder: Path, text: str, name: str = "broken") -> str:
    file = folder / f"{name}.yaml"
    file.write_text(text, encoding="utf-8")
    return str(file)


@pytest.mark.parametrize("case", CASES)
def test_a_broken_scenario_is_refused_at_its_line(case: str, tmp_path: Path) -> None:
    rest, line, says, cure = CASES[case]
    with pytest.raises(InputError) as told:
        load_scenario(write(tmp_path, HEAD + rest))
    assert [(each.line, each.what) for each in told.value.problems] == [(line, says)]
    assert cure in told.value.problems[0].cure
    assert told.value.problems[0].file.endswith("broken.yaml")
    assert told.value.exit_code == 1


def test_an_unknown_scenario_is_answered_with_the_nearest() -> None:
    with pytest.raises(InputError, match=r'"todday" is not a scenario\. Did you mean "today"'):
        load_scenario("todday")


def test_several_problems_come_together(tmp_path: Path) -> None:
    text = HEAD + "switches:\n  truse: holds\nmeasures:\n  off: [egg-bann]\n"
    with pytest.raises(InputError, match="2 problems"):
        load_scenario(write(tmp_path, text))


EVERY_KIND = (
    "date: 2023-13-01\nhorizn: 4\nhorizon: 90000\nswitches:\n  truse: holds\n  truce: hold\n"
    "measures:\n  off: [egg-bann]\npriors:\n  hording: 0.5\n"
    "  hoardin: {distribution: {fixed: {value: 1, unit: egg}}, why: a test}\n"
    "  hoarding: {distribution: {uniform: {low: 2, high: 1}}, why: a test}\n"
    "  hoardings: {distribution: {fixed: {value: 1}}, why: a test}\n"
)


def test_problems_of_every_kind_come_at_once_each_at_its_line(tmp_path: Path) -> None:
    text = HEAD.replace("data: lilliput\n", "from: liliput\n").replace("date: 2023-01-02\n", "")
    with pytest.raises(InputError) as told:
        load_scenario(write(tmp_path, text + EVERY_KIND))
    assert [(each.line, each.what, each.cure) for each in told.value.problems] == [
        (5, '"liliput" is not a scenario.', 'Did you mean "lilliput"?'),
        (7, '"2023-13-01" is not a date.', "The calendar has no such day."),
        (8, 'the key "horizn" is not known here.', 'Did you mean "horizon"?'),
        (
            9,
            "the run takes 90,000 steps, 0 of them before its date.",
            "At most 10,000 are computed: take a nearer end, or a longer step.",
        ),
        (11, '"truse" is not a switch.', 'Did you mean "truce"?'),
        (12, '"hold" is not a branch of "truce".', 'Did you mean "holds"?'),
        (14, '"egg-bann" is not a measure.', 'Did you mean "egg-ban"?'),
        (16, '"hording" is not a prior.', 'Did you mean "hoarding"?'),
        (16, '"hording" must hold keys.', "Known are: distribution, why."),
        (17, '"hoardin" is not a prior.', 'Did you mean "hoarding"?'),
        (17, 'the key "unit" is not known here.', "Known are: value."),
        (18, "the range 2 to 1 is reversed or empty.", "Mend it, or leave it out."),
        (19, '"hoardings" is not a prior.', 'Did you mean "hoarding"?'),
    ]


def test_a_file_without_id_title_and_summary_tells_the_rest_too(tmp_path: Path) -> None:
    rest = "from: lilliput\nswitches:\n  truse: holds\n"
    with pytest.raises(InputError) as told:
        load_scenario(write(tmp_path, f"format: outlast/scenario/2\n{rest}"))
    assert [(each.line, each.what) for each in told.value.problems] == [
        (1, 'the key "id" is missing.'),
        (1, 'the key "summary" is missing.'),
        (1, 'the key "title" is missing.'),
        (4, '"truse" is not a switch.'),
    ]


def test_problems_of_a_scenario_and_of_its_own_contest_come_together(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    shutil.copytree(CONTESTS / "lilliput", folder)
    (folder / "CHECKSUMS").unlink(missing_ok=True)
    conduct = next(folder.glob("**/conduct.yaml"))
    conduct.write_text(conduct.read_text(encoding="utf-8") + "nonsense: 1\n", encoding="utf-8")
    text = "format: outlast/scenario/2\nid: broken\ntitle: Broken\nsummary: Broken twice.\n"
    file = folder / "scenarios" / "broken.yaml"
    file.write_text(f"{text}from: lilliput\nhorizn: 4\n", encoding="utf-8")
    with pytest.raises(InputError) as told:
        load_scenario(file, folder)
    assert {Path(each.file).name for each in told.value.problems} == {"broken.yaml", conduct.name}


def test_a_scenario_must_have_a_date(tmp_path: Path) -> None:
    text = HEAD.replace("date: 2023-01-02\n", "").replace("knows_until: 2023-04-03\n", "")
    with pytest.raises(InputError) as told:
        load_scenario(write(tmp_path, text))
    missing = [each.what for each in told.value.problems]
    assert missing == ['the key "date" is missing.', 'the key "knows_until" is missing.']


def test_a_date_before_the_world_is_refused(tmp_path: Path) -> None:
    text = HEAD.replace("date: 2023-01-02", "date: 2022-06-01")
    with pytest.raises(InputError, match="lies before the world begins"):
        load_scenario(write(tmp_path, text))


def test_a_ring_of_scenarios_is_refused(tmp_path: Path) -> None:
    write(tmp_path, HEAD.replace("id: broken", "id: other") + "from: broken\n", "other")
    with pytest.raises(InputError, match="differs from itself in the end"):
        load_scenario(write(tmp_path, HEAD + "from: other\n"))


def test_an_id_must_be_the_files_name(tmp_path: Path) -> None:
    with pytest.raises(InputError, match='says id "broken"'):
        load_scenario(write(tmp_path, HEAD, "else"))


def test_differences_are_laid_over_the_parent(tmp_path: Path) -> None:
    text = """format: outlast/scenario/1
id: child
title: A child
summary: It differs from the toy in a few places.
from: lilliput
horizon: 52
measures: {off: [pastry-fee]}
priors:
  hoarding: {distribution: {fixed: {value: 3}}, why: a test}
"""
    child = load_scenario(write(tmp_path, text, "child"))
    parent = load_scenario("lilliput")
    assert child.scenario.date == parent.scenario.date
    assert (child.clock.horizon, parent.clock.horizon) == (52, 156)
    assert set(parent.timeline.measures) - set(child.timeline.measures) == {"pastry-fee"}
    fixed = child.priors["hoarding"].distribution.fixed
    assert fixed is not None
    assert fixed.value == 3


@pytest.mark.parametrize("name", sorted(file.stem for file in SHELF.glob("*.yaml")))
def test_every_shipped_scenario_is_sound(name: str) -> None:
    assert load_scenario(name).scenario.id == name


def test_a_broken_conduct_is_refused_at_its_line(tmp_path: Path) -> None:
    shutil.copytree(CONTESTS / "lilliput", tmp_path / "lilliput")
    file = tmp_path / "lilliput" / "conduct.yaml"
    text = file.read_text(encoding="utf-8").replace("by: laputa", "by: lapita")
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as told:
        load_scenario(contest=tmp_path / "lilliput")
    assert [each.what for each in told.value.problems] == ['"lapita" is not a bloc.']
    assert told.value.problems[0].line == text.splitlines().index("    by: lapita") + 1


def test_sets_that_do_not_match_are_refused(tmp_path: Path) -> None:
    shutil.copytree(CONTESTS / "lilliput", tmp_path / "lilliput")
    file = tmp_path / "lilliput" / "sets.yaml"
    text = file.read_text(encoding="utf-8")
    kept = "\n".join(line for line in text.splitlines() if "fleet:" not in line)
    file.write_text(kept + "\n      big: {}\n", encoding="utf-8")
    with pytest.raises(InputError, match="the sides have not equally many members"):
        load_scenario(contest=tmp_path / "lilliput")


def test_a_wrong_contest_hides_no_missing_key(tmp_path: Path) -> None:
    path = tmp_path / "broken.yaml"
    head = HEAD.replace("scenario/1", "scenario/2").replace("data: lilliput\n", "contest: lilipu\n")
    path.write_text(head.replace("date: 2023-01-02\n", ""), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_scenario(path)
    found = [(each.what, each.cure) for each in caught.value.problems]
    assert [what for what, _ in found] == [
        'the key "date" is missing.',
        '"' + str(tmp_path / "lilipu") + '" is not a contest.',
    ]
