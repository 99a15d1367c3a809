"""`outlast exposure`: published losses of GDP beside the model's, by country, with reasons."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from outlast.cli.contest_options import ContestChoice, contest_options
from outlast.cli.grid import GridColumn, show_grid
from outlast.cli.lang_option import lang_option
from outlast.cli.output import console, formats, write_csv, write_json
from outlast.cli.paths import PATH
from outlast.cli.restriction_options import restriction_options, tied_option
from outlast.economy.exposure_request import ExposureRequest

if TYPE_CHECKING:
    from rich.console import Console

    from outlast.economy.exposed import CountryExposure, Exposure, PublishedExposure
    from outlast.economy.losses import Range
    from outlast.economy.same_stop import SameStops
    from outlast.present.display.voice import Voice

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
@lang_option
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
    lang: str,
) -> None:
    """Place published losses of GDP on one chart, with the model's own beside them.

    \b
      outlast exposure
      outlast exposure --country US --country JP --elasticity 0.1
      outlast exposure --set tied.rare-earths=0.05
      outlast exposure --country JP --table japan.csv
      outlast figure exposure

    Five institutions say that a stop of rare earths or gallium costs between a hundredth and two
    per cent of GDP. Three numbers move a loss most: how easily the good is replaced (elasticity),
    how long it is missing (months less stock), and how much of GDP cannot run without it (tied
    share). Each published loss stands beside the model's under the assumptions of its publication,
    with the tied share that would give it.

    A table of your own has a row for each industry, with the columns industry, tied, final,
    value_added and one column for each industry with the sales to it. As economy/JP.csv
    in a folder of --with it counts in `outlast run`, too. Ranges hold 90 of 100 draws.
    """
    from outlast.api.exposure import exposure  # noqa: PLC0415  the contest is heavy
    from outlast.present.display.voice import voice  # noqa: PLC0415

    words = voice(lang)  # an unknown language is refused before anything is computed
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
        _show(found, choice, words, console())


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


def _show(found: "Exposure", choice: ContestChoice, words: "Voice", shown: "Console") -> None:
    """Show the losses of countries, the published ones, and the reasons for the distance."""
    from outlast.api.same_stop import same_stops  # noqa: PLC0415  the contest is heavy
    from outlast.present.institutions import fitted  # noqa: PLC0415  words are heavy

    keys = [each.key for each in found.published]
    stops = same_stops(keys, choice.contest, choice.overlays)
    asked = found.asked
    part = words.say("exposure.part", share=f"{100 * asked.restriction:g}")
    held = words.say("exposure.all") if asked.restriction == 1 else part
    shown.print(
        words.say("exposure.lead", held=held, months=f"{asked.months:g}", stock=f"{asked.stock:g}")
    )
    columns = [
        GridColumn(words.say("column.country")),
        GridColumn(words.say("exposure.denied")),
        *(
            GridColumn(words.say(f"exposure.{name}"), right=True)
            for name in ("of-gdp", "bn", "tied")
        ),
    ]
    show_grid(shown, columns, [_country_cells(each, words) for each in found.countries])
    if found.published:
        _show_published(found, stops, words, shown)
    basis = words.say("exposure.basis", uncertain=found.uncertain, assumed=found.assumed)
    shown.print(words.sentences([basis, fitted(stops, words)]), style="dim")


def _show_published(
    found: "Exposure", stops: "SameStops", words: "Voice", shown: "Console"
) -> None:
    """Show the published losses, and the reasons for which they lie apart."""
    from outlast.present.institutions import case, counted  # noqa: PLC0415  words are heavy

    shown.print()
    shown.print(words.say("exposure.beside"), style="bold")
    columns = [
        GridColumn(words.say("exposure.publication")),
        *(
            GridColumn(words.say(f"exposure.{name}"), right=True)
            for name in ("published", "modelled", "tied", "wanted")
        ),
    ]
    rows = [[case(each, words), *_published_cells(each, words)] for each in found.published]
    show_grid(shown, columns, rows)
    shown.print(words.say("exposure.legend"), style="dim")
    shown.print()
    for each in found.published:
        shown.print(f"{case(each, words)}: {counted(each, stops, words)}")
        grade = f"{', '.join(each.sources)}; {words.say(f'grade.{each.grade}')}; {each.day}"
        shown.print(f"  {grade}", style="dim")


def _country_cells(each: "CountryExposure", words: "Voice") -> list[str]:
    """Return a country's cells."""
    chinese = words.language == "zh"
    title = each.title_zh if chinese else each.title
    return [
        words.say("exposure.yours", country=title) if each.own_table else title,
        each.denied_title_zh if chinese else each.denied_title,
        _range(each.loss, 100.0),
        words.say("exposure.unknown") if each.loss_bn is None else _range(each.loss_bn, 1.0),
        _range(each.tied_share, 100.0),
    ]


def _published_cells(each: "PublishedExposure", words: "Voice") -> list[str]:
    """Return the numbers of a published loss."""
    needed = each.needed_tied_share
    return [
        _number(100 * each.published.median),
        _range(each.ours, 100.0),
        _number(100 * each.tied_share.median),
        words.say("exposure.none") if needed is None else _number(100 * needed),
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
