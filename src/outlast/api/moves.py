"""Moves for a program: the chance of each kind of move in a scenario, and the test behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from outlast.api.arguments import Arguments, with_default_arithmetic
from outlast.api.former_arguments import takes_lang
from outlast.api.pictured import Pictured, fields_of
from outlast.api.run import load
from outlast.present.display.voice import voice
from outlast.present.view import View
from outlast.scenario.contest import Contest
from outlast.scenario.load import Situation
from outlast.truth.move_forecasts import FUTURES, MovesReport, moves_report


@dataclass(frozen=True, repr=False)
class MovesAnswer(MovesReport, Pictured):
    """The chances of moves in a scenario, with their picture."""

    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict[str, Mapping[str, str]])
    """The contest's names of things, by language."""

    sides: Mapping[str, str] = field(default_factory=dict[str, str])
    """The titles of the sides, by key."""

    @takes_lang
    @with_default_arithmetic
    def figure(self, language: str = "en") -> View:
        """Return the chance of each kind of move by side; see `Pictured.figure`.

        Raises:
            InputError: No move is drawn in the scenario.
        """
        from outlast.present.moves_figure import moves_figure  # noqa: PLC0415  heavy

        return moves_figure(
            self, self.sides, voice(language).naming(self.names), version("outlast")
        )


@with_default_arithmetic
def moves(  # noqa: PLR0913  each is a choice of the caller's
    scenario: str | Path | Situation | None = None,
    *,
    futures: int = FUTURES,
    seed: int = 1,
    contest: str | Path | Contest | None = None,
    overlays: Sequence[str | Path] = (),
    as_recorded: bool = False,
) -> MovesAnswer:
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
    report = moves_report(found, futures, seed)
    sides = {key: each.title for key, each in found.timeline.sides.items()}
    names = found.origin.contest.names
    return MovesAnswer(**fields_of(report), names=names, sides=sides)
