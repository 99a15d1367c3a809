"""`python -m pipeline._world_chips_page`: write the computed tables of docs/data/world-chips.md.

Reads the shipped world and ledger, writes between the markers of the page, touches no data.
"""

import sys
from pathlib import Path

from outlast.errors import Problems
from outlast.facts import Ledger, load_ledger
from outlast.world import LoadedWorld, load_world
from outlast.world.check import AllowedNames
from outlast.world.items import load_items

ROOT = Path(__file__).parent.parent
DATA = ROOT / "src" / "outlast" / "data" / "contests" / "chips-minerals"
PAGE = ROOT / "docs" / "data" / "world-chips.md"
KINDS = ("tool", "memory", "logic", "accelerator")


def loaded() -> tuple[LoadedWorld | None, Ledger, Problems]:
    """Return the shipped world with its ledger and everything that is wrong with them."""
    problems = Problems()
    ledger = load_ledger((DATA,), problems)
    items = load_items((DATA,), frozenset(ledger.sources), problems)
    return load_world((DATA,), ledger, AllowedNames(items), problems), ledger, problems


def number(value: float) -> str:
    """Return an amount with thin grouping, three or more figures."""
    return f"{value:,.0f}" if abs(value) >= 100 or value == 0 else f"{value:.3g}"  # noqa: PLR2004


def flows(found: LoadedWorld) -> str:
    """Return the output, trade and use of each site of a chip good in the base year."""
    world, base = found.world, found.base_year
    lines = [
        "| good | bloc | made | imports | exports | named uses | other use |",
        "|--|--|--:|--:|--:|--:|--:|",
    ]
    for key, site in world.sites.items():
        good = world.goods[site.good]
        if good.kind not in KINDS:
            continue
        routes = {name: each for name, each in world.routes.items() if each.good == site.good}
        amounts = (
            sum(base.output[name] for name, each in world.processes.items() if each.site == key),
            sum(base.flow[name] for name, each in routes.items() if each.destination == site.bloc),
            sum(base.flow[name] for name, each in routes.items() if each.origin == site.bloc),
            sum(use for (_, place), use in base.use.items() if place == key),
            base.other[key],
        )
        cells = " | ".join(number(amount) for amount in amounts)
        if any(amounts):
            lines.append(f"| {site.good} ({good.unit}) | {site.bloc} | {cells} |")
    return "\n".join(lines)


def stocks(found: LoadedWorld, ledger: Ledger) -> str:
    """Return the compute of each bloc by source."""
    lines = ["| bloc | source | H100e | grade |", "|--|--|--:|--|"]
    for bloc, compute in found.world.compute.items():
        parts = dict(compute.owned)
        if compute.rented is not None:
            parts["rented abroad"] = compute.rented
        for source, quantity in parts.items():
            amount = number(ledger.value(quantity, "H100e"))
            lines.append(f"| {bloc} | {source} | {amount} | {ledger.grade(quantity).value} |")
    return "\n".join(lines)


def filled(page: str, tables: dict[str, str]) -> str:
    """Return a page with each table between its markers."""
    for name, table in tables.items():
        start, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
        before, _, rest = page.partition(start)
        _, _, after = rest.partition(end)
        page = f"{before}{start}\n\n{table}\n\n{end}{after}"
    return page


def main() -> int:
    """Write the page, or report the problems of the world."""
    found, ledger, problems = loaded()
    if found is None:
        print("\n".join(f"{each.where}: {each.what}" for each in problems.found))
        return 2
    tables = {"flows": flows(found), "stocks": stocks(found, ledger)}
    PAGE.write_text(filled(PAGE.read_text(encoding="utf-8"), tables), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
