"""`outlast leverage`: the hold of two blocs over each other, good by good, with its sources."""

from dataclasses import asdict
from math import isinf
from typing import TYPE_CHECKING, Any

import click

from outlast.cli.contest_options import ContestChoice, contest_options
from outlast.cli.grid import GridColumn, show_grid
from outlast.cli.output import console, formats, write_csv, write_json
from outlast.cli.seed_option import seed_option

if TYPE_CHECKING:
    from rich.console import Console

    from outlast.economy.hold import Direction, Hold, Leverage
    from outlast.economy.losses import Range


@click.command()
@click.argument("one")
@click.argument("other")
@click.option(
    "--futures",
    type=click.IntRange(min=2),
    default=2000,
    show_default=True,
    help="Draws of the uncertain numbers.",
)
@seed_option
@contest_options
@formats
def command(
    one: str,
    other: str,
    futures: int,
    seed: int,
    choice: ContestChoice,
    as_json: bool,
    as_csv: bool,
) -> None:
    """Show the hold of the blocs ONE and OTHER over each other, good by good.

    \b
      outlast leverage CN US
      outlast leverage US+ALLY CN
      outlast leverage CN ALLY --json
      outlast leverage US CN --csv

    A bloc holds much where it delivers most of a good (share), where few others deliver or make it
    (HHI: 1 is a single bloc), where the target cannot do without imports (net imports), and where
    little replaces it. The loss from withdrawal grows without bound as the share comes near to
    all. The first year has the value added of the services that stop, without stocks: an upper
    bound. ESRI is the share of all sales that stops if the holder's makers fail. Blocs joined by +
    act together.

    Flows are those of the base year. Nothing is run. A number that nobody publishes is unknown.
    """
    from outlast.api.leverage import leverage  # noqa: PLC0415  the world is heavy

    found = leverage(
        one, other, futures=futures, seed=seed, contest=choice.contest, overlays=choice.overlays
    )
    if as_json:
        write_json("leverage", plain(found))
    elif as_csv:
        write_csv([each.key for each in found.frame_columns()], found.frame_rows())
    else:
        _show(found, console())


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


def _show(found: "Leverage", shown: "Console") -> None:
    """Show both directions, and the meaning of the numbers."""
    for number, direction in enumerate(found.directions):
        if number:
            shown.print()
        _show_direction(direction, found, shown)
    shown.print()
    shown.print(
        "share: of the target's supply. HHI: concentration of that supply by bloc, 1 is a single "
        "one. world: the holder's part of world output. net imports: as published, then in the "
        "base year, as a part of use. loss: USD bn a year from withdrawal, with its range; ∞ has "
        "no bound. first year: value added that stops without stocks, an upper bound. ESRI: part "
        "of all sales that stops if the holder's makers fail. --json has every source.",
        style="dim",
    )


def _show_direction(direction: "Direction", found: "Leverage", shown: "Console") -> None:
    """Show all that one bloc holds over another."""
    shown.print(
        f"{direction.holder_title} over {direction.target_title}, trade of {found.year}",
        style="bold",
    )
    if not direction.holds:
        shown.print("Nothing: no good reaches the target from there in the base year.")
        return
    _show_total(direction, shown)
    shown.print()
    first = [
        GridColumn("good"),
        *(GridColumn(name, right=True) for name in ("share", "HHI", "world")),
        GridColumn("net imports", right=True),
        GridColumn("source of the share"),
    ]
    show_grid(shown, first, [_structure(each) for each in direction.holds])
    shown.print()
    second = [
        GridColumn("good"),
        *(GridColumn(name, right=True) for name in ("loss, USD bn", "first year, USD bn", "ESRI")),
    ]
    show_grid(shown, second, [_losses(each) for each in direction.holds])
    if direction.unknown:
        names = ", ".join(direction.unknown)
        shown.print(f"Unknown, no trade in the base year: {names}.", style="dim")


def _show_total(direction: "Direction", shown: "Console") -> None:
    """Show the loss from the withdrawal of all goods at once."""
    if direction.loss_bn is not None:
        shown.print(f"All at once, loss from withdrawal: USD {_range(direction.loss_bn)} bn a year")
    if direction.sole:
        names = ", ".join(each.title for each in direction.holds if each.good in direction.sole)
        shown.print(f"  beside goods that nobody else delivers, whose loss has no bound: {names}")


def _structure(hold: "Hold") -> list[str]:
    """Return share, concentration and dependence of a hold."""
    cited = dict.fromkeys(
        f"{note.source or 'ours'} ({note.grade})" for note in hold.sources if note.of == "share"
    )
    return [
        hold.title,
        _percent(hold.share),
        f"{hold.hhi:.2f}",
        _percent(hold.output_share),
        f"{_percent(hold.reliance_published)} · {_percent(hold.reliance)}",
        "; ".join(cited),
    ]


def _losses(hold: "Hold") -> list[str]:
    """Return the losses of a hold."""
    return [
        hold.title,
        "unknown" if hold.loss_bn is None else _range(hold.loss_bn),
        "unknown" if hold.first_year_bn is None else _range(hold.first_year_bn),
        "unknown" if hold.esri is None else _percent(hold.esri),
    ]


def _percent(share: float | None) -> str:
    """Return a share in per cent, or that it is unknown."""
    if share is None:
        return "unknown"
    return f"{100 * share:.1f} %" if abs(share) < 0.0995 else f"{100 * share:.0f} %"  # noqa: PLR2004


def _range(values: "Range") -> str:
    """Return a range in words."""
    low, median, high = (_number(each) for each in values)
    return median if low == high else f"{median} ({low} to {high})"


def _number(value: float) -> str:
    """Return a number with three digits, or the sign of no bound."""
    return "∞" if isinf(value) else f"{value:.3g}"
