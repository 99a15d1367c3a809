"""A contest read part by part: facts, items, record, priors, world, claims, as a command asks."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:  # a command reads some parts of a contest, and loads the readers of these alone
    from outlast.facts import Ledger, Source
    from outlast.policy import Timeline
    from outlast.policy.party_file import PartyFile
    from outlast.scenario.contest import Declaration
    from outlast.scenario.prior import Prior
    from outlast.truth.claims.evaluate import ClaimInputs
    from outlast.truth.claims.model import Claim
    from outlast.world import Item, LoadedWorld
    from outlast.world.country import Countries

Part = TypeVar("Part")


class Library:
    """A contest, each part read when it is first asked for.

    Every part raises all problems of its files together if it is not sound: `DataError` for a
    shipped contest, `InputError` for one's own.

    Args:
        layers: The folder of the contest, then the folders laid over it.
    """

    def __init__(self, *layers: Path) -> None:
        from outlast.scenario.contest import Reader  # noqa: PLC0415

        self.reader = Reader(layers)

    @property
    def layers(self) -> tuple[Path, ...]:
        """The folder of the contest, then the folders laid over it."""
        return self.reader.layers

    @property
    def folder(self) -> Path:
        """The folder of the contest."""
        return self.layers[0]

    @cached_property
    def declaration(self) -> "Declaration":
        """The declaration of the contest."""
        found = self._read(self.reader.declaration)
        if found is None:
            raise self.reader.error.of(f'the contest "{self.folder}" cannot be read.')
        return found

    @cached_property
    def ledger(self) -> "Ledger":
        """The facts with their sources."""
        return self._read(self.reader.ledger)

    @property
    def sources(self) -> frozenset[str]:
        """The keys of all sources."""
        return frozenset(self.ledger.sources)

    @cached_property
    def countries(self) -> "Countries":
        """The names of countries, by ISO 3166 alpha-2 code."""
        return self._read(self.reader.countries)

    @cached_property
    def items(self) -> "Mapping[str, Item]":
        """The items that rules test, by name."""
        return self._read(self.reader.items)

    @cached_property
    def timeline(self) -> "Timeline":
        """The policy record of both sides."""
        return self._read(self.reader.timeline)

    @cached_property
    def priors(self) -> "Mapping[str, Prior]":
        """The priors, by name."""
        return self._read(self.reader.priors)

    @property
    def claim_inputs(self) -> "ClaimInputs":
        """Everything that claims may name."""
        from outlast.truth.claims.evaluate import ClaimInputs  # noqa: PLC0415

        world, sets = self.world.world, tuple(self._read(self.reader.sets).sets)
        return ClaimInputs(self.ledger, self.items, self.timeline, self.layers, world, sets)

    @cached_property
    def claims(self) -> "dict[str, Claim]":
        """Public claims with their tests, by list and place."""
        from outlast.truth.claims.load import load_claims  # noqa: PLC0415

        return load_claims(self.claim_inputs)

    @cached_property
    def world(self) -> "LoadedWorld":
        """The world, with its base year."""
        found = self._read(self.reader.world)
        if found is None:
            raise self.reader.error.of("the world cannot be read.")
        return found

    @cached_property
    def names(self) -> "Mapping[str, Mapping[str, str]]":
        """The names of things by language, as `good.gallium`."""
        return self._read(self.reader.names)

    def beside(self, parties: "PartyFile", sources: "Mapping[str, Source]") -> "Library":
        """Return the same contest with the parties of a reader's file.

        Args:
            parties: The parties.
            sources: The sources that stand for the lists of the file.
        """
        made = Library(*self.layers)
        made.reader = self.reader
        vars(made)["timeline"] = replace(self.timeline, parties=parties)
        vars(made)["ledger"] = replace(self.ledger, sources={**self.ledger.sources, **sources})
        return made

    def _read(self, part: Part) -> Part:
        self.reader.stop_if_any()
        return part


def library(
    contest: str | Path | None = None,
    overlays: Sequence[str | Path] = (),
    *,
    as_recorded: bool = True,
) -> Library:
    """Return the library of a contest.

    Args:
        contest: The name of a shipped contest, or the folder of one's own; the default if absent.
        overlays: Folders to lay over it, the topmost last.
        as_recorded: Leave the user's own settlements out; else they lie over a shipped contest.

    Raises:
        InputError: There is no such contest or folder.
    """
    from outlast.scenario.contest import is_shipped  # noqa: PLC0415
    from outlast.scenario.locate import contest_layers  # noqa: PLC0415
    from outlast.scenario.settled_layer import with_settled  # noqa: PLC0415

    layers = contest_layers(contest, overlays)
    if not as_recorded:
        layers = contest_layers(contest, with_settled(layers[0], overlays))
    return _shipped(layers[0]) if is_shipped(layers[0]) and len(layers) == 1 else Library(*layers)


@cache
def _shipped(folder: Path) -> Library:
    return Library(folder)
