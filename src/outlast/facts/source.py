"""Where numbers and rules come from: publishers' documents, with licence and trust."""

from typing import Literal

from pydantic import Field, model_validator

from outlast.facts.fact import Locator
from outlast.reading import Day, Frozen


class Licence(Frozen):
    """The terms under which a source may be used."""

    name: str = Field(min_length=2)
    """The licence's short name, or the permission in a few words."""

    url: str | None = None
    """The address of its text."""


class Source(Frozen):
    """One document of one publisher."""

    producer: str = Field(min_length=2)
    """The institution that answers for the content."""

    title: str = Field(min_length=2)
    """The document's title."""

    published: Day
    """The day on which it was published."""

    url: str | None = None
    """The publisher's address, or that of a faithful reproduction."""

    licence: Licence
    """The terms of use; without them nothing is shipped."""

    holds: Literal["file", "extract", "citation"]
    """The part that was read: the whole file, some rows or sentences, or citations by others."""

    sha256: str | None = Field(default=None, pattern=r"^[0-9a-f]{64}$")
    """The checksum of the file that the pipeline reads."""

    trust: str = Field(min_length=5)
    """How far to trust it, and why."""

    note: str | None = None
    """Anything else that a reader should know."""

    @model_validator(mode="after")
    def _a_file_has_a_checksum(self) -> "Source":
        if self.holds == "file" and self.sha256 is None:
            raise ValueError('a source that holds "file" needs its "sha256".')
        return self


class Sources(Frozen):
    """A file of sources, by key."""

    sources: dict[str, Source]
    """The sources."""


class Reference(Frozen):
    """A place in a source."""

    source: str
    """The key of the source."""

    locator: Locator
    """The page, table, paragraph, clause or row."""
