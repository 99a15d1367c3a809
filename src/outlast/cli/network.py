"""`outlast network`: the loss while events spread through industries with inventories."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from outlast.cli.contest_options import ContestChoice, contest_options
from outlast.cli.lang_option import lang_option
from outlast.cli.long_work import progress, stopping
from outlast.cli.output import console, write_json
from outlast.cli.paths import PATH
from outlast.cli.refusals import refuse_useless
from outlast.cli.whole_number import WholeNumber
from outlast.errors import InputError

if TYPE_CHECKING:
    from outlast.economy.network.network_loss import NetworkLoss


@click.command()
@click.option(
    "--event",
    "events",
    multiple=True,
    metavar="INDUSTRY=SHARE[@START+LENGTH]",
    help="Lost capacity: its share, first step (0) and length (26). Any number of them.",
)
@click.option(
    "--route",
    "routes",
    multiple=True,
    metavar="SELLER/BUYER=SHARE[@START+LENGTH]",
    help="Deliveries held back from a buyer. Any number of them.",
)
@click.option(
    "--capital",
    multiple=True,
    metavar="INDUSTRY=SHARE[@START+LENGTH]",
    help="Lost capital, which is rebuilt; only with --rules ario.",
)
@click.option(
    "--rebuilder",
    "rebuilders",
    multiple=True,
    metavar="SECTOR=SHARE",
    help="A sector that rebuilds, and its share; they sum to 1.",
)
@click.option("--rebuilding", type=float, default=60.0, show_default=True, help="Its time, steps.")
@click.option(
    "--recovery",
    type=WholeNumber(),
    default=0,
    show_default=True,
    help="Steps in which events fade out.",
)
@click.option(
    "--rules",
    default="inventories",
    show_default=True,
    metavar="NAME",
    help="inventories, or ario: as BoARIO 0.7.2 runs it.",
)
@click.option("--step", metavar="NAME", help="week or day  [default: week; under ario day]")
@click.option("--steps", type=WholeNumber(), help="How many.  [default: 104 weeks, 365 days]")
@click.option(
    "--inputs",
    metavar="CLASS",
    help="curated, critical, half-critical or non-critical.  [default: curated, where it exists]",
)
@click.option("--cover", type=float, help="Inventories, steps of use.  [default: 4 weeks]")
@click.option("--restocking", type=float, help="Time of refilling, steps.  [default: 4 weeks]")
@click.option(
    "--rationing",
    default="proportional",
    show_default=True,
    metavar="RULE",
    help="proportional, firms-first or final-first.",
)
@click.option(
    "--spare", type=float, default=0.0, show_default=True, help="Spare capacity, a share of output."
)
@click.option(
    "--precision", default="float64", show_default=True, metavar="TYPE", help="float64 or float32."
)
@click.option("--alone", is_flag=True, help="Leave out the runs under other assumptions.")
@click.option(
    "--table", type=PATH, metavar="FILE", help="A table of your own: CSV, .npz, a pymrio folder."
)
@click.option("--unit", default="million", show_default=True, help="The unit of that table.")
@click.option("--mend", is_flag=True, help="Let negative flows of that table count as 0.")
@contest_options
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@lang_option
def command(
    events: tuple[str, ...],
    table: Path | None,
    choice: ContestChoice,
    as_json: bool,
    alone: bool,
    lang: str,
    **options: Any,  # noqa: ANN401  the fields of `NetworkOptions`
) -> None:
    """Show the loss while lost capacity or a cut route spreads through industries.

    \b
      outlast network --event 334413=0.5@4+26
      outlast network --event 334413=0.5 --cover 8 --rationing firms-first
      outlast network --route 334413/334118=1@0+13 --event '3363*=0.2'
      outlast network --rules ario --event 334413=0.2@2+60 --json
      outlast network --table mine.csv --event steel=0.3
      outlast network --event 334413=0.5 --lang zh

    Each week the output of an industry is the least of its capacity, its orders and the limit of
    its inventories; a seller that is short divides its output, and its buyers draw on stock. An
    input is critical (nothing is made without it), half-critical (half) or non-critical. The loss
    turns on the stock and on these classes, so the events also run under other assumptions.
    """
    from outlast.api.network import network  # noqa: PLC0415  the table is heavy
    from outlast.cli.network_view import show  # noqa: PLC0415
    from outlast.present.display.voice import voice  # noqa: PLC0415

    words = voice(lang)  # an unknown language is refused before anything is computed
    if not (events or options["routes"] or options["capital"]):
        raise click.UsageError(
            "Name an event, as --event 334413=0.5@4+26: industry, share, first week, length."
        )
    if table is None:
        refuse_useless("no table of your own is read", "Name it: --table FILE.", "unit", "mend")
    else:
        reason = f'the table "{table}" is read'
        refuse_useless(reason, "Leave it out, or leave out --table.", "contest", "overlays")
        if not table.exists():
            raise InputError.of(f'"{table}" does not exist.', "Name a file or folder.")
    if not options["capital"]:
        cure = "Name one: --capital INDUSTRY=SHARE."
        refuse_useless("no capital is lost", cure, "rebuilding")
    with stopping() as should_cancel, progress(quiet=as_json, things="steps") as tell:
        found = network(
            events,
            table=table,
            contest=choice.contest,
            overlays=choice.overlays,
            compare=not alone,
            progress=tell,
            should_cancel=should_cancel,
            **options,
        )
    if found is None:
        raise click.Abort
    if as_json:
        write_json("network", plain(found))
    else:
        show(found, words, console())


def plain(found: "NetworkLoss") -> dict[str, Any]:
    """Return a loss as plain data; each step of the path with its number."""
    content = asdict(found)
    outcome = content.pop("outcome")
    path = [{"step": at, "change": change} for at, change in enumerate(content.pop("path"))]
    return {**content.pop("asked"), **outcome, **content, "path": path}
