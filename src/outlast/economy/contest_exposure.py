"""The exposure of a contest: its model from data that are read already, and its default answer.

The page, the report and `outlast exposure` without options show one object, made here.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from outlast.economy.check import EconomyNames
from outlast.economy.exposed import Exposure
from outlast.economy.exposure import CountryName, ExposureModel
from outlast.economy.exposure_declaration import EXPOSURE_FILE, ExposureNames, load_exposure
from outlast.economy.exposure_request import ExposureRequest
from outlast.economy.folder_tables import own_tables
from outlast.facts import Ledger
from outlast.reading import Layers, topmost
from outlast.scenario.contest import Contest
from outlast.scenario.prior import Prior
from outlast.world import World
from outlast.world.country import Countries

MOST: Final = 8
"""Default answers to keep."""

_KEPT: Final[dict[frozenset[tuple[Path, str]], Exposure]] = {}
"""The default answers so far, by the files of their contest: settings of a run change none."""


def declares_exposure(layers: Layers) -> bool:
    """Return whether a contest declares national economies and published losses."""
    return topmost(layers, EXPOSURE_FILE) is not None


def exposure_model(
    layers: Layers,
    ledger: Ledger,
    priors: Mapping[str, Prior],
    places: tuple[World, Countries],
) -> ExposureModel:
    """Return the model of exposure of a contest.

    Args:
        layers: The folders of the contest.
        ledger: Its facts.
        priors: Its priors.
        places: Its world and its countries.

    Raises:
        InputError: The contest declares no exposure, or its declaration has problems.
    """
    world, countries = places
    blocs = {key: bloc.title for key, bloc in world.blocs.items()}
    names = ExposureNames(EconomyNames(ledger, priors, blocs), countries)
    declared = load_exposure(layers, names)
    titles = {
        key: CountryName(countries[key], countries.rows[key].zh or countries[key])
        for key in declared.countries
    }
    return ExposureModel(declared, ledger, priors, titles, own_tables(layers, declared.countries))


def model_of(contest: Contest) -> ExposureModel | None:
    """Return the model of exposure of a contest that is read; None where it declares none.

    Raises:
        InputError: Its declaration has problems.
    """
    if not declares_exposure(contest.layers):
        return None
    places = (contest.world.world, contest.countries)
    return exposure_model(contest.layers, contest.ledger, contest.priors, places)


def contest_exposure(contest: Contest) -> Exposure | None:
    """Return the answer of `outlast exposure` without options; None where there is no exposure.

    Raises:
        InputError: The declaration of the contest has problems.
    """
    key = frozenset(contest.files.items())
    found = _KEPT.get(key)
    if found is None:
        model = model_of(contest)
        if model is None:
            return None
        found = model.exposure(ExposureRequest(tuple(model.declared.countries)))
        if len(_KEPT) >= MOST:
            _KEPT.clear()
        _KEPT[key] = found
    return found
