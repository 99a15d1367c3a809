"""Everything shipped, read once and checked: facts, items, the policy record, the world."""

from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from outlast.errors import DataError, Problems
from outlast.facts import Ledger, load_ledger
from outlast.policy import Timeline, load_timeline
from outlast.reading import DATA
from outlast.scenario.prior import Prior, load_priors
from outlast.truth.claims.load import Known, load_claims
from outlast.truth.claims.model import Claim
from outlast.world import Item, LoadedWorld, load_world
from outlast.world.country import load_countries
from outlast.world.items import load_items


@dataclass(frozen=True)
class Library:
    """A folder of data, each part read when it is first asked for.

    Every part raises `DataError` with all problems of its files if it is not sound.
    """

    folder: Path

    @cached_property
    def ledger(self) -> Ledger:
        """The facts with their sources."""
        problems = Problems()
        ledger = load_ledger(self.folder, problems)
        problems.stop_if_any(DataError)
        return ledger

    @cached_property
    def sources(self) -> frozenset[str]:
        """The keys of all sources."""
        return frozenset(self.ledger.sources)

    @cached_property
    def countries(self) -> dict[str, str]:
        """The names of countries, by ISO 3166 alpha-2 code."""
        problems = Problems()
        countries = load_countries(self.folder / "countries.csv", problems)
        problems.stop_if_any(DataError)
        return countries

    @cached_property
    def items(self) -> dict[str, Item]:
        """The items that rules test, by name."""
        problems = Problems()
        items = load_items(self.folder / "items", self.sources, problems)
        problems.stop_if_any(DataError)
        return items

    @cached_property
    def timeline(self) -> Timeline:
        """The policy record of both sides."""
        problems = Problems()
        timeline = load_timeline(self.folder / "policy", self.sources, problems)
        problems.stop_if_any(DataError)
        return timeline

    @cached_property
    def priors(self) -> dict[str, Prior]:
        """What is uncertain, by name."""
        problems = Problems()
        priors = load_priors(self.folder / "priors", self.ledger, problems)
        problems.stop_if_any(DataError)
        return priors

    @cached_property
    def claims(self) -> dict[str, Claim]:
        """Public claims with their tests, by list and place."""
        known = Known(self.ledger, self.items, self.timeline)
        return load_claims(self.folder / "claims", known)

    @cached_property
    def world(self) -> LoadedWorld:
        """The world, with its base year."""
        problems = Problems()
        world = load_world(self.folder / "world", self.ledger, frozenset(self.items), problems)
        problems.stop_if_any(DataError)
        if world is None:
            raise DataError("the world cannot be read.")
        return world


@cache
def library(folder: Path = DATA) -> Library:
    """Return the library of a data folder, the shipped one unless told otherwise."""
    return Library(folder)
