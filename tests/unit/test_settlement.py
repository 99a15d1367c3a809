"""Settlements: their file, their refusals, and their effect on forks, screenings and scenarios."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outlast.api.library import Library
from outlast.errors import InputError
from outlast.policy.age import age_of
from outlast.policy.forks import forks, next_fork, passed_forks
from outlast.policy.settlement import Settlement, SettlementSource, is_address
from outlast.present.display.voice import voice
from outlast.present.record_age import age_lines
from outlast.reading import DEFAULT_CONTEST
from outlast.scenario.locate import shipped_contests
from outlast.scenario.settled_layer import (
    read_settlements,
    settled_folder,
    with_settled,
    write_settlements,
)

QUESTION = "clause-2-suspension"
SOURCE = SettlementSource(url="https://example.org/notice")
SETTLED = Settlement(answer="extended", on=date(2026, 11, 27), source=SOURCE)
LAST = date(2026, 11, 28)
LETTERS = st.text(min_size=1, max_size=60).filter(
    lambda text: text.isprintable() and text.strip() == text
)


@pytest.fixture(autouse=True)
def _shelf(  # pyright: ignore[reportUnusedFunction]
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OUTLAST_SETTLED", str(tmp_path))


def overlay(folder: Path, text: str) -> Library:
    """Return the default contest with a file of settlements laid over it."""
    (folder / "mine" / "policy").mkdir(parents=True)
    file = folder / "mine" / "policy" / "settlements.yaml"
    file.write_text(f"format: outlast/settlements/1\nsettlements:\n{text}", encoding="utf-8")
    return Library(DEFAULT_CONTEST, folder / "mine")


def entry(**changes: str) -> str:
    """Return an entry of the file, with some of its lines changed."""
    fields = {"name": QUESTION, "answer": "extended", "on": "2026-11-27"}
    fields |= {"url": "https://example.org/notice"} | changes
    return (
        f"  {fields['name']}:\n    answer: {fields['answer']}\n    on: {fields['on']}\n"
        f"    source: {{url: '{fields['url']}'}}\n"
    )


def test_a_settled_question_is_no_fork(tmp_path: Path) -> None:
    shipped, settled = Library(DEFAULT_CONTEST).timeline, overlay(tmp_path, entry()).timeline
    assert settled.settlements[QUESTION] == SETTLED
    assert QUESTION in {each.switch for each in forks(shipped)}
    others = [each for each in forks(shipped) if each.switch != QUESTION]
    assert list(forks(settled)) == others
    assert list(passed_forks(settled, LAST)) == [
        each for each in passed_forks(shipped, LAST) if each.switch != QUESTION
    ]


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"name": "clause-2"}, "outlast settle clause-2 --undo"),
        ({"answer": "extendet"}, 'Did you mean "extended"?'),
        ({"on": "2026-10-08"}, "is earlier"),
        ({"url": "example.org"}, "is no address"),
    ],
)
def test_a_false_settlement_is_refused_at_its_line(
    tmp_path: Path, changes: dict[str, str], refusal: str
) -> None:
    with pytest.raises(InputError) as refused:
        _ = overlay(tmp_path, entry(**changes)).timeline
    assert refusal in str(refused.value)
    assert refused.value.problems[0].file.endswith("policy/settlements.yaml")
    assert refused.value.problems[0].line > 1


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("https://example.org/a?b=c#d", True),
        ("HTTP://example.org", True),
        ("http://", False),
        ("https://./x", False),
        ("ftp://example.org", False),
        ("example.org/x", False),
        ("https://example.org/a b", False),
        ("https://example.org/\x1b", False),
        ("javascript:alert(1)", False),
    ],
)
def test_an_address_has_a_scheme_and_a_host(text: str, right: bool) -> None:  # noqa: FBT001
    assert is_address(text) is right


@given(note=LETTERS, title=LETTERS)
def test_every_text_is_read_as_it_was_written(note: str, title: str) -> None:
    source = SettlementSource(url="https://example.org/x", title=title)
    made = {QUESTION: SETTLED.model_copy(update={"note": note, "source": source})}
    write_settlements(DEFAULT_CONTEST, made)
    assert read_settlements(DEFAULT_CONTEST) == made


def test_only_a_shipped_contest_takes_the_users_settlements(tmp_path: Path) -> None:
    assert with_settled(DEFAULT_CONTEST, ()) == ()
    file = write_settlements(DEFAULT_CONTEST, {QUESTION: SETTLED})
    folder = settled_folder(DEFAULT_CONTEST)
    assert file.is_relative_to(folder)
    assert with_settled(DEFAULT_CONTEST, ()) == (folder,)
    assert with_settled(DEFAULT_CONTEST, (folder,)) == (folder,)
    assert with_settled(tmp_path / "mine", ()) == ()
    assert with_settled(shipped_contests()["lilliput"], ()) == ()
    write_settlements(DEFAULT_CONTEST, {})
    assert with_settled(DEFAULT_CONTEST, ()) == ()


def test_the_age_names_passed_questions_first_in_both_languages() -> None:
    timeline = Library(DEFAULT_CONTEST).timeline
    until = timeline.coverage.record_until
    assert until is not None
    fork = next_fork(timeline, until)
    assert fork is not None
    before, after = age_of(timeline, until), age_of(timeline, fork.day)
    assert before.passed == ()
    assert before.next == fork
    assert after.passed[0] == fork
    assert after.days == (fork.day - until).days
    for language in ("en", "zh"):
        lines = age_lines(after, voice(language), settles=True)
        assert f"outlast settle {fork.switch} ANSWER --source URL" in lines[0]
        assert str(after.days) in lines[-1]
        assert "outlast" not in age_lines(after, voice(language), settles=False)[0]
