"""The options of a screening: item numbers, transaction and parties, as one question."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from typing import Any, Final

import click

from outlast.api.field_texts import attribute
from outlast.api.screening_fields import END_USES, FIELDS, FieldKind, QueryField
from outlast.cli.output import DAY, settable
from outlast.cli.whole_number import WholeNumber
from outlast.errors import InputError, Problem, nearest
from outlast.policy import ATTRIBUTES, Attribute, EndUse

SWITCH: Final = "switch."
"""The prefix of settings that answer an open question."""

STATED: Final = ("maker", "tops", "bits", "die", "memory_bandwidth", "interconnect")
NUMBER_OPTIONS: Final = (*STATED, "datacenter", "planar", "attributes")
"""The options that state a chip by its numbers."""

PARAMETERS: Final = {
    "to": "destination",
    "from": "sent_from",
    "origin": "made_in",
    "attribute": "attributes",
}
"""The parameters of options that bear another name than their option."""


def _options(field: QueryField) -> Iterator[Callable[..., Any]]:
    """Yield the options of a field of the question."""
    flag, about = f"--{field.key}", field.about
    name = PARAMETERS.get(field.key, field.key.replace("-", "_"))
    match field.kind:
        case FieldKind.ITEM:
            return
        case FieldKind.ANSWERS:
            yield settable
        case FieldKind.DAY:
            yield click.option(flag, name, type=DAY, help=about)
        case FieldKind.CHOICE:
            yield click.option(
                flag, name, type=click.Choice(END_USES), default=END_USES[0], help=about
            )
        case FieldKind.OWNERS:
            yield click.option(flag, name, nargs=2, type=(str, float), multiple=True, help=about)
        case FieldKind.RATES:
            yield click.option(flag, name, type=float, multiple=True, help=about)
            each = f"Numbers: bit length of each {flag}."
            yield click.option("--bits", type=WholeNumber(), multiple=True, help=each)
        case FieldKind.NUMBER:
            yield click.option(flag, name, type=float, help=about)
        case FieldKind.TRUTH if field.opposite:
            yield click.option(flag, name, is_flag=True, help=about)
        case FieldKind.TRUTH:
            yield click.option(f"{flag}/--not-{field.key}", name, default=None, help=about)
        case FieldKind.ATTRIBUTES:
            yield click.option(flag, name, multiple=True, metavar="NAME=VALUE", help=about)
        case FieldKind.COUNTRY | FieldKind.TEXT:
            yield click.option(flag, name, help=about)


OPTIONS: Final = tuple(option for field in FIELDS for option in _options(field))
"""The options of a question, in the order of help."""


@dataclass(frozen=True)
class AskedShipment:
    """The options of a question, as they stand on the command line."""

    given: dict[str, Any]

    @property
    def day(self) -> date | None:
        """The day that was given."""
        on: datetime | None = self.given["on"]
        return on.date() if on else None

    def fields(self, today: date) -> dict[str, Any]:
        """Return the fields of `ScreeningQuery` that the options state.

        Args:
            today: The day to take where none is given.

        Raises:
            InputError: An option cannot be used; all of them are named.
        """
        given = self.given
        tops: tuple[float, ...] = given["tops"]
        owner: tuple[tuple[str, float], ...] = given["owner"]
        twice = [name for name, _ in owner if [each for each, _ in owner].count(name) > 1]
        if twice:
            raise InputError.of(f'the owner "{twice[0]}" has two shares.', "Give each owner once.")
        stated = {
            "to": given["destination"],
            "from": given["sent_from"],
            "origin": given["made_in"],
            "on": self.day or today,
            "end_use": EndUse(given["end_use"]),
            "owners": dict(owner),
            "operations": _operations(tops, given["bits"]),
            "die_mm2": given["die"],
            "non_planar": False if given["planar"] else (True if tops else None),
            "memory_bandwidth_gb_s": given["memory_bandwidth"],
            "interconnect_gb_s": given["interconnect"],
            "attributes": _attributes(given["attributes"]),
            "set": _answers(given["given"]),
        }
        for name in ("end_user", "exporter", "headquarters", "maker", "datacenter"):
            stated[name] = given[name]
        return {name: value for name, value in stated.items() if value not in (None, {})}


def screening_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of a question, as its argument `asked`."""
    names = ("destination", "on", "sent_from", "made_in", "end_use", "end_user", "exporter")
    others = ("headquarters", "owner", "given", *NUMBER_OPTIONS)

    @wraps(function)
    def command(**options: Any) -> Any:  # noqa: ANN401
        asked = AskedShipment({name: options.pop(name) for name in (*names, *others)})
        return function(asked=asked, **options)

    wrapped: Callable[..., Any] = command
    for option in reversed(OPTIONS):
        wrapped = option(wrapped)
    return wrapped


def _answers(given: dict[str, str]) -> dict[str, str]:
    """Return the branch of each switch that `--set` decides."""
    wrong = [name for name, branch in given.items() if not (branch and name.startswith(SWITCH))]
    if wrong:
        raise InputError(
            [
                Problem(
                    "",
                    0,
                    f'"{name}" is nothing that a screening reads.',
                    "Write switch.NAME=ANSWER.",
                )
                for name in wrong
            ]
        )
    return {name.removeprefix(SWITCH): branch for name, branch in given.items()}


def _attributes(texts: Sequence[str]) -> dict[str, Attribute]:
    """Return attributes by name: numbers, yes or no, and words."""
    found: dict[str, Attribute] = {}
    wrong: list[Problem] = []
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or not value:
            wrong.append(Problem("", 0, f'"{text}" states no attribute.', "Write NAME=VALUE."))
        elif name not in ATTRIBUTES:
            cure = nearest(name, list(ATTRIBUTES))
            wrong.append(Problem("", 0, f'"{name}" is not an attribute.', cure))
        else:
            found[name] = attribute(value)
    if wrong:
        raise InputError(wrong)
    return found


def _operations(tops: tuple[float, ...], bits: tuple[int, ...]) -> dict[int, float]:
    """Return TOPS by bit length; refuse incomplete numbers."""
    if len(tops) != len(bits):
        raise InputError("each --tops needs its --bits: --tops 148 --bits 16 --tops 296 --bits 8.")
    best: dict[int, float] = {}
    for length, rate in zip(bits, tops, strict=True):
        best[length] = max(rate, best.get(length, rate))
    return best
