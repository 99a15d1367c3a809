"""The values of computations that run the economy of a contest, with their ranges."""

from collections.abc import Collection

import numpy as np

from outlast.economy.check import EconomyNames
from outlast.economy.contest_exposure import contest_exposure
from outlast.economy.load import load_economy
from outlast.economy.losses import Range
from outlast.economy.request import ShockRequest
from outlast.economy.shock import ShockModel
from outlast.economy.systemic import SalesNetwork
from outlast.errors import InputError, nearest
from outlast.scenario.contest import Contest
from outlast.truth.verify.economic_forms import (
    EconomicForm,
    ExposureLoss,
    ShockLoss,
    SystemicRisk,
)


def economic_value(form: EconomicForm, contest: Contest) -> Range:
    """Return the median of a computation and the ends of its 90 % range; equal if it is exact.

    Raises:
        InputError: The contest has no such economy, mineral, industry or published loss.
    """
    match form:
        case ShockLoss():
            return _shock(form, contest)
        case ExposureLoss(published=key):
            return _exposure(key, contest)
        case SystemicRisk():
            found = _systemic(form)
            return Range(found, found, found)


def _shock(form: ShockLoss, contest: Contest) -> Range:
    """Return a number of a year without a controller's exports."""
    blocs = {key: bloc.title for key, bloc in contest.world.world.blocs.items()}
    names = EconomyNames(contest.ledger, contest.priors, blocs, contest.bridge)
    economy = load_economy(contest.layers, names)
    _known("mineral", form.minerals, economy.declared.markets)
    model = ShockModel(economy, contest.ledger, contest.priors, blocs)
    found = model.shock(ShockRequest(form.minerals))
    if form.of == "price" and found.price_change is not None:
        return found.price_change
    if form.of == "gdp":
        return found.gdp_bn
    whole = found.gdp_bn.median
    if form.of == "joint-over-sum":
        share = whole / sum(each.gdp_bn.median for each in found.minerals)
    else:
        lost = {each.code: each.gdp_bn.median for each in found.industries}
        _known("industry that loses", (f"{form.industry}",), lost)
        share = lost[f"{form.industry}"] / whole
    return Range(share, share, share)


def _exposure(key: str, contest: Contest) -> Range:
    """Return the model's loss under the assumptions of a publication."""
    found = contest_exposure(contest)
    rows = {} if found is None else {each.key: each for each in found.published}
    _known("published loss", (key,), rows)
    return rows[key].ours


def _systemic(form: SystemicRisk) -> float:
    """Return the index of a firm, or the sum over all firms."""
    names = list(form.sectors)
    network = SalesNetwork(
        np.array(list(form.sectors.values())),
        np.array([names.index(link[0]) for link in form.links]),
        np.array([names.index(link[1]) for link in form.links]),
        np.full(len(form.links), form.value),
        np.array([link[2] for link in form.links]),
    )
    indices = network.indices(replaceable=form.replaceable)
    return float(indices.sum() if form.firm is None else indices[names.index(form.firm)])


def _known(kind: str, names: Collection[str], known: Collection[str]) -> None:
    """Refuse a name that is not known, with the nearest that is."""
    for name in names:
        if name not in known:
            cure = nearest(name, list(known))
            raise InputError.of(f'"{name}" is no {kind} of this contest.', cure)
