"""Countries, by their codes."""

from pydantic import Field

from outlast.errors import Problems
from outlast.reading import Frozen, Layers, layered, read_table


class Country(Frozen):
    """One country or territory of ISO 3166-1."""

    code: str = Field(pattern=r"^[A-Z]{2}$")
    """Its alpha-2 code."""

    name: str
    """Its common English name."""


def load_countries(layers: Layers, problems: Problems) -> dict[str, str]:
    """Return the names of all countries of a contest by code."""
    return {
        placed.row.code: placed.row.name
        for layer, file in layered(layers, "countries.csv")
        for placed in read_table(file, "countries", Country, problems, layer)
    }
