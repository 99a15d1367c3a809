"""`outlast shock`: the loss of GDP when a controller holds back its exports of minerals."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from outlast.cli.contest_options import ContestChoice, contest_options
from outlast.cli.grid import GridColumn, show_grid
from outlast.cli.lang_option import lang_option
from outlast.cli.output import console, write_json
from outlast.cli.restriction_options import restriction_options, tied_option
from outlast.economy.request import ShockRequest

if TYPE_CHECKING:
    from rich.console import Console

    from outlast.economy.losses import IndustryLoss, MineralLoss, Range, Shock
    from outlast.present.display.voice import Voice

USUAL = ShockRequest()

SHOWN = 8
"""Industries that are listed."""


@click.command()
@click.argument("minerals", nargs=-1)
@restriction_options(USUAL)
@tied_option
@contest_options
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@lang_option
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
    lang: str,
) -> None:
    """Show the loss of GDP when a controller holds back its exports of MINERALS.

    \b
      outlast shock gallium
      outlast shock gallium --restriction 0.5 --stock 3 --months 12
      outlast shock gallium germanium --json
      outlast shock gallium --set tied.gallium.334413=0.2
      outlast shock gallium --lang zh

    The market gives the price and the cut, the shares of industries that are tied to the mineral
    give the direct loss, and a table of industries gives the rest. Several minerals are lost
    together. Ranges hold 90 of 100 draws.
    """
    from outlast.api.library import library  # noqa: PLC0415
    from outlast.api.shock import minerals as known  # noqa: PLC0415  the table is heavy
    from outlast.api.shock import shock  # noqa: PLC0415
    from outlast.present.display.voice import voice  # noqa: PLC0415

    plain_voice = voice(lang)  # an unknown language is refused before anything is computed
    if not minerals:
        listed = " ".join(known(choice.contest, choice.overlays))
        raise click.UsageError(f"Name one or more of: {listed}.")
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
        names = library(choice.contest, choice.overlays).reader.names
        _show(found, plain_voice.naming(names), console())


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


def _show(found: "Shock", words: "Voice", shown: "Console") -> None:
    """Show a shock: the loss, its parts, the minerals, the industries, what it rests on."""
    asked = found.asked
    names = words.join([_mineral(each, words) for each in found.minerals])
    held = "exposure.all" if asked.restriction == 1 else "exposure.part"
    controllers = {each.controller: each.controller_title for each in found.minerals}
    shown.print(
        words.say(
            "shock.lead",
            controllers=words.join([_bloc(key, each, words) for key, each in controllers.items()]),
            held=words.say(held, share=f"{100 * asked.restriction:g}"),
            goods=names,
            months=f"{asked.months:g}",
            stock=f"{asked.stock:g}",
        )
    )
    share = f"{abs(100 * found.share_of_gdp.median):.3f}"
    bloc = _bloc(found.bloc, found.bloc_title, words)
    loss = _bn(found.gdp_bn, words)
    shown.print(words.say("shock.gdp", bloc=bloc, loss=loss, share=share, year=f"{found.year}"))
    parts = {"direct": found.direct_bn, "spread": found.propagated_bn}
    shown.print(
        "  " + words.say("shock.parts", **{key: _bn(each, words) for key, each in parts.items()})
    )
    mark = words.say("shock.between")
    ways = mark.join(
        words.say("shock.way", way=words.say(f"shock.way-{name}"), loss=_two(value))
        for name, value in found.by_closure.items()
    )
    shown.print("  " + words.say("shock.ways", ways=ways))
    for each in found.minerals:
        _show_mineral(each, words, shown)
    shown.print()
    columns = [
        GridColumn(words.say("cost.column-industry")),
        *(GridColumn(words.say(f"shock.{name}"), right=True) for name in ("bn", "range", "direct")),
    ]
    rows = [
        [
            f"{_industry(each, words)} ({each.code})",
            _two(each.gdp_bn.median),
            words.say("shock.span", low=_two(each.gdp_bn.low), high=_two(each.gdp_bn.high)),
            _two(each.direct_bn) if each.direct_bn else "–",
        ]
        for each in found.industries[:SHOWN]
        if each.gdp_bn.low or each.gdp_bn.high
    ]
    if rows:
        show_grid(shown, columns, rows)
    basis = words.say("shock.basis", uncertain=found.uncertain, assumed=found.assumed)
    shown.print(basis, style="dim")


def _show_mineral(each: "MineralLoss", words: "Voice", shown: "Console") -> None:
    """Show the price of a mineral and the published figures beside ours."""
    price = each.price_change
    shown.print(
        words.say(
            "shock.mineral",
            mineral=words.capital(_mineral(each, words)),
            price=f"{100 * price.median:+.0f}",
            low=f"{100 * price.low:+.0f}",
            high=f"{100 * price.high:+.0f}",
            cut=f"{100 * each.cut.median:.0f}",
            loss=_bn(each.gdp_bn, words),
        )
    )
    if each.published_bn is not None:
        shown.print("  " + words.say("shock.published", loss=_bn(each.published_bn, words)))
    shown.print("  " + words.say("shock.why", why=each.why_different), style="dim")


def _mineral(each: "MineralLoss", words: "Voice") -> str:
    """Return a mineral within a sentence."""
    return each.title.lower() if words.language == "en" else words.name("good", each.mineral)


def _bloc(key: str, title: str, words: "Voice") -> str:
    """Return a bloc's name."""
    return title if words.language == "en" else words.name("bloc", key, title)


def _industry(each: "IndustryLoss", words: "Voice") -> str:
    """Return an industry's name in the reader's language, where the table has one."""
    return (each.title_zh if words.language == "zh" else "") or each.title


def _bn(values: "Range", words: "Voice") -> str:
    """Return a range in words."""
    ends = {key: _two(each) for key, each in values._asdict().items()}
    return words.say("shock.range-bn", **ends)


def _two(value: float) -> str:
    """Return a number with two decimals, and zero without a sign."""
    return f"{round(value, 2) + 0.0:.2f}"
