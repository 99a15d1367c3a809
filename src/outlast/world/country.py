"""Countries, by their codes."""

from pathlib import Path

from pydantic import Field

from outlast.errors import Problems
from outlast.reading import Frozen, read_table


class Country(Frozen):
    """One country or territory of ISO 3166-1."""

    code: str = Field(pattern=r"^[A-Z]{2}$")
    """Its alpha-2 code."""

    name: str
    """Its common English name."""


def load_countries(file: Path, problems: Problems) -> dict[str, str]:
    """Return the names of all countries by code."""
    rows = read_table(file, "countries", Country, problems)
    return {placed.row.code: placed.row.name for placed in rows}
