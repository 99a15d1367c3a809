"""`outlast exposure`: published losses of GDP beside the model's, by country, with reasons."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from outlast.cli.contest_options import ContestChoice, contest_options
from outlast.cli.grid import GridColumn, show_grid
from outlast.cli.output import console, formats, write_csv, write_json
from outlast.cli.paths import PATH
from outlast.cli.restriction_options import restriction_options, tied_option
from outlast.economy.exposure_request import ExposureRequest

if TYPE_CHECKING:
    from rich.console import Console

    from outlast.economy.exposed import CountryExposure, Exposure, PublishedExposure
    from outlast.economy.losses import Range

USUAL = ExposureRequest(())


@click.command()
@click.option(
    "--country",
    "countries",
    multiple=True,
    metavar="NAME",
    help="A country by code or name, any number of times; all by default.",
)
@click.option(
    "--elasticity",
    type=float,
    help="Fix the elasticity between the denied good and everything else, 0.01 to 10.",
)
@click.option(
    "--table",
    type=PATH,
    help="A table of industries of your own, CSV or XLSX, for one --country.",
)
@restriction_options(USUAL)
@tied_option
@contest_options
@formats
def command(
    countries: tuple[str, ...],
    elasticity: float | None,
    restriction: float,
    stock: float,
    months: float,
    table: Path | None,
    futures: int,
    seed: int,
    given: dict[str, str],
    choice: ContestChoice,
    as_json: bool,
    as_csv: bool,
) -> None:
    """Place published losses of GDP on one chart, with the model's own beside them.

    \b
      outlast exposure
      outlast exposure --country US --country JP --elasticity 0.1
      outlast exposure --months 6 --stock 2 --json
      outlast exposure --set tied.rare-earths=0.05
      outlast exposure --country JP --table japan.csv
      outlast figure exposure

    Five institutions say that a stop of rare earths or gallium costs between a hundredth and two
    per cent of GDP. Three numbers move a loss most: how easily the good is replaced (elasticity),
    how long it is missing (months less stock), and how much of GDP cannot run without it (tied
    share). Each published loss stands beside the model's under the assumptions of its publication,
    with the tied share that would give it.

    A table of your own has a row for each industry, with the columns industry, tied, final,
    value_added and one column for each industry with the sales to it. Ranges hold 90 of 100 draws.
    """
    from outlast.api.exposure import exposure  # noqa: PLC0415  the contest is heavy

    found = exposure(
        countries,
        restriction=restriction,
        months=months,
        stock=stock,
        elasticity=elasticity,
        table=table,
        futures=futures,
        seed=seed,
        given=given,
        contest=choice.contest,
        overlays=choice.overlays,
    )
    if as_json:
        write_json("exposure", plain(found))
    elif as_csv:
        keys = [each.key for each in found.frame_columns()]
        empty = dict.fromkeys(keys)
        write_csv(keys, [{**empty, **row} for row in found.frame_rows()])
    else:
        _show(found, console())


def plain(found: "Exposure") -> dict[str, Any]:
    """Return an exposure as plain data."""
    return {
        **found.asked._asdict(),
        "countries": [_named(asdict(each)) for each in found.countries],
        "published": [
            {**_named(asdict(each)), "day": f"{each.day}", "inside": each.inside}
            for each in found.published
        ],
        "curves": [each._asdict() for each in found.curves],
        "assumed": found.assumed,
        "uncertain": found.uncertain,
    }


def _named(content: dict[str, Any]) -> dict[str, Any]:
    """Return plain data in which each range has the names of its ends."""
    return {
        key: value._asdict() if hasattr(value, "_asdict") else value
        for key, value in content.items()
    }


def _show(found: "Exposure", shown: "Console") -> None:
    """Show the losses of countries, the published ones, and the reasons for the distance."""
    asked = found.asked
    held = "all" if asked.restriction == 1 else f"{100 * asked.restriction:g} % of all"
    shown.print(
        f"Loss of GDP if {held} exports are held back for {asked.months:g} months; stocks of "
        f"users: {asked.stock:g} months of full use."
    )
    columns = [
        GridColumn("country"),
        GridColumn("denied"),
        *(GridColumn(name, right=True) for name in ("% of GDP", "USD bn", "tied %")),
    ]
    show_grid(shown, columns, [_country_cells(each) for each in found.countries])
    if found.published:
        shown.print()
        shown.print(
            "Published losses, % of GDP, beside the model's under the same assumptions:",
            style="bold",
        )
        columns = [
            GridColumn("publication"),
            *(GridColumn(name, right=True) for name in ("published", "model", "tied %", "needed")),
        ]
        show_grid(shown, columns, [_published_cells(each) for each in found.published])
        shown.print(
            "tied: share of GDP that cannot run without the good, ours; needed: the share at which "
            "the model gives the published loss.",
            style="dim",
        )
        shown.print()
        for each in found.published:
            shown.print(f"{each.institution}, {each.title}: {each.why}")
            grade = f"{', '.join(each.sources)}; {each.grade}; {each.day}"
            shown.print(f"  {grade}", style="dim")
    shown.print(
        f"Of {found.uncertain} uncertain numbers behind the countries, nobody publishes "
        f"{found.assumed}: they are assumed, wide, with reasons, in exposure.yaml. Nothing is "
        "fitted to a published loss.",
        style="dim",
    )


def _country_cells(each: "CountryExposure") -> list[str]:
    """Return a country's cells."""
    table = " (your table)" if each.own_table else ""
    return [
        f"{each.title}{table}",
        each.denied_title,
        _range(each.loss, 100.0),
        "unknown" if each.loss_bn is None else _range(each.loss_bn, 1.0),
        _range(each.tied_share, 100.0),
    ]


def _published_cells(each: "PublishedExposure") -> list[str]:
    """Return a published loss's cells."""
    needed = each.needed_tied_share
    return [
        f"{each.institution}: {each.title}",
        _number(100 * each.published.median),
        _range(each.ours, 100.0),
        _number(100 * each.tied_share.median),
        "none" if needed is None else _number(100 * needed),
    ]


def _range(values: "Range", scale: float) -> str:
    """Return a range in words."""
    low, median, high = (_number(scale * each) for each in values)
    return f"{median} ({low}–{high})"


def _number(value: float) -> str:
    """Return a number with two digits."""
    if value == 0 or value >= 100:  # noqa: PLR2004
        return f"{value:.0f}"
    return f"{value:.2g}"
