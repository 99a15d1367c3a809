"""Countries, by their codes and by their names in two languages."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from pydantic import Field

from outlast.errors import InputError, Problems, nearest
from outlast.facts.code_fields import Entries
from outlast.facts.listings import entries
from outlast.reading import Frozen, Layers, layered, read_table


class Country(Frozen):
    """One country or territory of ISO 3166-1."""

    code: str = Field(pattern=r"^[A-Z]{2}$")
    """Its alpha-2 code."""

    name: str
    """Its common English name."""

    zh: str = ""
    """Its common Chinese name."""

    also: Entries = ""
    """Its alpha-3 code and further names, separated by semicolons."""

    @property
    def names(self) -> tuple[str, ...]:
        """Every name under which a user may ask for it, its codes first."""
        given = (self.code, self.name, self.zh, *entries(self.also))
        return tuple(dict.fromkeys(each for each in given if each))


class Countries(Mapping[str, str]):
    """The English names of countries by code, and every name under which one is found."""

    def __init__(self, rows: Mapping[str, Country]) -> None:
        self.rows = MappingProxyType(dict(rows))
        self._codes = {
            _plain(name): code for code, row in rows.items() for name in reversed(row.names)
        }

    def __reduce__(self) -> tuple[type["Countries"], tuple[dict[str, Country]]]:
        """Return the rows, from which a copy is made."""
        return Countries, (dict(self.rows),)

    def __getitem__(self, code: str) -> str:
        return self.rows[code].name

    def __iter__(self) -> Iterator[str]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def knows(self, text: str) -> bool:
        """Return whether a text is a code or a name of a country."""
        return _plain(text) in self._codes

    def code(self, text: str) -> str:
        """Return the alpha-2 code of a country.

        Args:
            text: An alpha-2 or alpha-3 code in any case, or a name in English or Chinese.

        Raises:
            InputError: No country bears it; the message names the nearest.
        """
        wanted = _plain(text)
        if wanted in self._codes:
            return self._codes[wanted]
        cure = nearest(text, [name for row in self.rows.values() for name in row.names])
        raise InputError.of(f'"{text}" is not a country.', cure)


def load_countries(layers: Layers, problems: Problems) -> Countries:
    """Return all countries of a contest by code; a later layer replaces a row."""
    found: dict[str, Country] = {}
    layer_of: dict[str, int] = {}
    named: dict[str, str] = {}
    for layer, file in layered(layers, "countries.csv"):
        for placed in read_table(file, "countries", Country, problems, layer):
            code = placed.row.code
            if layer_of.get(code) == layer:
                what = f'"{code}" stands here a second time.'
                problems.add(placed.file, placed.line, what, "Keep one of the two rows.")
            for name in placed.row.names:
                other = named.setdefault(_plain(name), code)
                if other != code:
                    what = f'"{name}" is a name of {other} and of {code}.'
                    problems.add(placed.file, placed.line, what, "Leave it to one of them.")
            found[code], layer_of[code] = placed.row, layer
    return Countries(found)


def _plain(name: str) -> str:
    """Return a name without case, full stops and needless blanks, as names are compared."""
    return " ".join(name.replace(".", "").replace("-", " ").casefold().split())
