"""The declaration of exposure: denied goods, national economies, published losses; its checks."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from pydantic import Field, FiniteFloat

from outlast.economy.check import EconomyNames, FieldBounds, uncertain_findings
from outlast.economy.declaration import Uncertain
from outlast.economy.folder_tables import read_own_tables
from outlast.errors import InputError, Problems
from outlast.facts.fact import Key
from outlast.facts.quantity import Quantity
from outlast.reading import (
    Finding,
    Findings,
    Frozen,
    Layers,
    Place,
    collect,
    each_unknown,
    read_placed,
    topmost,
    unknown,
)
from outlast.scenario.numbers import check_number

EXPOSURE_FILE: Final = "exposure.yaml"
"""The file of exposure in the folder of a contest."""

SHARE: Final = FieldBounds("1", 0.0, 1.0)
ELASTICITY: Final = FieldBounds("1", 0.01, 10.0)
LEAST_GDP: Final = 1e-3
"""USD billion."""

MOST_GDP: Final = 1e6
"""USD billion."""


class DeniedGood(Frozen):
    """A good that a controller denies."""

    title: str = Field(min_length=3)
    """Its name, for readers."""

    title_zh: str = Field(min_length=1)
    """The same in Chinese."""

    controllers: tuple[str, ...] = Field(min_length=1)
    """The blocs that deny it."""

    tied: Uncertain
    """The share of the using industries that cannot run without it."""


class UsingIndustries(Frozen):
    """The industries of which a part needs the good; all numbers in units of GDP."""

    value_added: Quantity
    """Their value added."""

    output: Quantity
    """Their output."""

    own: Quantity
    """Their home inputs from among themselves."""

    to_others: Quantity
    """Their sales to other industries."""

    from_others: Quantity
    """Their home inputs from other industries."""


class OtherIndustries(Frozen):
    """All other industries; both numbers in units of GDP."""

    output: Quantity
    """Their output."""

    own: Quantity
    """Their home inputs from among themselves."""


class CountryEconomy(Frozen):
    """One national economy by its aggregates."""

    denied: str
    """The good that is denied to it."""

    gdp: Quantity
    """GDP, USD billion."""

    supplied: Uncertain
    """The controllers' share of its supply of the good."""

    using: UsingIndustries
    """The industries of which a part needs the good."""

    others: OtherIndustries
    """All others."""


class PublishedLoss(Frozen):
    """One published loss, with the assumptions of its publication as far as they are known."""

    institution: str = Field(min_length=2)
    """The institution."""

    title: str = Field(min_length=3)
    """The case, for readers."""

    title_zh: str = Field(min_length=1)
    """The same in Chinese."""

    country: str
    """The country that loses."""

    losses: tuple[Quantity, ...] = Field(min_length=1)
    """The loss: a share of GDP, or USD billion; several are added."""

    months: FiniteFloat = Field(gt=0, le=12)
    """Months of the restriction within one year."""

    stock: FiniteFloat = Field(ge=0, le=1200)
    """Stocks of users, months of full use."""

    cut: Uncertain
    """The share of supply that is cut."""

    elasticity: Uncertain
    """The elasticity between the good and everything else."""

    tied: Uncertain | None = None
    """The tied share of the using industries, where the denied good is another one."""

    counts: str = Field(default="", max_length=400)
    """One sentence: the thing that the published number counts."""

    counts_zh: str = Field(default="", max_length=200)
    """The same in Chinese."""

    why: str = Field(min_length=10)
    """One sentence: the reason for which it lies apart from the others."""

    why_zh: str = Field(min_length=4)
    """The same in Chinese."""


class ExposureDeclaration(Frozen):
    """Published losses, and the economies on which the model is run beside them."""

    elasticity: str
    """The prior of the elasticity between a denied good and everything else."""

    cost_share: str
    """The prior of the good's share of a user's cost."""

    input_elasticity: Uncertain
    """The elasticity among other inputs."""

    final_elasticity: Uncertain
    """The elasticity among final goods."""

    denied: dict[Key, DeniedGood] = Field(min_length=1)
    """The denied goods."""

    countries: dict[str, CountryEconomy] = Field(min_length=1)
    """The economies, by country."""

    published: dict[Key, PublishedLoss] = Field(default_factory=dict[Key, PublishedLoss])
    """The published losses."""


@dataclass(frozen=True)
class ExposureNames:
    """The names that a declaration may use."""

    economy: EconomyNames
    countries: Collection[str]


def load_exposure(layers: Layers, names: ExposureNames) -> ExposureDeclaration:
    """Return the exposure that a contest declares.

    Raises:
        InputError: It declares none, or its declaration has problems, all at once.
    """
    problems = Problems()
    declared = read_exposure(layers, problems, names)
    problems.stop_if_any(InputError)
    if declared is None:
        raise InputError.of(
            "this contest declares no exposure: it has no national economies and no published "
            "losses.",
            f'Write a file "{EXPOSURE_FILE}" in its folder.',
        )
    return declared


def read_exposure(
    layers: Layers, problems: Problems, names: ExposureNames
) -> ExposureDeclaration | None:
    """Return the exposure that a contest declares, or add every problem to those of a load."""
    file = topmost(layers, EXPOSURE_FILE)
    read = None if file is None else read_placed(file, "exposure", ExposureDeclaration, problems)
    if read is None:
        return None
    declared, document = read
    collect(_findings(declared, names), document, problems)
    read_own_tables(layers, declared.countries, problems)
    return declared


def exposure_sources(layers: Layers) -> frozenset[str]:
    """Return the sources that the exposure of a sound contest cites by itself."""
    file, problems = topmost(layers, EXPOSURE_FILE), Problems()
    read = None if file is None else read_placed(file, "exposure", ExposureDeclaration, problems)
    if read is None:
        return frozenset()
    bases = (basis for _, each, _ in _uncertain(read[0]) for basis in each.basis)
    return frozenset(basis.source for basis in bases if basis.source)


def _uncertain(declared: ExposureDeclaration) -> Iterator[tuple[Place, Uncertain, FieldBounds]]:
    """Yield every uncertain number with its place and its bounds."""
    yield ("input_elasticity",), declared.input_elasticity, ELASTICITY
    yield ("final_elasticity",), declared.final_elasticity, ELASTICITY
    for key, good in declared.denied.items():
        yield ("denied", key, "tied"), good.tied, SHARE
    for key, country in declared.countries.items():
        yield ("countries", key, "supplied"), country.supplied, SHARE
    for key, row in declared.published.items():
        yield ("published", key, "cut"), row.cut, SHARE
        yield ("published", key, "elasticity"), row.elasticity, ELASTICITY
        if row.tied is not None:
            yield ("published", key, "tied"), row.tied, SHARE


def _findings(declared: ExposureDeclaration, names: ExposureNames) -> Findings:
    """Yield every name that is not known, and every number out of bounds."""
    ledger, known = names.economy.ledger, names.economy
    for field in ("elasticity", "cost_share"):
        yield from unknown((field,), getattr(declared, field), known.priors, "a prior")
    for place, each, limits in _uncertain(declared):
        yield from uncertain_findings(place, each, limits, ledger)
    for key, good in declared.denied.items():
        at = ("denied", key, "controllers")
        yield from each_unknown(at, good.controllers, known.blocs, "a bloc")
    for key, country in declared.countries.items():
        yield from unknown(("countries", key), key, names.countries, "a country")
        yield from unknown(
            ("countries", key, "denied"), country.denied, declared.denied, "a denied good"
        )
        place = ("countries", key, "gdp")
        yield from check_number(place, country.gdp, "USD_bn", ledger, (LEAST_GDP, MOST_GDP))
        for part, group in (("using", country.using), ("others", country.others)):
            for name in type(group).model_fields:
                place = ("countries", key, part, name)
                yield from check_number(place, getattr(group, name), "1", ledger, (0.0, 100.0))
    for key, row in declared.published.items():
        place = ("published", key, "country")
        yield from unknown(place, row.country, declared.countries, "a country of this file")
        for at, loss in enumerate(row.losses):
            yield from _of_loss(("published", key, "losses", at), loss, names.economy)


def _of_loss(place: Place, loss: Quantity, names: EconomyNames) -> Findings:
    """Yield the findings of a published loss: a share, or an amount of money."""
    units = names.ledger.units
    if loss.fact is None or loss.fact in names.ledger.facts:
        money = units.same_dimension(names.ledger.unit(loss), "USD_bn")
        yield from check_number(place, loss, "USD_bn" if money else "1", names.ledger)
    else:
        yield Finding(place, f'"{loss.fact}" is not a fact.', "Write the key of a fact.")
