"""Tied shares that a caller fixes: `tied.GOOD` of exposure, `tied.MINERAL.INDUSTRY` of a shock."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Final

from outlast.api.arguments import Arguments
from outlast.economy.exposure_declaration import ExposureDeclaration
from outlast.economy.load import LoadedEconomy
from outlast.errors import nearest
from outlast.scenario.distribution import Distribution, Fixed
from outlast.scenario.fixed_shares import PREFIX, point

MEANING: Final = "a share of value added"


def exposure_with(
    asked: Arguments, declared: ExposureDeclaration, given: Mapping[str, object]
) -> ExposureDeclaration:
    """Return a declaration of exposure in which tied shares are fixed."""
    shares = _shares(asked, given, declared.denied)
    if not shares:
        return declared
    denied = {
        key: good.model_copy(update={"tied": good.tied.model_copy(update={"distribution": fixed})})
        if (fixed := _fixed(shares.get(key))) is not None
        else good
        for key, good in declared.denied.items()
    }
    return declared.model_copy(update={"denied": denied})


def economy_with(
    asked: Arguments, economy: LoadedEconomy, given: Mapping[str, object]
) -> LoadedEconomy:
    """Return an economy in which tied shares of industries are fixed."""
    tied = economy.declared.tied
    known = [f"{key}.{each.industry}" for key, ties in tied.items() for each in ties]
    shares = _shares(asked, given, known)
    if not shares:
        return economy
    fixed = {
        key: tuple(
            each.model_copy(update={"share": point(value)})
            if (value := shares.get(f"{key}.{each.industry}")) is not None
            else each
            for each in ties
        )
        for key, ties in tied.items()
    }
    return replace(economy, declared=economy.declared.model_copy(update={"tied": fixed}))


def _fixed(share: float | None) -> Distribution | None:
    """Return the distribution of a number that does not vary."""
    return None if share is None else Distribution(fixed=Fixed(value=share))


def _shares(
    asked: Arguments, given: Mapping[str, object], known: Collection[str]
) -> dict[str, float]:
    """Return the shares by the name after the prefix; other names and no shares are refused."""
    found: dict[str, float] = {}
    for name, value in given.items():
        key = f"{name}".removeprefix(PREFIX)
        if not f"{name}".startswith(PREFIX) or key not in known:
            names = [f"{PREFIX}{each}" for each in known]
            cure = nearest(f"{name}", names) or f"Known are: {', '.join(names)}."
            asked.refuse(f'"{name}" is no tied share of this contest.', cure)
            continue
        found[key] = asked.within(f"{name}", _number(value), 1.0, MEANING)
    return found


def _number(value: object) -> float:
    """Return a number that stands as such or as a text; no number is none within any bounds."""
    try:
        return float(f"{value}")
    except ValueError:
        return float("nan")
