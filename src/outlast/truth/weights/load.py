"""Reading the declaration of weights, with every problem at its line."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from outlast.errors import InputError, Problems
from outlast.facts import Ledger
from outlast.facts.units import CONTEXT
from outlast.reading import (
    Findings,
    Layers,
    collect,
    each_unknown,
    layered,
    read_placed,
    topmost,
    unknown,
)
from outlast.scenario.contest import Contest
from outlast.truth.backtest.load import FILE_NAME as BACKTEST
from outlast.truth.backtest.load import read_backtest
from outlast.truth.backtest.series import Backtest
from outlast.truth.weights.declared import NonEvents, WeightRules
from outlast.world import World

NON_EVENTS: Final = "non-events.yaml"
"""The file of non-events in the folder of a contest."""

RULES: Final = "weights.yaml"
"""The file of the rules of weights in the folder of a contest."""


@dataclass(frozen=True)
class WeightInputs:
    """Everything of a contest from which weights come."""

    backtest: Backtest | None
    """The series and their objects; none if the contest declares no backtest."""

    non_events: NonEvents
    rules: WeightRules


def load_weights(contest: Contest) -> WeightInputs:
    """Return the declaration of the weights of a contest; a contest may have none.

    Episodes go unchecked: a run needs none, and the copy of a run has none.

    Raises:
        InputError: All problems of its files.
    """
    problems = Problems(context={CONTEXT: contest.ledger.units})
    world, ledger = contest.world.world, contest.ledger
    found = read_weights(contest.layers, ledger, world, problems, episodes=False)
    problems.stop_if_any(InputError)
    return found


def read_weights(
    layers: Layers,
    ledger: Ledger,
    world: World | None,
    problems: Problems,
    *,
    episodes: bool = True,
) -> WeightInputs:
    """Return the declaration of weights, or add every problem to those of a load.

    Args:
        layers: The folder of the contest, then the folders laid over it.
        ledger: The facts of the contest.
        world: The world of the contest; its names go unchecked if it could not be read.
        problems: The load.
        episodes: Whether the names of episodes are checked.
    """
    backtest = read_backtest(layers, ledger, world, problems)
    broken = backtest is None and topmost(layers, BACKTEST) is not None
    silent = topmost(layers, NON_EVENTS)
    non_events = NonEvents()
    if silent and (read := read_placed(silent, "non-events", NonEvents, problems)):
        non_events, document = read
        services = None if world is None else world.services
        collect(_unknown(non_events, ledger, services), document, problems)
        if episodes:
            collect(_unknown_episodes(non_events, layers), document, problems)
    file = topmost(layers, RULES)
    rules = WeightRules()
    if file and (read := read_placed(file, "weights", WeightRules, problems)):
        rules, document = read
        known = None if broken else dict(backtest.series) if backtest else {}
        collect(_unknown_series(rules, known), document, problems)
    return WeightInputs(backtest, non_events, rules)


def _unknown(
    declared: NonEvents, ledger: Ledger, services: Mapping[str, object] | None
) -> Findings:
    """Yield every service and source of non-events that the contest does not know."""
    for key, each in declared.non_events.items():
        place = ("non-events", key)
        yield from each_unknown((*place, "services"), each.services, services, "a service")
        if each.source is not None:
            yield from unknown((*place, "source"), each.source, ledger.sources, "a source")


def _unknown_episodes(declared: NonEvents, layers: Layers) -> Findings:
    """Yield every episode of non-events that the contest does not have."""
    known = [file.stem for _, file in layered(layers, "episodes/*.yaml")]
    for key, each in declared.non_events.items():
        yield from unknown(("non-events", key, "episode"), each.episode, known, "an episode")


def _unknown_series(rules: WeightRules, series: Mapping[str, object] | None) -> Findings:
    """Yield every series in the rules that the backtest does not declare."""
    for key in rules.used:
        yield from unknown(("used", key), key, series, "a series")
