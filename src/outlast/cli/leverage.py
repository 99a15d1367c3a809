"""`outlast leverage`: the hold of two blocs over each other, good by good, with its sources."""

from dataclasses import asdict
from math import isinf
from typing import TYPE_CHECKING, Any

import click

from outlast.cli.contest_options import ContestChoice, contest_options
from outlast.cli.grid import GridColumn, show_grid
from outlast.cli.lang_option import lang_option
from outlast.cli.output import console, formats, write_csv, write_json
from outlast.cli.restriction_options import tied_option
from outlast.cli.seed_option import seed_option
from outlast.cli.whole_number import WholeNumber

if TYPE_CHECKING:
    from rich.console import Console

    from outlast.economy.hold import Direction, Hold, Leverage
    from outlast.economy.losses import Range
    from outlast.present.display.voice import Voice


@click.command()
@click.argument("one")
@click.argument("other")
@click.option(
    "--futures",
    type=WholeNumber(min=2),
    default=2000,
    show_default=True,
    help="Draws of the uncertain numbers.",
)
@seed_option
@tied_option
@contest_options
@formats
@lang_option
def command(
    one: str,
    other: str,
    futures: int,
    seed: int,
    given: dict[str, str],
    choice: ContestChoice,
    as_json: bool,
    as_csv: bool,
    lang: str,
) -> None:
    """Show the hold of the blocs ONE and OTHER over each other, good by good.

    \b
      outlast leverage CN US
      outlast leverage US+ALLY CN
      outlast leverage CN ALLY --json
      outlast leverage US CN --csv
      outlast leverage CN US --lang zh

    A bloc holds much where it delivers most of a good (share), where few others deliver or make it
    (HHI: 1 is a single bloc), where the target cannot do without imports (net imports), and where
    little replaces it. The loss from withdrawal grows without bound as the share comes near to
    all. The first year has the value added that stops, without that share and without stocks, in
    the services that use the good directly. It bounds no loss. It leaves out other industries,
    goods by way of third countries, users whose worth nobody states and goods withheld together:
    outlast exposure and outlast shock have the loss of GDP. ESRI is the share of all sales that
    stops if the holder's makers fail. Blocs joined by + act together.

    Flows are those of the base year. Nothing is run. A number that nobody publishes is unknown. No
    table of industries is read: services are worth what facts say, which --with can replace.
    """
    from outlast.api.leverage import leverage  # noqa: PLC0415  the world is heavy
    from outlast.api.library import library  # noqa: PLC0415
    from outlast.present.display.voice import voice  # noqa: PLC0415

    plain_voice = voice(lang)  # an unknown language is refused before anything is computed

    found = leverage(
        one,
        other,
        futures=futures,
        seed=seed,
        given=given,
        contest=choice.contest,
        overlays=choice.overlays,
    )
    names = library(choice.contest, choice.overlays).reader.names
    words = plain_voice.naming(names)
    if as_json:
        write_json("leverage", plain(found))
    elif as_csv:
        write_csv([each.key for each in found.frame_columns()], found.frame_rows())
    else:
        _show(found, words, console())


def plain(found: "Leverage") -> dict[str, Any]:
    """Return leverage as plain data; a range that is unknown and an end without bound are null."""
    from outlast.economy.hold import RANGES  # noqa: PLC0415  arrays are heavy

    return {
        "year": found.year,
        "futures": found.futures,
        "seed": found.seed,
        "directions": [
            {
                **asdict(each),
                "loss_bn": _ends(each.loss_bn),
                "holds": [
                    {
                        **asdict(hold),
                        **{column.key: _ends(getattr(hold, column.key)) for column in RANGES},
                    }
                    for hold in each.holds
                ],
            }
            for each in found.directions
        ],
    }


def _ends(values: "Range | None") -> dict[str, float | None] | None:
    """Return the ends of a range; None if it is unknown."""
    from outlast.economy.hold import bounded_ends  # noqa: PLC0415  arrays are heavy

    return None if values is None else bounded_ends(values)


def _show(found: "Leverage", words: "Voice", shown: "Console") -> None:
    """Show both directions, and the meaning of the numbers."""
    for number, direction in enumerate(found.directions):
        if number:
            shown.print()
        _show_direction(direction, found, words, shown)
    shown.print()
    shown.print(words.say("leverage.legend"), style="dim")


def _show_direction(
    direction: "Direction", found: "Leverage", words: "Voice", shown: "Console"
) -> None:
    """Show all that one bloc holds over another."""
    from outlast.present.leverage_figure import direction_name  # noqa: PLC0415  words are heavy

    head = words.say(
        "leverage.head", direction=direction_name(direction, words), year=f"{found.year}"
    )
    shown.print(head, style="bold")
    if not direction.holds:
        shown.print(words.say("leverage.empty"))
        return
    _show_total(direction, words, shown)
    shown.print()
    good = GridColumn(words.say("leverage.column-good"))
    first = [
        good,
        *(
            GridColumn(words.say(f"leverage.column-{name}"), right=True)
            for name in ("share", "hhi", "world", "imports")
        ),
        GridColumn(words.say("leverage.column-source")),
    ]
    show_grid(shown, first, [_structure(each, words) for each in direction.holds])
    shown.print()
    second = [
        good,
        *(
            GridColumn(words.say(f"leverage.column-{name}"), right=True)
            for name in ("loss", "first", "esri")
        ),
    ]
    show_grid(shown, second, [_losses(each, words) for each in direction.holds])
    if direction.unknown:
        names = words.say("list.comma").join(words.name("good", key) for key in direction.unknown)
        shown.print(words.say("leverage.no-trade", goods=names), style="dim")


def _show_total(direction: "Direction", words: "Voice", shown: "Console") -> None:
    """Show the loss from the withdrawal of all goods at once."""
    if direction.loss_bn is not None:
        shown.print(words.say("leverage.joint", loss=_range(direction.loss_bn, words)))
    if direction.sole:
        sole = [each for each in direction.holds if each.good in direction.sole]
        names = words.say("list.comma").join(_title(each, words) for each in sole)
        shown.print(f"  {words.say('leverage.sole', goods=names)}")


def _title(hold: "Hold", words: "Voice") -> str:
    """Return the name of a good."""
    return words.name("good", hold.good, hold.title)


def _structure(hold: "Hold", words: "Voice") -> list[str]:
    """Return share, concentration and dependence of a hold."""
    ours = words.say("leverage.ours")
    cited = dict.fromkeys(
        f"{note.source or ours} ({words.say(f'grade.{note.grade}')})"
        for note in hold.sources
        if note.of == "share"
    )
    return [
        _title(hold, words),
        _percent(hold.share, words),
        f"{hold.hhi:.2f}",
        _percent(hold.output_share, words),
        f"{_percent(hold.reliance_published, words)} · {_percent(hold.reliance, words)}",
        "; ".join(cited),
    ]


def _losses(hold: "Hold", words: "Voice") -> list[str]:
    """Return the losses of a hold."""
    return [
        _title(hold, words),
        _range(hold.loss_bn, words),
        _range(hold.first_year_bn, words),
        _percent(hold.esri, words),
    ]


def _percent(share: float | None, words: "Voice") -> str:
    """Return a share in per cent, or that it is unknown."""
    if share is None:
        return words.say("leverage.unknown")
    return f"{100 * share:.1f} %" if abs(share) < 0.0995 else f"{100 * share:.0f} %"  # noqa: PLR2004


def _range(values: "Range | None", words: "Voice") -> str:
    """Return a range in words, or that it is unknown."""
    if values is None:
        return words.say("leverage.unknown")
    low, median, high = (_number(each) for each in values)
    if low == high:
        return median
    return words.say("leverage.range", median=median, low=low, high=high)


def _number(value: float) -> str:
    """Return a number with three digits, or the sign of no bound."""
    return "∞" if isinf(value) else f"{value:.3g}"
