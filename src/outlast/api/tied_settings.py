"""Numbers that a caller fixes in exposure, shock and leverage: tied shares, and drawn priors."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Final

from outlast.api.arguments import Arguments
from outlast.economy.exposure import ExposureModel
from outlast.economy.leverage import LeverageModel
from outlast.economy.shock import ShockModel
from outlast.errors import nearest
from outlast.scenario.bounds import bounds_of
from outlast.scenario.distribution import Distribution, Fixed
from outlast.scenario.fixed_shares import PREFIX, point, room_of, tied_shares, with_shares
from outlast.scenario.prior import Prior

MEANING: Final = "a share of value added"


class EconomySettings:
    """The settings of one call: each name is a tied share, or a prior that the command draws."""

    def __init__(
        self,
        asked: Arguments,
        given: Mapping[str, object],
        shares: Mapping[str, float],
        drawn: Collection[str],
        priors: Mapping[str, Prior],
    ) -> None:
        """Read the settings; names that are neither and numbers out of bounds are refused.

        Args:
            asked: Collects the refusals.
            given: The settings, by name.
            shares: The most that each tied share may be, by its name without the prefix.
            drawn: The priors that the command draws.
            priors: All priors of the contest.
        """
        self.shares: dict[str, float] = {}
        self.priors: Mapping[str, Prior] = priors
        names = [*(f"{PREFIX}{each}" for each in shares), *dict.fromkeys(drawn)]
        fixed: dict[str, Prior] = {}
        for name, value in given.items():
            key = f"{name}".removeprefix(PREFIX)
            if f"{name}".startswith(PREFIX) and key in shares:
                self.shares[key] = asked.within(name, _number(value), shares[key], MEANING)
            elif name in drawn:
                low, high = bounds_of(priors[name])
                number = asked.within(name, _number(value), high, "a number", low)
                fixed[name] = priors[name].model_copy(update={"distribution": _fixed(number)})
            else:
                cure = nearest(f"{name}", names) or f"Known are: {', '.join(names)}."
                asked.refuse(f'"{name}" cannot be set here.', cure)
        if fixed:
            self.priors = {**priors, **fixed}


def exposure_with(
    asked: Arguments, model: ExposureModel, given: Mapping[str, object]
) -> ExposureModel:
    """Return a model of exposure with tied shares and drawn priors fixed."""
    declared = model.declared
    drawn = (declared.elasticity, declared.cost_share)
    found = EconomySettings(asked, given, dict.fromkeys(declared.denied, 1.0), drawn, model.priors)
    denied = {
        key: good.model_copy(
            update={
                "tied": good.tied.model_copy(update={"distribution": _fixed(found.shares[key])})
            }
        )
        if key in found.shares
        else good
        for key, good in declared.denied.items()
    }
    declared = declared.model_copy(update={"denied": denied}) if found.shares else declared
    return replace(model, declared=declared, priors=found.priors)


def shock_with(asked: Arguments, model: ShockModel, given: Mapping[str, object]) -> ShockModel:
    """Return a model of shocks with tied shares of industries and drawn priors fixed."""
    declared = model.economy.declared
    tied = declared.tied
    known = {f"{key}.{each.industry}": 1.0 for key, ties in tied.items() for each in ties}
    drawn = [each.choke for each in declared.markets.values()]
    found = EconomySettings(asked, given, known, drawn, model.priors)
    fixed = {
        key: tuple(
            each.model_copy(update={"share": point(value)})
            if (value := found.shares.get(f"{key}.{each.industry}")) is not None
            else each
            for each in ties
        )
        for key, ties in tied.items()
    }
    declared = declared.model_copy(update={"tied": fixed}) if found.shares else declared
    economy = replace(model.economy, declared=declared)
    return replace(model, economy=economy, priors=found.priors)


def leverage_with(
    asked: Arguments, model: LeverageModel, given: Mapping[str, object]
) -> LeverageModel:
    """Return a model of leverage with tied shares of services and drawn priors fixed."""
    shares = tied_shares(model.bridge)
    known = {key.removeprefix(PREFIX): room_of(key, shares) for key in shares}
    drawn = (model.declared.substitution, model.declared.bottleneck)
    found = EconomySettings(asked, given, known, drawn, model.priors)
    fixed = {f"{PREFIX}{key}": value for key, value in found.shares.items()}
    return replace(model, bridge=with_shares(model.bridge, fixed), priors=found.priors)


def _fixed(value: float) -> Distribution:
    """Return the distribution of a number that does not vary."""
    return Distribution(fixed=Fixed(value=value))


def _number(value: object) -> float:
    """Return a number that stands as such or as a text; no number is none within any bounds."""
    try:
        return float(f"{value}")
    except ValueError:
        return float("nan")
