"""`python -m pipeline._world_minerals_page`: write the table of docs/data/world-minerals.md.

Reads the shipped world, writes between the markers of the page, touches no data.
"""

import sys
from pathlib import Path

from outlast.world import LoadedWorld
from pipeline._world_chips_page import filled, loaded, number

PAGE = Path(__file__).parent.parent / "docs" / "data" / "world-minerals.md"
KINDS = ("mineral", "intermediate", "magnet")
TITLE = "| good | from | made | of it, of bought feed | to {} | named uses | other use |"


def flows(found: LoadedWorld) -> str:
    """Return the output of each bloc by good, its flows to each bloc, and its use, t a year."""
    world, base = found.world, found.base_year
    blocs = list(world.blocs)
    lines = [TITLE.format(" | to ".join(blocs)), f"|--|--{'|--:' * (len(blocs) + 4)}|"]
    for key, site in world.sites.items():
        if world.goods[site.good].kind not in KINDS:
            continue
        makers = {name: each for name, each in world.processes.items() if each.site == key}
        sent = {
            each.destination: base.flow[name]
            for name, each in world.routes.items()
            if (each.good, each.origin) == (site.good, site.bloc)
        }
        sent[site.bloc] = base.kept[key]
        amounts = (
            sum(base.output[name] for name in makers),
            sum(base.output[name] for name, each in makers.items() if each.inputs),
            *(sent.get(bloc, 0.0) for bloc in blocs),
            sum(use for (_, place), use in base.use.items() if place == key),
            base.other[key],
        )
        cells = " | ".join(number(amount) for amount in amounts)
        lines.append(f"| {site.good} | {site.bloc} | {cells} |")
    return "\n".join(lines)


def main() -> int:
    """Write the page, or report the problems of the world."""
    found, _, problems = loaded()
    if found is None:
        print("\n".join(f"{each.where}: {each.what}" for each in problems.found))
        return 2
    page = filled(PAGE.read_text(encoding="utf-8"), {"flows": flows(found)})
    PAGE.write_text(page, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
