"""The options of a screening: item numbers, transaction and parties, as one question."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from typing import Any, Final

import click

from outlast.cli.output import DAY, settable
from outlast.errors import InputError, Problem, nearest
from outlast.policy import ATTRIBUTES, Attribute, EndUse

SWITCH: Final = "switch."
"""The prefix of settings that answer an open question."""

STATED: Final = ("maker", "tops", "bits", "die", "memory_bandwidth", "interconnect")
NUMBER_OPTIONS: Final = (*STATED, "datacenter", "planar", "attributes")
"""The options that state a chip by its numbers."""

OPTIONS: Final = (
    click.option("--to", "destination", help="Destination, as CN or China; names in Chinese too."),
    click.option("--on", type=DAY, help="Day of export, as 2025-04-16; today by default."),
    click.option("--from", "sent_from", help="Country of export; the maker's by default."),
    click.option("--origin", "made_in", help="Country in which the item was made."),
    click.option(
        "--end-use",
        type=click.Choice([use.value for use in EndUse]),
        default="civil",
        help="End use of the goods.",
    ),
    click.option("--end-user", help="The receiver; names are matched as lists spell them."),
    click.option("--exporter", help="The sender."),
    click.option("--headquarters", help="Country in which the receiver's ultimate parent sits."),
    click.option(
        "--owner",
        nargs=2,
        type=(str, float),
        multiple=True,
        help="An owner and their share, as 0.5.",
    ),
    click.option("--maker", help="Numbers: the maker, as NVIDIA, or its country, as US."),
    click.option("--tops", type=float, multiple=True, help="Numbers: dense TOPS or TFLOPS."),
    click.option("--bits", type=int, multiple=True, help="Numbers: bit length of each --tops."),
    click.option("--die", type=float, help="Numbers: applicable die area, mm2."),
    click.option("--memory-bandwidth", type=float, help="Numbers: memory bandwidth, GB/s."),
    click.option("--interconnect", type=float, help="Numbers: rate to other circuits, GB/s."),
    click.option(
        "--datacenter/--not-datacenter", default=None, help="Numbers: meant for data centers."
    ),
    click.option("--planar", is_flag=True, help="Numbers: made on a planar process."),
    click.option(
        "--attribute",
        "attributes",
        multiple=True,
        metavar="NAME=VALUE",
        help="Numbers: any other attribute that a rule tests, as co_packaged=no.",
    ),
    settable,
)
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
    wrong = [name for name in given if not name.startswith(SWITCH)]
    if wrong:
        raise InputError(
            [
                Problem("", 0, f'"{name}" is nothing that a screening reads.', "Write switch.NAME.")
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
            found[name] = _value(value)
    if wrong:
        raise InputError(wrong)
    return found


def _value(text: str) -> Attribute:
    """Return the value of an attribute from its text."""
    words = {"yes": True, "true": True, "no": False, "false": False}
    if text.casefold() in words:
        return words[text.casefold()]
    try:
        return float(text)
    except ValueError:
        return text


def _operations(tops: tuple[float, ...], bits: tuple[int, ...]) -> dict[int, float]:
    """Return TOPS by bit length; refuse incomplete numbers."""
    if len(tops) != len(bits):
        raise InputError("each --tops needs its --bits: --tops 148 --bits 16 --tops 296 --bits 8.")
    best: dict[int, float] = {}
    for length, rate in zip(bits, tops, strict=True):
        best[length] = max(rate, best.get(length, rate))
    return best
