"""`outlast screen`: a chip or another item in a transaction, held against the rules of a day."""

from dataclasses import replace
from datetime import UTC, datetime

import click
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from outlast.api.library import Library
from outlast.api.screen import Numbers, Screened, maker_named, screen_item, screen_numbers
from outlast.cli.contest_options import ContestChoice, contest_options
from outlast.cli.output import DAY, console, formats, number, write_csv, write_json
from outlast.errors import InputError
from outlast.facts import Reference
from outlast.policy import EndUse, Policy
from outlast.policy.classify import MeasureFinding, Outcome, Screening, unmet
from outlast.scenario.shipments import Transaction

WORDS = {
    Policy.NO_LICENCE: "free: no licence is needed",
    Policy.TARIFF: "a tariff is due",
    Policy.LICENCE_EXCEPTION: "a licence exception may be used",
    Policy.GENERAL_LICENCE: "a general licence may be used",
    Policy.PRESUMPTION_OF_APPROVAL: "a licence is needed; presumption of approval",
    Policy.CASE_BY_CASE: "a licence is needed; case-by-case review",
    Policy.PRESUMPTION_OF_DENIAL: "a licence is needed; presumption of denial",
    Policy.DENIED_IN_PRINCIPLE: "a licence is needed; in principle it is not granted",
    Policy.PROHIBITED: "prohibited",
}


@click.command()
@click.argument("item", required=False)
@click.option("--to", "destination", required=True, help="Destination, as CN (ISO 3166).")
@click.option("--on", type=DAY, help="Day of export, as 2025-04-16; today by default.")
@click.option("--from", "origin", help="Country of export; the maker's by default.")
@click.option(
    "--end-use",
    type=click.Choice([use.value for use in EndUse]),
    default="civil",
    help="End use of the goods.",
)
@click.option("--end-user", help="The receiver, as entity listings name it.")
@click.option("--exporter", help="The sender.")
@click.option("--headquarters", help="Country of the receiver's ultimate parent.")
@click.option(
    "--owner", nargs=2, type=(str, float), multiple=True, help="An owner and their share."
)
@click.option("--maker", help="Numbers: the maker, as NVIDIA, or its country, as US.")
@click.option("--tops", type=float, multiple=True, help="Numbers: dense TOPS or TFLOPS.")
@click.option("--bits", type=int, multiple=True, help="Numbers: bit length of each --tops.")
@click.option("--die", type=float, help="Numbers: applicable die area, mm2.")
@click.option("--memory-bandwidth", type=float, help="Numbers: memory bandwidth, GB/s.")
@click.option("--interconnect", type=float, help="Numbers: rate to other circuits, GB/s.")
@click.option(
    "--datacenter/--not-datacenter", default=None, help="Numbers: meant for data centers."
)
@click.option("--planar", is_flag=True, help="Numbers: made on a planar process.")
@contest_options
@formats
def command(
    item: str | None,
    destination: str,
    on: datetime | None,
    origin: str | None,
    end_use: str,
    end_user: str | None,
    exporter: str | None,
    headquarters: str | None,
    owner: tuple[tuple[str, float], ...],
    maker: str | None,
    tops: tuple[float, ...],
    bits: tuple[int, ...],
    die: float | None,
    memory_bandwidth: float | None,
    interconnect: float | None,
    datacenter: bool | None,
    planar: bool,
    choice: ContestChoice,
    as_json: bool,
    as_csv: bool,
) -> None:
    """Show the paragraphs that catch ITEM, the licence policy, and the texts.

    ITEM is a name; a chip can be given by its numbers instead.

    \b
      outlast screen H20 --to CN --on 2025-04-16
      outlast screen --maker NVIDIA --tops 296 --bits 8 --die 814 --memory-bandwidth 4000 \
          --interconnect 900 --datacenter --to CN --on 2025-04-16
      outlast screen gallium --from CN --to US --on 2024-12-04
    """
    transaction = Transaction(
        destination=destination.upper(),
        on=(on or datetime.now(UTC)).date(),
        origin=origin.upper() if origin else None,
        end_use=EndUse(end_use),
        end_user=end_user,
        exporter=exporter,
        headquarters=headquarters.upper() if headquarters else None,
        owners=dict(owner),
    )
    library = choice.library()
    if item is not None and tops:
        raise InputError("a chip is given by its name or by its numbers, not by both.")
    if item is not None:
        screened = screen_item(library, item, transaction)
    else:
        chip = Numbers(
            operations=_operations(tops, bits),
            die_mm2=die,
            non_planar=not planar,
            memory_bandwidth_gb_s=memory_bandwidth,
            interconnect_gb_s=interconnect,
            datacenter=datacenter,
        )
        screened = screen_numbers(library, _made_by(library, maker, chip), transaction)
    _write(screened, library, as_json=as_json, as_csv=as_csv)


def _made_by(library: Library, maker: str | None, chip: Numbers) -> Numbers:
    """Return a chip with the country of its maker, and the company if one was named."""
    if maker is None:
        return chip
    country, company = maker_named(library, maker)
    return replace(chip, maker=country, maker_name=company)


def _write(screened: Screened, library: Library, *, as_json: bool, as_csv: bool) -> None:
    """Write a screening in the wanted form."""
    if as_json:
        write_json("screening", _content(screened, library))
    elif as_csv:
        rows = [row for each in screened.screenings for row in _rows(each, library)]
        write_csv(list(rows[0]) if rows else ["measure"], rows)
    else:
        _show(screened, library)


def _operations(tops: tuple[float, ...], bits: tuple[int, ...]) -> dict[int, float]:
    """Return TOPS by bit length; refuse incomplete numbers."""
    if not tops:
        raise InputError(
            "name an item, or give a chip's numbers: --tops 296 --bits 8 --die 814 --maker US."
        )
    if len(tops) != len(bits):
        raise InputError("each --tops needs its --bits: --tops 148 --bits 16 --tops 296 --bits 8.")
    best: dict[int, float] = {}
    for length, rate in zip(bits, tops, strict=True):
        best[length] = max(rate, best.get(length, 0.0))
    return best


def _content(screened: Screened, library: Library) -> dict[str, object]:
    shipment = screened.shipment
    return {
        "shipment": {
            "item": shipment.item,
            "title": screened.title,
            "from": shipment.origin,
            "to": shipment.destination,
            "on": shipment.on.isoformat(),
            "end_use": shipment.end_use.value,
            "end_user": shipment.end_user,
            "headquarters": shipment.seat,
            "attributes": dict(shipment.attributes),
            "hs": list(shipment.codes.hs),
        },
        "outcomes": [
            {
                "branches": dict(each.branches),
                "policy": each.policy.value,
                "exception": each.exception,
                "caught": list(each.caught),
                "findings": list(_rows(each, library)),
            }
            for each in screened.screenings
        ],
    }


def _rows(screening: Screening, library: Library) -> list[dict[str, object]]:
    """Return one row for each measure that bears on the shipment."""
    sources = library.ledger.sources
    rows: list[dict[str, object]] = []
    for finding in screening.findings:
        reference = finding.reviewed or _text_of(finding)
        rows.append(
            {
                **{f"if {name}": branch for name, branch in screening.branches.items()},
                "measure": finding.measure.id,
                "title": finding.measure.title,
                "outcome": finding.outcome.value,
                "caught": "; ".join(finding.caught),
                "policy": finding.policy.value,
                "exception": finding.stance.exception if finding.stance else None,
                "rate": finding.rate,
                "why_not": _why_not(finding, screening),
                "source": reference.source if reference else None,
                "citation": sources[reference.source].title if reference else None,
                "locator": reference.locator if reference else None,
                "url": sources[reference.source].url if reference else None,
                "evidence": finding.measure.evidence.words,
            }
        )
    return rows


def _text_of(finding: MeasureFinding) -> Reference | None:
    """Return the text that catches the item, or the first that was held against it."""
    caught = [each.reference for each in finding.paragraphs if each.name in finding.caught]
    held = [each.reference for each in finding.paragraphs]
    return next(iter([*caught, *held]), None)


def _why_not(finding: MeasureFinding, screening: Screening) -> str | None:
    """Return why a measure that could concern a shipment does not bind it."""
    standing = finding.standing
    match finding.outcome:
        case Outcome.BINDS:
            return None
        case Outcome.RESTS if standing is None:
            first = finding.measure.effective
            return f"in force from {first}" if first else "never in force"
        case Outcome.RESTS:
            return f"{standing.value.value} since {finding.since}" if standing else None
        case Outcome.OPEN | Outcome.MISSES:
            failed = [
                f"{paragraph.name} asks {test.words()}"
                for paragraph in finding.paragraphs
                for test in unmet(paragraph, screening.shipment)
            ]
            unknown = "not known: " if finding.outcome is Outcome.OPEN else ""
            return unknown + "; ".join(failed) if failed else "its codes are not listed"


def _show(screened: Screened, library: Library) -> None:
    shown = console()
    shipment = screened.shipment
    names = library.countries
    shown.print(
        f"[bold]{screened.title}[/bold], {names[shipment.origin]} to "
        f"{names[shipment.destination]}, {shipment.on}, {shipment.end_use.value} use"
    )
    facts = [
        f"{label} {number(value)}{unit}"
        for name, label, unit in _ATTRIBUTES
        if isinstance(value := shipment.attributes.get(name), int | float)
    ]
    if facts:
        shown.print(f"[dim]{' · '.join(facts)}[/dim]")
    for screening in screened.screenings:
        _show_one(screening, library, shown)


_ATTRIBUTES = (
    ("tpp", "TPP", ""),
    ("performance_density", "performance density", " TPP/mm2"),
    ("memory_bandwidth_gb_s", "memory", " GB/s"),
    ("memory_density_gb_s_mm2", "density", " GB/s per mm2"),
    ("interconnect_gb_s", "interconnect", " GB/s"),
)


def _show_one(screening: Screening, library: Library, shown: Console) -> None:
    """Show one outcome: the verdict, binding measures, duties, and measures that do not bind."""
    if screening.branches:
        text = ", ".join(f"{name} {branch}" for name, branch in screening.branches.items())
        shown.print(f"\n[bold]If {text}[/bold]")
    verdict = WORDS[screening.policy]
    exception = f" ({screening.exception})" if screening.exception else ""
    shown.print(f"\n  {verdict[0].upper()}{verdict[1:]}{exception}.")
    for finding in (*screening.binding, *screening.duties):
        _show_binding(finding, library, shown)
    free = [each for each in screening.findings if each.policy is Policy.NO_LICENCE]
    near = [each for each in free if each.outcome is not Outcome.MISSES or not screening.binding]
    if near:
        shown.print("\n  Does not bind:")
    for finding in near:
        reason = _why_not(finding, screening) or "its policy leaves this free"
        _line(shown, f"{finding.measure.title}: {reason}", 4, "dim")


def _show_binding(finding: MeasureFinding, library: Library, shown: Console) -> None:
    """Show a measure that binds a shipment or makes it dearer, with its texts."""
    sources = library.ledger.sources
    caught = ", ".join(finding.caught)
    rate = f", {finding.rate:.4g} of the value" if finding.rate is not None else ""
    shown.print()
    _line(shown, f"{finding.measure.title}: {caught}", 2, "bold")
    _line(shown, f"{WORDS[finding.policy]}{rate}", 4)
    text = [each.reference for each in finding.paragraphs if each.name in finding.caught]
    if finding.reviewed is not None:
        text.append(finding.reviewed)
    for reference in dict.fromkeys(text):
        _line(shown, f"{sources[reference.source].title}, {reference.locator}", 4, "dim")


def _line(shown: Console, text: str, indent: int, style: str = "") -> None:
    shown.print(Padding(Text(text, style=style), (0, 0, 0, indent)))
