"""Shocks for a program: the loss when a controller holds back its exports of minerals."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from outlast.api.arguments import Arguments, with_default_arithmetic
from outlast.api.former_arguments import takes_lang
from outlast.api.library import Library
from outlast.api.notebook_progress import progress_here
from outlast.api.pictured import Pictured, fields_of
from outlast.api.tied_settings import shock_with
from outlast.economy.check import EconomyNames
from outlast.economy.load import load_economy
from outlast.economy.losses import Shock
from outlast.economy.request import ShockRequest
from outlast.economy.shock import ShockModel
from outlast.errors import nearest
from outlast.present.display.voice import voice
from outlast.present.view import View
from outlast.scenario.locate import contest_layers

USUAL = ShockRequest()

LONGEST = 12.0
"""Months of a year: the table is of one year, and so is the loss."""

MOST_STOCK = 1200.0
"""Months of full use that a stock may last: a century, beyond which lies a mistake."""


@dataclass(frozen=True, repr=False)
class ShockAnswer(Shock, Pictured):
    """The loss from a shock, with its picture."""

    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict[str, Mapping[str, str]])
    """The contest's names of things, by language."""

    @takes_lang
    @with_default_arithmetic
    def figure(self, language: str = "en") -> View:
        """Return the change of GDP by mineral and by industry; see `Pictured.figure`."""
        from outlast.present.shock_figure import shock_figure  # noqa: PLC0415  heavy

        return shock_figure(self, voice(language).naming(self.names), version("outlast"))


@with_default_arithmetic
def shock(  # noqa: PLR0913  each is a choice of the caller's
    minerals: str | Sequence[str],
    *,
    restriction: float = USUAL.restriction,
    stock: float = USUAL.stock,
    months: float = USUAL.months,
    futures: int = USUAL.futures,
    seed: int = USUAL.seed,
    given: Mapping[str, float | str] | None = None,
    contest: str | Path | None = None,
    overlays: Sequence[str | Path] = (),
    progress: Callable[[int, int], None] | None = None,
) -> ShockAnswer:
    """Return the loss of GDP when a controller holds back its exports for a year or less.

    Args:
        minerals: One mineral or several, by the keys of the contest's `economy.yaml`.
        restriction: The share of the controller's exports that is held back, from 0 to 1.
        stock: Stocks of users, months of full use, at least 0.
        months: Length of the restriction, from 0 to 12 months.
        futures: How many draws of the uncertain numbers.
        seed: The seed of their luck.
        given: Numbers to fix: tied shares, as `{"tied.gallium.334413": 0.1}`, and choke prices.
        contest: The name of a shipped contest, or the folder of one's own; the default if absent.
        overlays: Folders to lay over it, the topmost last.
        progress: Told how many minerals are computed, and of how many.

    Raises:
        InputError: A mineral is not known, a number is out of its bounds, or the contest declares
            no economy; all at once.
    """
    asked = Arguments()
    names = asked.texts("minerals", minerals)
    asked.contest(contest, overlays)
    asked.stop_if_any()
    futures, seed = asked.draws(futures), asked.seed(seed)
    asked.functions(progress=progress)
    restriction, months, stock = restriction_of(asked, restriction, months, stock)
    read = Library(*contest_layers(contest, overlays))
    model = shock_with(asked, _model(read), given or {})
    known = model.economy.declared.markets
    if not names:
        asked.refuse("no mineral is named.", f"Known are: {', '.join(known)}.")
    for name in names:
        if name not in known:
            cure = nearest(str(name), list(known)) or f"Known are: {', '.join(known)}."
            asked.refuse(f'this contest holds no market of "{name}".', cure)
    if len(set(names)) < len(names):
        asked.refuse("a mineral is named twice.", "Name each once.")
    asked.stop_if_any()
    request = ShockRequest(names, restriction, stock, months, futures, seed)
    found = model.shock(request, progress_here(progress, "minerals"))
    return ShockAnswer(**fields_of(found), names=read.reader.names)


def restriction_of(
    asked: Arguments, restriction: float, months: float, stock: float
) -> tuple[float, float, float]:
    """Return the share, the length and the stocks of a restriction; a wrong one is refused."""
    return (
        asked.within("restriction", restriction, 1.0, "a share: 1 is all exports"),
        asked.within("months", months, LONGEST, "months, up to a year"),
        asked.within("stock", stock, MOST_STOCK, "months of full use"),
    )


def minerals(
    contest: str | Path | None = None, overlays: Sequence[str | Path] = ()
) -> tuple[str, ...]:
    """Return the minerals whose markets a contest declares.

    Raises:
        InputError: It declares no economy.
    """
    read = Library(*contest_layers(contest, overlays))
    return tuple(_model(read).economy.declared.markets)


def _model(read: Library) -> ShockModel:
    """Return the economy of a contest, ready to be shocked."""
    blocs = {key: bloc.title for key, bloc in read.world.world.blocs.items()}
    names = EconomyNames(read.ledger, read.priors, blocs)
    return ShockModel(load_economy(read.layers, names), read.ledger, read.priors, blocs)
