"""Events of which nobody reported, up to June 2025, are seldom in the shipped world.

A silence is weak evidence: an event that happens in more futures than half of the chance that a
report would have been missed disagrees with the record. Later silences score and choose nothing.
"""

from datetime import date

import pytest

from outlast.scenario.locate import open_contest
from outlast.truth.verify.episodes import EpisodeRuns
from outlast.truth.verify.silence import CheckedSilence, checked_silences

FUTURES = 128

FITTED_UNTIL = date(2025, 6, 30)


@pytest.fixture(scope="module")
def silences() -> tuple[CheckedSilence, ...]:
    """Every shipped non-event with its share of the futures of its episode."""
    contest = open_contest()
    return checked_silences(contest, EpisodeRuns(contest, {}, FUTURES))


def test_each_silence_up_to_the_freeze_is_likely_in_the_model(
    silences: tuple[CheckedSilence, ...],
) -> None:
    early = [each for each in silences if each.event.until <= FITTED_UNTIL]
    assert len(early) == 8
    for each in early:
        reported = (each.event.reported.low + each.event.reported.high) / 2
        chance_of_silence = 1 - reported * each.happened
        assert chance_of_silence > 0.9, each


def test_later_silences_are_scored_apart(silences: tuple[CheckedSilence, ...]) -> None:
    later = [each for each in silences if each.event.from_ > FITTED_UNTIL]
    assert {each.key for each in later} == {
        "defence-electronics-lost-months-later",
        "chip-fabrication-lost-months-later",
    }
    assert all(0 <= each.happened <= 1 for each in later)


def test_an_event_at_full_level_always_happens(silences: tuple[CheckedSilence, ...]) -> None:
    """The reading follows the level: at one that no service keeps, the event is certain."""
    from outlast.truth.verify.episodes import run_episode  # noqa: PLC0415
    from outlast.truth.weights.history_run import event_happened  # noqa: PLC0415

    event = silences[0].event
    episode = run_episode(event.episode, open_contest(), {}, 16)
    always = event.model_copy(update={"level": 1.0 + 1e-6})
    never = event.model_copy(update={"level": -1.0})
    levels = episode.levels(silences[0].service)
    assert event_happened(always, levels, episode.situation.clock).all()
    assert not event_happened(never, levels, episode.situation.clock).any()
