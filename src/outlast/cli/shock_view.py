"""The view of a shock: the loss, its parts, the minerals, the industries, what it rests on."""

from typing import TYPE_CHECKING, Final

from outlast.cli.grid import GridColumn, show_grid
from outlast.present.institutions import exposed_line
from outlast.present.shock_words import (
    basis_line,
    bloc_name,
    changed_line,
    industry_name,
    mineral_name,
    range_text,
    two,
)

if TYPE_CHECKING:
    from rich.console import Console

    from outlast.economy.losses import MineralLoss, Shock
    from outlast.economy.same_stop import SameStops
    from outlast.present.display.voice import Voice

SHOWN: Final = 8
"""Industries that are listed."""


def show(found: "Shock", stops: "SameStops", words: "Voice", shown: "Console") -> None:
    """Show a shock: the loss, its parts, the minerals, the industries, what it rests on."""
    asked = found.asked
    names = words.join([mineral_name(each, words) for each in found.minerals])
    held = "exposure.all" if asked.restriction == 1 else "exposure.part"
    controllers = {each.controller: each.controller_title for each in found.minerals}
    shown.print(
        words.say(
            "shock.lead",
            controllers=words.join(
                [bloc_name(key, each, words) for key, each in controllers.items()]
            ),
            held=words.say(held, share=f"{100 * asked.restriction:g}"),
            goods=names,
            months=f"{asked.months:g}",
            stock=f"{asked.stock:g}",
        )
    )
    shown.print(changed_line(found, words))
    parts = {"direct": found.direct_bn, "spread": found.propagated_bn}
    shown.print(
        "  "
        + words.say("shock.parts", **{key: range_text(each, words) for key, each in parts.items()})
    )
    mark = words.say("shock.between")
    ways = mark.join(
        words.say("shock.way", way=words.say(f"shock.way-{name}"), loss=two(value))
        for name, value in found.by_closure.items()
    )
    shown.print("  " + words.say("shock.ways", ways=ways))
    for each in found.minerals:
        _show_mineral(each, words, shown)
        for same in stops.values():
            if same.mineral == each.mineral:
                shown.print("  " + exposed_line(same, words), style="dim")
    shown.print()
    columns = [
        GridColumn(words.say("cost.column-industry")),
        *(GridColumn(words.say(f"shock.{name}"), right=True) for name in ("bn", "range", "direct")),
    ]
    rows = [
        [
            industry_name(each, words),
            two(each.gdp_bn.median),
            words.say("shock.span", low=two(each.gdp_bn.low), high=two(each.gdp_bn.high)),
            two(each.direct_bn) if each.direct_bn else "–",
        ]
        for each in found.industries[:SHOWN]
        if each.gdp_bn.low or each.gdp_bn.high
    ]
    if rows:
        show_grid(shown, columns, rows)
    shown.print(basis_line(found, words), style="dim")


def _show_mineral(each: "MineralLoss", words: "Voice", shown: "Console") -> None:
    """Show the price of a mineral and the published figures beside ours."""
    price = each.price_change
    shown.print(
        words.say(
            "shock.mineral",
            mineral=words.capital(mineral_name(each, words)),
            price=f"{100 * price.median:+.0f}",
            low=f"{100 * price.low:+.0f}",
            high=f"{100 * price.high:+.0f}",
            cut=f"{100 * each.cut.median:.0f}",
            loss=range_text(each.gdp_bn, words),
        )
    )
    if each.published_bn is not None:
        shown.print("  " + words.say("shock.published", loss=range_text(each.published_bn, words)))
    shown.print("  " + words.say("shock.why", why=each.why_different), style="dim")
