"""Settlements: a reader's answers to questions that the record leaves open, each with its text."""

from typing import Final

from pydantic import Field, field_validator

from outlast.reading import Day, Frozen

SCHEMES: Final = ("https://", "http://")
"""The schemes of an address that others can open."""


class SettlementSource(Frozen):
    """The text that settles a question."""

    url: str
    """Its address."""

    title: str | None = None
    """Its title, for readers."""

    @field_validator("url")
    @classmethod
    def _is_an_address(cls, url: str) -> str:
        if not is_address(url):
            raise ValueError(f'"{url}" is no address. | Write it whole: https://…')
        return url

    @property
    def words(self) -> str:
        """Its title with its address."""
        return f"{self.title}, {self.url}" if self.title else self.url


class Settlement(Frozen):
    """A reader's answer to a question that the record leaves open."""

    answer: str
    """The branch of the switch."""

    on: Day
    """The day on which the question was decided."""

    source: SettlementSource
    """The text that decided it."""

    note: str | None = Field(default=None, min_length=1)
    """A remark of the reader's."""


class Settlements(Frozen):
    """A file of settlements, by switch."""

    settlements: dict[str, Settlement]
    """The settlements."""


def is_address(text: str) -> bool:
    """Return whether a text is an address with a scheme and a host, and without spaces."""
    scheme = next((each for each in SCHEMES if text.casefold().startswith(each)), None)
    host = text[len(scheme) :].partition("/")[0] if scheme else ""
    return bool(host.strip(".")) and "." in host and text.isprintable() and " " not in text
