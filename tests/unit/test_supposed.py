"""A rule that a scenario supposes is held to the form of a recorded one, at its line."""

from pathlib import Path

import pytest

from outlast.errors import InputError
from outlast.scenario.load import load_scenario

HEAD = """format: outlast/scenario/1
id: broken
title: A broken scenario
summary: It supposes one rule.
from: lilliput
horizon: 20
supposed:
  no-eggs:
    side: big
    kind: {kind}
    goods: [{goods}]
    origins: [{origins}]
    destinations: [{destinations}]
    announced: {announced}
    from: 2023-06-05
    why: a test of the form
"""

RIGHT = {
    "kind": "deny",
    "goods": "eggs",
    "origins": "blefuscu",
    "destinations": "lilliput",
    "announced": "2023-06-05",
}


def written(folder: Path, more: str = "", **changes: str) -> Path:
    """Write a scenario that supposes one rule."""
    file = folder / "broken.yaml"
    file.write_text(HEAD.format(**(RIGHT | changes)) + more, encoding="utf-8")
    return file


def test_a_sound_supposition_is_taken(tmp_path: Path) -> None:
    file = written(tmp_path, '    share: {assume: 0.5, unit: "1", why: a test}\n')
    assert load_scenario(file, "lilliput").scenario.supposed.keys() == {"no-eggs"}


@pytest.mark.parametrize(
    ("more", "changes", "line", "says"),
    [
        ('    share: {assume: 60, unit: "1", why: in percent}\n', {}, 17, "more than 1"),
        ('    share: {assume: -0.1, unit: "1", why: negative}\n', {}, 17, "negative"),
        ("    share: {assume: 0.5, unit: week, why: a time}\n", {}, 17, "is stated in week."),
        ("    share: {fact: nowhere}\n", {}, 17, '"nowhere" is not a fact.'),
        ('    rate: {assume: 60, unit: "1", why: no rate}\n', {"kind": "quota"}, 17, "rate"),
        ("    until: 2022-01-03\n", {}, 8, "before it begins"),
        ("", {"announced": "2023-07-03"}, 14, "after it takes force"),
        ("", {"announced": "1970-01-01"}, 14, "years before it takes force"),
        ("", {"origins": "lilliput"}, 11, "no route carries"),
        ("", {"goods": "eggs, eggs"}, 11, "stands twice"),
        ("", {"goods": "egs"}, 11, "is not a good"),
    ],
)
def test_a_wrong_supposition_is_refused_at_its_line(
    tmp_path: Path, more: str, changes: dict[str, str], line: int, says: str
) -> None:
    file = written(tmp_path, more, **changes)
    with pytest.raises(InputError) as refusal:
        load_scenario(file, "lilliput")
    problems = refusal.value.problems
    assert [each.line for each in problems if says in each.what] == [line]
    assert all(each.file.endswith("broken.yaml") and each.cure for each in problems)
