"""Silence: events of which nobody reported, beside the futures of an episode in which they are."""

from dataclasses import dataclass

from outlast.scenario.contest import Contest
from outlast.truth.verify.episodes import EpisodeRuns
from outlast.truth.weights.declared import NonEvent
from outlast.truth.weights.history_run import event_happened
from outlast.truth.weights.load import load_weights


@dataclass(frozen=True)
class CheckedSilence:
    """An event of which nobody reported, for one service."""

    key: str
    service: str
    event: NonEvent
    happened: float
    """The share of futures of its episode in which it happened."""


def checked_silences(contest: Contest, episodes: EpisodeRuns) -> tuple[CheckedSilence, ...]:
    """Return the non-events of a contest with their shares of the futures of their episodes.

    Args:
        contest: The contest.
        episodes: The runs of its episodes.

    Raises:
        InputError: All problems of the declaration.
        RunError: A future failed its audit.
    """
    declared = load_weights(contest).non_events.non_events
    found: list[CheckedSilence] = []
    for key, event in declared.items():
        episode = episodes[event.episode]
        for service in event.services:
            if service not in episode.lowered.names.services:
                continue
            levels = episode.levels(service)
            happened = event_happened(event, levels, episode.situation.clock)
            found.append(CheckedSilence(key, service, event, float(happened.mean())))
    return tuple(found)
