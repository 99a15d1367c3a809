"""`outlast shock`: the loss of GDP when a controller holds back its exports of minerals."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from outlast.cli.contest_options import ContestChoice, contest_options
from outlast.cli.grid import GridColumn, show_grid
from outlast.cli.output import console, write_json
from outlast.cli.restriction_options import restriction_options, tied_option
from outlast.economy.request import ShockRequest

if TYPE_CHECKING:
    from rich.console import Console

    from outlast.economy.losses import MineralLoss, Range, Shock

USUAL = ShockRequest()

WAYS = {
    "final-uses": "final uses give way",
    "supply-push": "users of cut goods lose output",
    "least-cost": "a planner spares value added",
}
"""The ways in which a cut spreads, in words."""

SHOWN = 8
"""Industries that are listed."""


@click.command()
@click.argument("minerals", nargs=-1)
@restriction_options(USUAL)
@tied_option
@contest_options
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
def command(
    minerals: tuple[str, ...],
    restriction: float,
    stock: float,
    months: float,
    futures: int,
    seed: int,
    given: dict[str, str],
    choice: ContestChoice,
    as_json: bool,
) -> None:
    """Show the loss of GDP when a controller holds back its exports of MINERALS.

    \b
      outlast shock gallium
      outlast shock gallium --restriction 0.5 --stock 3 --months 12
      outlast shock gallium germanium --json
      outlast shock gallium --set tied.gallium.334413=0.2

    The market gives the price and the cut, the shares of industries that are tied to the mineral
    give the direct loss, and a table of industries gives the rest. Several minerals are lost
    together. Ranges hold 90 of 100 draws.
    """
    from outlast.api.shock import minerals as known  # noqa: PLC0415  the table is heavy
    from outlast.api.shock import shock  # noqa: PLC0415

    if not minerals:
        names = " ".join(known(choice.contest, choice.overlays))
        raise click.UsageError(f"Name one or more of: {names}.")
    found = shock(
        minerals,
        restriction=restriction,
        stock=stock,
        months=months,
        futures=futures,
        seed=seed,
        given=given,
        contest=choice.contest,
        overlays=choice.overlays,
    )
    if as_json:
        write_json("shock", plain(found))
    else:
        _show(found, console())


def plain(found: "Shock") -> dict[str, Any]:
    """Return a shock as plain data."""
    content = {key: value for key, value in asdict(found).items() if key != "asked"}
    return {
        **found.asked._asdict(),
        **_named(content),
        "minerals": [_named(asdict(each)) for each in found.minerals],
        "industries": [_named(asdict(each)) for each in found.industries],
    }


def _named(content: dict[str, Any]) -> dict[str, Any]:
    """Return plain data in which each range has the names of its ends."""
    return {
        key: value._asdict() if hasattr(value, "_asdict") else value
        for key, value in content.items()
    }


def _show(found: "Shock", shown: "Console") -> None:
    """Show a shock: the loss, its parts, the minerals, the industries, what it rests on."""
    asked = found.asked
    names = " and ".join(each.title.lower() for each in found.minerals)
    held = "all" if asked.restriction == 1 else f"{100 * asked.restriction:g} % of all"
    controllers = ", ".join(sorted({each.controller_title for each in found.minerals}))
    shown.print(
        f"{controllers}: {held} exports of {names} held back for {asked.months:g} months. "
        f"Stocks of users: {asked.stock:g} months of full use."
    )
    share = abs(100 * found.share_of_gdp.median)
    shown.print(
        f"{found.bloc_title}, change of GDP: {_bn(found.gdp_bn)} ({share:.3f} % of GDP), "
        f"dollars of {found.year}."
    )
    shown.print(
        f"  direct {_bn(found.direct_bn)}; spread to other industries {_bn(found.propagated_bn)}"
    )
    ways = "; ".join(f"{WAYS[name]}: {_two(value)}" for name, value in found.by_closure.items())
    shown.print(f"  median by the way in which it spreads: {ways}")
    for each in found.minerals:
        _show_mineral(each, shown)
    shown.print()
    columns = [
        GridColumn("industry"),
        *(GridColumn(name, right=True) for name in ("USD bn", "range", "direct")),
    ]
    rows = [
        [
            f"{each.title} ({each.code})",
            _two(each.gdp_bn.median),
            f"{_two(each.gdp_bn.low)} to {_two(each.gdp_bn.high)}",
            _two(each.direct_bn) if each.direct_bn else "–",
        ]
        for each in found.industries[:SHOWN]
    ]
    show_grid(shown, columns, rows)
    shown.print(
        f"Of {found.uncertain} uncertain numbers behind this, nobody publishes {found.assumed}: "
        "they are assumed, wide, with reasons, in economy.yaml.",
        style="dim",
    )


def _show_mineral(each: "MineralLoss", shown: "Console") -> None:
    """Show the price of a mineral and the published figures beside ours."""
    price = each.price_change
    shown.print(
        f"{each.title}: price {100 * price.median:+.0f} % "
        f"({100 * price.low:+.0f} to {100 * price.high:+.0f}), use cut by "
        f"{100 * each.cut.median:.0f} %; change of GDP {_bn(each.gdp_bn)}"
    )
    if each.published_bn is not None:
        shown.print(f"  published, for a year without any exports: {_bn(each.published_bn)}")
    shown.print(f"  {each.why_different}", style="dim")


def _bn(values: "Range") -> str:
    """Return a range in words."""
    return f"USD {_two(values.median)} bn ({_two(values.low)} to {_two(values.high)})"


def _two(value: float) -> str:
    """Return a number with two decimals, and zero without a sign."""
    return f"{round(value, 2) + 0.0:.2f}"
