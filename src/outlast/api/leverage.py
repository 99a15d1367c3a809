"""Leverage for a program: the hold of two blocs of a contest over each other, good by good."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Final

from outlast.api.arguments import Arguments, with_default_arithmetic
from outlast.api.former_arguments import takes_lang
from outlast.api.library import library
from outlast.api.notebook_progress import progress_here
from outlast.api.pictured import Pictured, fields_of
from outlast.api.tied_settings import leverage_with
from outlast.economy.check import EconomyNames
from outlast.economy.hold import Leverage, leverage_producers
from outlast.economy.leverage import TOGETHER, LeverageModel
from outlast.economy.leverage_declaration import load_leverage
from outlast.economy.trade import BaseTrade
from outlast.errors import nearest
from outlast.present.display.voice import voice
from outlast.present.view import View
from outlast.world.world import Bloc

FUTURES: Final = 2000
"""Draws of the uncertain numbers by default."""


@dataclass(frozen=True, repr=False)
class LeverageAnswer(Leverage, Pictured):
    """The hold of two blocs over each other, with its picture."""

    producers: tuple[str, ...] = ()
    """The publishers behind the numbers."""

    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict[str, Mapping[str, str]])
    """The contest's names of things, by language."""

    @takes_lang
    @with_default_arithmetic
    def figure(self, language: str = "en") -> View:
        """Return the shares of supply, output and use, good by good; see `Pictured.figure`."""
        from outlast.present.leverage_figure import leverage_figure  # noqa: PLC0415  heavy

        words = voice(language).naming(self.names)
        return leverage_figure(self, words, self.producers, version("outlast"))


@with_default_arithmetic
def leverage(  # noqa: PLR0913  each is a choice of the caller's
    one: str,
    other: str,
    *,
    futures: int = FUTURES,
    seed: int = 1,
    given: Mapping[str, float | str] | None = None,
    contest: str | Path | None = None,
    overlays: Sequence[str | Path] = (),
    progress: Callable[[int, int], None] | None = None,
) -> LeverageAnswer:
    """Return the hold of two blocs over each other in the base year, good by good.

    Args:
        one: A bloc of the contest, or several that act together: "US+ALLY".
        other: Another, or several others.
        futures: How many draws of the uncertain numbers.
        seed: The seed of their luck.
        given: Numbers to fix: tied shares, as `{"tied.us-car-magnets.336111": 0.5}`, and the two
            elasticities that are drawn.
        contest: The name of a shipped contest, or the folder of one's own; the default if absent.
        overlays: Folders to lay over it, the topmost last.
        progress: Told how many directions are computed, and of how many.

    Raises:
        InputError: A bloc is not known, both are the same, or the contest declares no leverage.
    """
    asked = Arguments()
    asked.contest(contest, overlays)
    futures, seed = asked.draws(futures), asked.seed(seed)
    asked.functions(progress=progress)
    asked.stop_if_any()
    read = library(contest, overlays)
    world = read.world.world
    names = EconomyNames(
        read.ledger, read.priors, {key: bloc.title for key, bloc in world.blocs.items()}
    )
    declared = load_leverage(read.layers, names, world)
    groups = [tuple(f"{each}".split(TOGETHER)) for each in (one, other)]
    named = [bloc for group in groups for bloc in group]
    for name in dict.fromkeys(named):
        _check_bloc(asked, name, world.blocs)
        if named.count(name) > 1:
            asked.refuse(f'"{name}" is named twice.', "Name each bloc once.")
    trade = BaseTrade(read.world, read.ledger)
    titles = read.reader.names.get("en", {})
    model = LeverageModel(declared, trade, read.priors, titles, read.reader.bridge)
    model = leverage_with(asked, model, given or {})
    asked.stop_if_any()
    report = progress_here(progress, "leverage")
    found = model.between(groups[0], groups[1], futures, seed, report)
    producers = leverage_producers(found, read.ledger.sources)
    return LeverageAnswer(**fields_of(found), producers=producers, names=read.reader.names)


def _check_bloc(asked: Arguments, name: object, blocs: Mapping[str, Bloc]) -> None:
    """Refuse a name that is no bloc, with the bloc that was meant."""
    if name in blocs:
        return
    known = f"The blocs are {', '.join(f'{key} ({bloc.title})' for key, bloc in blocs.items())}."
    for key, bloc in blocs.items():
        if name in bloc.countries:
            asked.refuse(f'"{name}" is no bloc; it belongs to {key} ({bloc.title}).', known)
            return
    titles = {bloc.title.lower(): key for key, bloc in blocs.items()}
    meant = titles.get(f"{name}".lower())
    cure = f'Did you mean "{meant}"?' if meant else nearest(f"{name}".upper(), list(blocs))
    asked.refuse(f'"{name}" is not a bloc of this contest.', f"{cure} {known}".strip())
