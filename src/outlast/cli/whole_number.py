"""Whole numbers on a command line, which may be written with a power of ten, as in 1e6."""

from decimal import Decimal, InvalidOperation
from typing import Any, Final

import click

LARGEST: Final = 15
"""The largest power of ten that is read as a whole number."""


class WholeNumber(click.IntRange):
    """A whole number, as `4000`, `1e6` or `1_000_000`."""

    name = "integer"

    def _describe_range(self) -> str:
        """Return the range as help shows it: nothing where there is none."""
        return "" if self.min is None and self.max is None else super()._describe_range()

    def convert(
        self,
        value: Any,  # noqa: ANN401  click gives a text, or the default
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> Any:  # noqa: ANN401  as click declares it
        """Return the number within its range."""
        try:
            found = int(_plain(value))
        except (TypeError, ValueError):
            found = None
        low, high = self.min, self.max
        if (
            found is None
            or (low is not None and found < low)
            or (high is not None and found > high)
        ):
            self.fail(f"{value} is not a whole number{self._told}.", param, ctx)
        return found

    @property
    def _told(self) -> str:
        """Return the range in words, after the number: nothing where there is none."""
        if self.min is not None and self.max is not None:
            return f" from {self.min:,} to {self.max:,}"
        if self.min is not None:
            return f" from {self.min:,} on"
        return "" if self.max is None else f" up to {self.max:,}"


def _plain(value: Any) -> Any:  # noqa: ANN401  as `convert` has it
    """Return a text with a power of ten as a number; anything else as it is."""
    if not isinstance(value, str) or "e" not in value.lower():
        return value
    try:
        found = Decimal(value.strip())
    except InvalidOperation:
        return value
    if not found.is_finite() or found.adjusted() > LARGEST or found != found.to_integral_value():
        return value
    return int(found)
