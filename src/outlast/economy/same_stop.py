"""One stop in two models: a published loss that stands beside a shock and beside an exposure.

docs/model/exposure.md says why they differ. The published number, one fact, joins the two.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from outlast.economy.check import EconomyNames
from outlast.economy.contest_exposure import declares_exposure, exposure_model
from outlast.economy.exposed import PublishedExposure
from outlast.economy.exposure_request import ExposureRequest
from outlast.economy.load import FILE_NAME, load_economy
from outlast.economy.losses import Range
from outlast.economy.request import ShockRequest
from outlast.economy.shock import ShockModel
from outlast.facts import Ledger
from outlast.reading import Layers, topmost
from outlast.scenario.contest import Contest
from outlast.scenario.prior import Prior
from outlast.world import World
from outlast.world.country import Countries

MOST: Final = 8
"""Contests whose stops are kept."""

_KEPT: Final[dict[frozenset[tuple[Path, str]], "SameStops"]] = {}
"""The stops so far, by the files of their contest."""


@dataclass(frozen=True)
class SameStop:
    """A published loss, and the losses that two models have for it, as shares of GDP."""

    exposed: PublishedExposure
    """The published loss beside the loss of `outlast exposure`."""

    mineral: str
    """The mineral of `outlast shock`."""

    shocked: Range
    """The loss of `outlast shock`, a share of GDP."""


SameStops = Mapping[str, SameStop]
"""Stops of both models, by the key of the published loss in `exposure.yaml`."""


def same_stops(
    layers: Layers,
    ledger: Ledger,
    priors: Mapping[str, Prior],
    places: tuple[World, Countries],
    wanted: Collection[str] | None = None,
) -> SameStops:
    """Return the stops that both models compute, each by its defaults.

    Args:
        layers: The folders of the contest.
        ledger: Its facts.
        priors: Its priors.
        places: Its world and its countries.
        wanted: Minerals or keys of published losses; all stops if absent.

    Raises:
        InputError: The declaration of its economy or of its exposure has problems.
    """
    if not declares_exposure(layers) or topmost(layers, FILE_NAME) is None:
        return {}
    blocs = {key: bloc.title for key, bloc in places[0].blocs.items()}
    economy = load_economy(layers, EconomyNames(ledger, priors, blocs))
    exposure = exposure_model(layers, ledger, priors, places)
    markets = {
        market.published_loss.fact: mineral
        for mineral, market in economy.declared.markets.items()
        if market.published_loss is not None and market.published_loss.fact
    }
    minerals = {
        key: markets[row.losses[0].fact]
        for key, row in exposure.declared.published.items()
        if len(row.losses) == 1
        and row.losses[0].fact in markets
        and (wanted is None or key in wanted or markets[row.losses[0].fact] in wanted)
    }
    if not minerals:
        return {}
    countries = {exposure.declared.published[key].country for key in minerals}
    asked = ExposureRequest(tuple(sorted(countries)))
    rows = {each.key: each for each in exposure.exposure(asked).published}
    model, found = ShockModel(economy, ledger, priors, blocs), dict[str, SameStop]()
    for key, mineral in minerals.items():
        if key in rows:  # a table of one's own has no tied share of another good
            low, median, high = model.shock(ShockRequest((mineral,))).share_of_gdp
            found[key] = SameStop(rows[key], mineral, Range(-high, -median, -low))
    return found


def contest_same_stops(contest: Contest) -> SameStops:
    """Return the stops that both models compute in a contest that is read.

    Raises:
        InputError: The declaration of its economy or of its exposure has problems.
    """
    key = frozenset(contest.files.items())
    if key not in _KEPT:
        places = (contest.world.world, contest.countries)
        found = same_stops(contest.layers, contest.ledger, contest.priors, places)
        if len(_KEPT) >= MOST:
            _KEPT.clear()
        _KEPT[key] = found
    return _KEPT[key]
