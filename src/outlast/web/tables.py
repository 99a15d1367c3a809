"""Tables as the templates of the page read them, and parts of the evidence made of them."""

from dataclasses import dataclass

from outlast.present.display.voice import Voice
from outlast.present.view import Table


@dataclass(frozen=True)
class PageTable:
    """A table whose cells are texts."""

    columns: tuple[tuple[str, str], ...]
    """The key and the heading of each column."""

    lines: list[list[str]]


@dataclass(frozen=True)
class EvidencePart:
    """One part of the evidence: a table, with the sentences above it."""

    summary: str
    columns: tuple[tuple[str, str], ...]
    lines: list[list[str]]
    remarks: tuple[str, ...] = ()
    page: int = 1
    """The page of the table, counted from 1."""

    pages: int = 1
    searchable: bool = False
    """Whether a reader can search it for words."""

    can_run: bool = False
    """Whether a run of futures would add to it."""


def page_table(table: Table, voice: Voice) -> PageTable:
    """Return a table with its cells as texts of a language."""
    return PageTable(table.columns, table.lines(voice))
