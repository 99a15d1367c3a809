"""The lines of an answer that cannot be told: an attribute a line, items and kinds together."""

import json
from datetime import date

import pytest

from outlast.api import library
from outlast.api.screen import screen_item
from outlast.cli.open_lines import branch_lines, missing_lines
from outlast.scenario.shipments import Transaction
from tests.faces.own import command as say

Capture = pytest.CaptureFixture[str]


def lines_of(item: str, to: str, on: str) -> tuple[list[str], list[tuple[int, str]]]:
    transaction = Transaction(to, date.fromisoformat(on), origin="CN")
    found = screen_item(library(), item, transaction).determination
    return list(missing_lines(found.missing)), list(branch_lines(found.branches))


def test_a_heading_of_several_kinds_is_answered_by_kind() -> None:
    missing, branches = lines_of("8504.90", "US", "2025-06-11")
    assert missing[0].startswith("kind: accelerator; logic; magnet;")
    assert missing[0].endswith("another kind")
    assert len({line.partition(":")[0] for line in missing}) == len(missing)
    heads = [line for depth, line in branches if depth == 0]
    assert "If kind is logic, or memory, or another kind: not-caught." in heads
    chips = branches.index((0, "If kind is accelerator:"))
    assert "maker country is CN" in branches[chips + 1][1]
    assert "group" not in branches[chips + 1][1]


def test_items_with_one_answer_stand_in_one_line() -> None:
    missing, branches = lines_of("3818.00", "KR", "2024-06-04")
    assert "which of the items below it is" in missing
    caught = [line for _, line in branches if "Gallium arsenide" in line]
    assert len(caught) == 1
    assert "Germanium dioxide" in caught[0]


def test_a_question_that_changes_nothing_in_a_case_is_left_out() -> None:
    _, branches = lines_of("8504.90", "US", "2026-11-28")
    assert (1, "if group is Sb: not-covered.") in branches
    assert any("clause-2-suspension lapses" in line for _, line in branches)
    assert not any("kuala-lumpur-extension" in line for _, line in branches)


def test_a_kind_that_is_stated_is_asked_for_no_more(capsys: Capture) -> None:
    words = ("screen", "8504.90", "--from", "CN", "--to", "US", "--on", "2025-06-11")
    code, out, _ = say(capsys, *words, "--attribute", "kind=memory")
    assert code == 0
    assert "Not known: kind" not in out
    assert "Not caught" in out


def test_a_licence_names_its_review_and_then_the_exception(capsys: Capture) -> None:
    words = ("screen", "RTX 4090", "--to", "CN", "--on", "2023-11-17")
    _, out, _ = say(capsys, *words)
    told = " ".join(out.split())
    assert "presumption of denial; the exception NAC may be used instead." in told


def test_a_party_on_no_list_is_shown_the_nearest_listed_names(capsys: Capture) -> None:
    way = ("--from", "US", "--to", "DE", "--headquarters", "DE", "--on", "2025-06-02")
    _, out, _ = say(capsys, "screen", "L2", *way, "--end-user", "Huawel")
    assert 'No list of this record names "Huawel"' in " ".join(out.split())
    _, out, _ = say(capsys, "screen", "L2", *way, "--end-user", "Huawel", "--json")
    answer = json.loads(out)
    assert answer["nearest"] == ["Huawei"]
    assert answer["parties"] == []


def test_an_entry_to_come_has_a_star_and_its_note(capsys: Capture) -> None:
    words = ("timeline", "--measure", "cn-rare-earth-licence-2025", "--from", "2026-10-09")
    _, out, _ = say(capsys, *words)
    assert "amended *" in out
    assert "a run lets the general licences go on" in " ".join(out.split())
