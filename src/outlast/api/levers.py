"""Levers for a program: every one at each of its stops, and what it would change."""

from collections.abc import Callable, Mapping

from outlast.api.run import load, never
from outlast.errors import InputError
from outlast.scenario.adjust import given as give
from outlast.scenario.load import Situation
from outlast.study.lever_effects import FUTURES, Stops, stops


def levers(  # noqa: PLR0913  each is a choice of the caller's
    scenario: str | Situation = "today",
    *,
    futures: int = FUTURES,
    seed: int = 1,
    given: Mapping[str, str | float] | None = None,
    progress: Callable[[int, int], None] | None = None,
    stop: Callable[[], bool] = never,
) -> Stops | None:
    """Return what every lever would change, or nothing if asked to stop.

    Args:
        scenario: A shipped scenario's id, a scenario file's path, or a scenario that was loaded.
        futures: How many futures, in single precision.
        seed: The seed of their luck.
        given: What `load` takes; levers are moved from there.
        progress: Told how many stops are tried, and of how many.
        stop: Asked between blocks of futures; true ends it.

    Raises:
        InputError: What was asked for cannot be run.
        RunError: A future failed its audit.
    """
    if futures < 1:
        raise InputError(f"{futures} futures answer nothing. Ask for at least 1.")
    if isinstance(scenario, str):
        situation = load(scenario, given=given)
    else:
        situation = give(scenario, given or {})
    return stops(situation, futures=futures, seed=seed, progress=progress, stop=stop)
