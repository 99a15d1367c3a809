"""Tables of docs/model that set the model beside the record to June 2025, made from its tests.

`python -m pipeline.record_tables prices` (or freeze, world, compute) runs the measurement of the
test of that name in tests/record and writes the numbers between the marks of the page. The columns
of the record and of earlier versions stay.
"""

import argparse
import sys
from collections.abc import Callable
from datetime import date
from typing import Final

import numpy as np

from outlast.engine.arrays import Reals
from pipeline.page_cells import write_cells
from tests.record import test_behaves_as_the_record as world
from tests.record import test_compute_stands_as_the_record as stood
from tests.record import test_prices_of_the_record as market
from tests.record import test_rationing_by_the_freeze as freeze

CHECKED: Final = "docs/model/checked.md"
FUTURES: Final = 500
"""Futures of the comparison with the record: four designs."""

SERVICES: Final = {
    "defence electronics": "defence-electronics",
    "defence magnets": "defence-magnets",
    "turbine coatings": "turbine-coatings",
    "chip fabrication": "chip-fabrication",
    "fibre and infrared": "infrared-fibre",
    "car magnets as a whole": "car-magnets",
}
"""Rows of the table of services short on a day."""

QUOTES: Final = {
    "gallium, spot, 4 October 2023": market.MET[0],
    "gallium, spot, 15 December 2023": market.MET[1],
    "gallium, contract, second half of 2024": market.MET[2],
    "gallium, contract, February to April 2025": market.MET[3],
    "germanium, spot, 2024": market.GERMANIUM,
    "germanium, spot, January 2025": market.MET[6],
    "germanium, contract, second half of 2024": market.MET[4],
    "germanium, contract, February to April 2025": market.MET[5],
    "antimony, spot, August 2024": market.EARLY,
    "antimony, spot, December 2024": market.MET[7],
    "antimony, spot, June 2025": market.MET[8],
    "antimony, contract, February to April 2025": market.MET[9],
}
"""The twelve prices, as the page names them."""


def prices() -> None:
    """Write the twelve prices of docs/model/price.md."""
    found = market.measured()
    cells: dict[str, dict[str, str]] = {}
    for name, quoted in QUOTES.items():
        values = found.mean(quoted)
        met = abs(found.miss(quoted)) < market.FACTOR
        cells[name] = {
            "record": f"{quoted.index:.2f}",
            "model: median, 5 to 95 %": spread(values, 0.05, "to", 2),
            "within x1.3": "yes" if met else "no",
        }
    write_cells("docs/model/price.md", "prices", cells)
    print(f"{sum(each['within x1.3'] == 'yes' for each in cells.values())} of {len(cells)} met")


def by_the_freeze() -> None:
    """Write the services short on the day where fitting ends, and the first stops of cars."""
    cells: dict[str, dict[str, str]] = {}
    for column, scenario in (("now", "june-2025"), ("23 November 2026", "today")):
        for name, cell in _on_its_date(scenario).items():
            cells.setdefault(name, {})[column] = cell
        print(scenario, {name: each[column] for name, each in cells.items()}, flush=True)
    write_cells(CHECKED, "freeze", cells)


def _on_its_date(scenario: str) -> dict[str, str]:
    """Return the cells of a scenario: shares of futures in 100, US and allies."""
    drawn = freeze.frozen(rated=True, scenario=scenario)
    without = freeze.frozen(rated=False, scenario=scenario, after=1)

    def weeks_after(bloc: str) -> Reals:
        first = drawn.first_stops(bloc)
        return np.asarray(first[first < drawn.lowered.plan.start] - freeze.RULE, np.float64)

    def short(service: str) -> str:
        return both(lambda bloc: 100 * drawn.short(f"{bloc}-{service}"))

    return {name: short(service) for name, service in SERVICES.items()} | {
        "the same without rated orders": both(
            lambda bloc: 100 * without.short(f"{bloc}-defence-magnets")
        ),
        "first stops of car lines by then": both(
            lambda bloc: 100 * len(weeks_after(bloc)) / freeze.FUTURES
        ),
        "median week of these, after 4 April 2025": both(
            lambda bloc: float(np.median(np.floor(weeks_after(bloc))))
        ),
        "length of a first stop, median, weeks": both(
            lambda bloc: float(np.median(drawn.lengths(bloc)))
        ),
    }


def as_the_record() -> None:
    """Write the rows of the shipped world that are read from runs to their ends."""
    april = world.shown("april-2025", futures=FUTURES)
    today = world.shown("today", futures=FUTURES)
    frozen = world.shown("june-2025", futures=FUTURES)
    alone = world.shown("april-2025", world.without_the_licence, futures=FUTURES)
    rise = today.tally("us-antimony-imports-2025-h1") / today.tally("us-antimony-imports-2024-h1")
    lines = today.lowered.names.lines
    flow = [row for row, each in enumerate(lines) if each.definition == "flow"]
    free = today.record.first_free.values[flow] <= today.lowered.plan.horizon
    now = {
        "US gallium imports, Dec 2023-Jun 2024, t": tonnes(today, "us-gallium-imports-2023-24"),
        "the same a year later, under the ban": tonnes(today, "us-gallium-imports-2024-25"),
        "US antimony imports, first half of 2025 over that of 2024": spread(rise, 0.1, "-", 2),
        "China's germanium exports, Jan-Sep 2023, t": tonnes(today, "cn-germanium-exports-2023-q3"),
        "the same, 2024": tonnes(today, "cn-germanium-exports-2024-q3", 0),
        "China's gallium exports, 2024": tonnes(today, "cn-gallium-exports-2024", 0),
        "US imports with the ban alone, no licence: gallium, germanium": ", ".join(
            " to ".join(
                f"{world.median(alone.tally(f'us-{metal}-imports-{years}')):.1f}"
                for years in ("2023-24", "2024-25")
            )
            for metal in ("gallium", "germanium")
        ),
        "magnet exports of June 2025 alone, `today` and `june-2025`": " and ".join(
            spread(magnets(each, "06"), 0.1, "-", 2) for each in (today, frozen)
        ),
        "magnet exports, April, May, June 2025 over the quarter before": months(today),
        "the same in `april-2025`, which cannot know the practice of June": months(april),
        "first stop of car lines, weeks after 4 April 2025, whole weeks": first_stops(today),
        "P(break) without denial, largest of the flow services": f"{free.mean(axis=1).max():.3f}",
        "US radio and optical chips on 16 April 2025": level(april, "us-rf-optical-chips"),
        "US chip fabrication on 16 April 2025": level(april, "us-chip-fabrication"),
        "US, allied fibre and infrared on 16 April 2025": levels(april, "infrared-fibre"),
        "defence electronics on 16 April 2025, US, allies": levels(april, "defence-electronics"),
        "US defence magnets, electronics, 23 November 2026": ", ".join(
            level(today, f"us-{each}") for each in ("defence-magnets", "defence-electronics")
        ),
        "allied defence electronics and magnets, that day": ", ".join(
            level(today, f"ally-{each}") for each in ("defence-electronics", "defence-magnets")
        ),
    }
    write_cells(CHECKED, "world", {name: {"now": cell} for name, cell in now.items()})
    print("\n".join(f"{name}: {cell}" for name, cell in now.items()))


def compute() -> None:
    """Write compute by source before the date of `april-2025`."""
    january, next_january, april, july = *stood.NEW_YEAR, stood.APRIL, date(2025, 7, 1)
    found = stood.measured((january, next_january, april, july))

    def stock(day: date, source: str, bloc: str = "CN") -> Reals:
        row = found.lowered.names.holdings.index((bloc, source))
        return found.found[day][row] / 1e3

    def outside(day: date) -> str:
        names = found.lowered.names.holdings
        rows = [(bloc, source) for bloc, source in names if bloc != "CN" or source == "rented"]
        return f"{sum(float(np.median(stock(day, source, bloc))) for bloc, source in rows):,.0f}"

    smuggled = stock(next_january, "smuggled") - stock(january, "smuggled")
    now = {
        "US chips in China by the rules, 1 January 2024": spread(stock(january, "licensed")),
        "the same, 1 January 2025": spread(stock(next_january, "licensed")),
        "the same, 16 April 2025": spread(stock(april, "licensed")),
        "smuggled in 2024, one H100 a chip": spread(smuggled),
        "H20 class to China in 2024, thousand chips": f"{found.h20 / 1e3:.0f}",
        "Chinese make, 1 January 2025; 16 April 2025": "; ".join(
            f"{np.median(stock(day, 'domestic')):.0f}" for day in (next_january, april)
        ),
        "outside China, 1 January 2024; 2025, rented ones among them": "; ".join(
            outside(day) for day in (january, next_january)
        ),
        "rented by China abroad, 16 April 2025; 1 July 2025": "; ".join(
            spread(stock(day, "rented")) for day in (april, july)
        ),
    }
    write_cells(CHECKED, "compute", {name: {"now": cell} for name, cell in now.items()})
    print("\n".join(f"{name}: {cell}" for name, cell in now.items()))


def both(value: Callable[[str], float]) -> str:
    """Return a number for the US and for allies."""
    return " / ".join(f"{value(bloc):.0f}" for bloc in freeze.BLOCS)


def spread(values: Reals, end: float = 0.1, between: str = "-", digits: int = 0) -> str:
    """Return a median with quantiles, as `6.3 (4.6-7.0)`."""
    low, middle, high = (f"{each:.{digits}f}" for each in np.quantile(values, (end, 0.5, 1 - end)))
    gap = "-" if between == "-" else f" {between} "
    return f"{middle} ({low}{gap}{high})"


def tonnes(shown: world.Shown, name: str, digits: int = 1) -> str:
    """Return a flow in tonnes."""
    return spread(shown.tally(name), digits=digits)


def magnets(shown: world.Shown, month: str) -> Reals:
    """Return the exports of magnets in a month over those of the quarter before."""
    quarter = shown.weekly("cn-magnet-exports-2025-q1")
    return np.asarray(shown.weekly(f"cn-magnet-exports-2025-{month}") / quarter)


def months(shown: world.Shown) -> str:
    """Return the medians of April, May and June."""
    return " ".join(f"{world.median(magnets(shown, month)):.2f}" for month in ("04", "05", "06"))


def first_stops(shown: world.Shown) -> str:
    """Return the weeks of the first stops of car lines in the US and among allies."""
    found: list[str] = []
    for bloc in freeze.BLOCS:
        row = list(shown.lowered.names.services).index(f"{bloc}-car-magnets")
        weeks = np.floor(shown.record.first_stop.values[row] - world.RULE)
        low, middle, high = np.quantile(weeks, (0.1, 0.5, 0.9), method="inverted_cdf")
        never = shown.lowered.plan.steps * shown.lowered.plan.step - world.RULE
        found.append(
            f"{middle:.0f} ({low:.0f} to {'never' if high > never - 1 else f'{high:.0f}'})"
        )
    return ", ".join(found)


def level(shown: world.Shown, service: str) -> str:
    """Return the mean level of a service on the date, with quantiles."""
    values = shown.record.level0.values[shown.line(service)]
    low, high = np.quantile(values, (0.1, 0.9))
    reach = "" if round(low, 2) == round(high, 2) else f" ({low:.2g}-{high:.2g})"
    return f"{values.mean():.2f}{reach}"


def levels(shown: world.Shown, service: str) -> str:
    """Return the level of a service in the US and among allies."""
    return ", ".join(level(shown, f"{bloc}-{service}") for bloc in freeze.BLOCS)


TABLES: Final[dict[str, Callable[[], None]]] = {
    "prices": prices,
    "freeze": by_the_freeze,
    "world": as_the_record,
    "compute": compute,
}


def main() -> int:
    """Write the tables that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tables", nargs="+", choices=list(TABLES))
    for name in parser.parse_args().tables:
        TABLES[name]()
    return 0


if __name__ == "__main__":
    sys.exit(main())
