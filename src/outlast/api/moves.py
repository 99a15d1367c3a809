"""Moves for a program: the chance of each kind of move in a scenario, and the test behind it."""

from collections.abc import Sequence
from pathlib import Path

from outlast.api.arguments import Arguments, with_default_arithmetic
from outlast.api.run import load
from outlast.scenario.contest import Contest
from outlast.scenario.load import Situation
from outlast.truth.move_forecasts import FUTURES, MovesReport, moves_report


@with_default_arithmetic
def moves(  # noqa: PLR0913  each is a choice of the caller's
    scenario: str | Path | Situation | None = None,
    *,
    futures: int = FUTURES,
    seed: int = 1,
    contest: str | Path | Contest | None = None,
    overlays: Sequence[str | Path] = (),
    as_recorded: bool = False,
) -> MovesReport:
    """Return the chances of moves within 3, 6 and 12 months, the open questions, and the test.

    Its `age` says how far the record reaches: `until`, `days`, the `passed` questions, the `next`
    fork and the `settlements`, as `outlast moves` shows them.

    Args:
        scenario: As for `load`, or a scenario that was loaded.
        futures: How many futures are counted.
        seed: The seed of their luck.
        contest: As for `load`.
        overlays: As for `load`.
        as_recorded: As for `load`.

    Raises:
        InputError: What was asked for cannot be read.
    """
    asked = Arguments()
    asked.load(scenario, contest, overlays, None, None)
    futures, seed = asked.draws(futures), asked.seed(seed)
    asked.stop_if_any()
    found = load(scenario, contest=contest, overlays=overlays, as_recorded=as_recorded)
    return moves_report(found, futures, seed)
