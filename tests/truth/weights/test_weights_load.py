"""Reading non-events and the rules of weights: every problem at its line, with its cure."""

from pathlib import Path

import pytest

from outlast.errors import InputError, Problems
from outlast.facts.units import CONTEXT
from outlast.reading import DEFAULT_CONTEST
from outlast.scenario.locate import open_contest
from outlast.truth.weights.declared import MOST_REPORTED
from outlast.truth.weights.load import NON_EVENTS, RULES, load_weights, read_weights
from tests.truth.weights.toy_weights import NON_EVENTS as EVENT
from tests.truth.weights.toy_weights import RULES as RULE
from tests.truth.weights.toy_weights import toy_weights


def refused(folder: Path, name: str, old: str, new: str) -> str:
    """Return the message for the toy's files with one text replaced."""
    text = {NON_EVENTS: EVENT, RULES: RULE}[name].lstrip()
    assert old in text
    (toy_weights(folder) / name).write_text(text.replace(old, new), encoding="utf-8")
    contest = open_contest("lilliput", [folder])
    problems = Problems(context={CONTEXT: contest.ledger.units})
    read_weights(contest.layers, contest.ledger, contest.world.world, problems)
    return str(InputError(problems.found))


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("high: 0.8", "high: 0.9", 11, "less than or equal to 0.8"),
        ("low: 0.2", "low: 0.81", 11, "not in order"),
        ("weeks: 4", "weeks: 60", 3, "shorter than 60 weeks"),
        ("level: 0.8", "level: 1.2", 7, "less than 1"),
        ("[breakfast]", "[breakfasts]", 6, 'Did you mean "breakfast"'),
        ("episode: winter", "episode: wintr", 5, 'Did you mean "winter"'),
        ("until: 2023-12-01", "until: 2022-12-01", 3, "before it begins"),
    ],
)
def test_a_wrong_line_of_non_events_is_refused_at_its_place(
    tmp_path: Path, old: str, new: str, line: int, said: str
) -> None:
    message = refused(tmp_path, NON_EVENTS, old, new)
    assert said in message
    assert f"{NON_EVENTS}:{line} " in message


def test_a_non_event_needs_a_source_or_a_search(tmp_path: Path) -> None:
    start = EVENT.index("    search:")
    toy_weights(tmp_path)
    text = EVENT[:start].lstrip()
    (tmp_path / NON_EVENTS).write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match='either a "source" or a "search"'):
        load_weights(open_contest("lilliput", [tmp_path]))


def test_a_series_that_nobody_declares_is_refused(tmp_path: Path) -> None:
    used = 'used: {eggs-to-liliput: {until: 2023-01-05, as: target, why: "a toy number"}}'
    message = refused(tmp_path, RULES, "gate:", f"{used}\ngate:")
    assert '"eggs-to-liliput" is not a series' in message
    assert "eggs-to-lilliput" in message


def test_a_contest_may_have_neither_file() -> None:
    found = load_weights(open_contest("lilliput"))
    assert found.backtest is None
    assert found.rules.gate is None
    assert not found.non_events.non_events


def test_the_shipped_declaration_says_where_it_searched() -> None:
    assert (DEFAULT_CONTEST / NON_EVENTS).is_file()
    found = load_weights(open_contest())
    assert found.rules.gate is not None
    events = found.non_events.non_events
    services = {service for each in events.values() for service in each.services}
    wanted = ("defence-electronics", "chip-fabrication", "munitions-primers", "infrared-fibre")
    assert services == {f"{bloc}-{name}" for bloc in ("us", "ally") for name in wanted}
    for each in events.values():
        assert each.reported.high <= MOST_REPORTED
        assert each.source or (each.search and each.search.words and each.search.day)
