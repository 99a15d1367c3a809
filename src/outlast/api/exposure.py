"""Exposure for a program: losses of national economies, and the published losses beside them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path

from outlast.api.arguments import Arguments, with_default_arithmetic
from outlast.api.former_arguments import takes_lang
from outlast.api.library import Library, library
from outlast.api.notebook_progress import progress_here
from outlast.api.pictured import Pictured, fields_of
from outlast.api.shock import restriction_of
from outlast.api.tied_settings import exposure_with
from outlast.economy.contest_exposure import exposure_model
from outlast.economy.exposed import Exposure, exposure_producers
from outlast.economy.exposure import ExposureModel
from outlast.economy.exposure_request import ExposureRequest
from outlast.economy.own_table import read_own_table
from outlast.errors import nearest
from outlast.present.display.voice import voice
from outlast.present.view import View
from outlast.reading import user_path
from outlast.scenario.fixed_shares import PREFIX

USUAL = ExposureRequest(())


@dataclass(frozen=True, repr=False)
class ExposureAnswer(Exposure, Pictured):
    """Losses of national economies beside published ones, with their picture."""

    producers: tuple[str, ...] = ()
    """The publishers behind the published losses."""

    @takes_lang
    @with_default_arithmetic
    def figure(self, language: str = "en") -> View:
        """Return the losses on one chart, the published beside ours; see `Pictured.figure`."""
        from outlast.present.views.exposure import exposure as view_of  # noqa: PLC0415  heavy

        return view_of(self, voice(language), self.producers, version("outlast"))


@with_default_arithmetic
def exposure(  # noqa: PLR0913  each is a choice of the caller's
    countries: str | Sequence[str] = (),
    *,
    restriction: float = USUAL.restriction,
    months: float = USUAL.months,
    stock: float = USUAL.stock,
    elasticity: float | None = None,
    table: str | Path | None = None,
    futures: int = USUAL.futures,
    seed: int = USUAL.seed,
    given: Mapping[str, float | str] | None = None,
    contest: str | Path | None = None,
    overlays: Sequence[str | Path] = (),
    progress: Callable[[int, int], None] | None = None,
) -> ExposureAnswer:
    """Return the losses of national economies, and the published losses beside them.

    Args:
        countries: One country or several, by code; all that the contest declares if absent.
        restriction: The share of the controllers' exports that is held back, from 0 to 1.
        months: Length of the restriction, from 0 to 12 months.
        stock: Stocks of users, months of full use, at least 0.
        elasticity: The elasticity between the denied good and everything else, from 0.01 to 10;
            the contest's prior if absent.
        table: A table of one's own for the one country that is named: a CSV file.
        futures: How many draws of the uncertain numbers.
        seed: The seed of their luck.
        given: Numbers to fix: tied shares, as `{"tied.rare-earths": 0.1}` (the part of the using
            industries), and the priors that are drawn.
        contest: The name of a shipped contest, or the folder of one's own; the default if absent.
        overlays: Folders to lay over it, the topmost last.
        progress: Told how many rows are computed, and of how many.

    Raises:
        InputError: A country is not known, a number is out of its bounds, the table has problems,
            or the contest declares no exposure.
    """
    asked = Arguments()
    named = asked.texts("countries", countries)
    asked.contest(contest, overlays)
    asked.stop_if_any()
    futures, seed = asked.draws(futures), asked.seed(seed)
    asked.functions(progress=progress)
    restriction, months, stock = restriction_of(asked, restriction, months, stock)
    if elasticity is not None:
        elasticity = asked.within("elasticity", elasticity, 10.0, "an elasticity", 0.01)
    read = library(contest, overlays)
    model, chosen = _model(asked, named, read, own_table=table is not None)
    model = exposure_with(asked, model, given or {})
    if table is not None and any(f"{name}".startswith(PREFIX) for name in given or {}):
        asked.refuse("your table states its tied shares in its column `tied`.", "Leave --set out.")
    asked.stop_if_any()
    if table is not None:
        model = replace(model, own={**model.own, chosen[0]: read_own_table(user_path(table))})
    request = ExposureRequest(chosen, restriction, months, stock, elasticity, futures, seed)
    found = model.exposure(request, progress_here(progress, "exposure"))
    producers = exposure_producers(found, read.ledger.sources)
    return ExposureAnswer(**fields_of(found), producers=producers)


def _model(
    asked: Arguments,
    named: Sequence[str],
    read: Library,
    *,
    own_table: bool,
) -> tuple[ExposureModel, tuple[str, ...]]:
    """Return the exposure of a contest, and the countries that are asked for."""
    known = read.countries
    model = exposure_model(read.layers, read.ledger, read.priors, (read.world.world, known))
    codes = tuple(known.code(name) if known.knows(name) else name for name in named)
    names = {
        name: code for code in model.declared.countries for name in (code, *known.rows[code].names)
    }
    _check_countries(asked, codes, names, own_table=own_table)
    return model, codes or tuple(model.declared.countries)


def _check_countries(
    asked: Arguments, named: Sequence[str], names: Mapping[str, str], *, own_table: bool
) -> None:
    """Refuse countries that the contest does not declare, and a table for several."""
    known = list(dict.fromkeys(names.values()))
    for name in named:
        if name not in known:
            cure = nearest(f"{name}", list(names)) or f"Known are: {', '.join(known)}."
            asked.refuse(f'this contest holds no economy of "{name}".', cure)
    if len(set(named)) < len(named):
        asked.refuse("a country is named twice.", "Name each once.")
    if own_table and len(named) != 1:
        asked.refuse("a table is that of one country.", "Name it, and no other.")
