"""Tables of docs/model that show answers: weights, practice, and compute after the date.

`python -m pipeline.answer_tables june.json today.json` reads the files that `outlast run june-2025
--json` and `outlast run today --json` print, and writes its columns between the marks of the pages.
"""

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from pipeline.page_cells import write_cells

PAGE: Final = "docs/model/weights.md"
SET: Final = ("all", "plan", "strict")
"""The set of services, the definition and the rule of the rows of odds."""

CLOCKS: Final = {
    "US : China first, from the date, even; weighted": "from-date",
    "since denial began": "since-denial",
    "new breaks only": "new-only",
}
DOLLARS: Final = 1e9
"""Dollars in a billion."""

CHECKED: Final = "docs/model/checked.md"
SERVICES: Final = ("defence-magnets", "car-magnets", "turbine-coatings", "chip-fabrication")
"""Services that licences of rare earths decide."""

LEAST_SHARE: Final = 0.1
"""A term with a smaller share is not named."""


def main() -> int:
    """Write the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("june", type=Path)
    parser.add_argument("today", type=Path)
    given = parser.parse_args()
    june, today = (
        json.loads(file.read_text(encoding="utf-8")) for file in (given.june, given.today)
    )
    columns = {"`june-2025`": column_of(june), "`today`": column_of(today)}
    names = columns["`today`"]
    weights = {name: {head: cells[name] for head, cells in columns.items()} for name in names}
    write_cells(PAGE, "weights", weights)
    for mark, cells in (("practice", practice(june, today)), ("after the date", compute(today))):
        write_cells(CHECKED, mark, {name: {"now": cell} for name, cell in cells.items()})
    return 0


def column_of(answer: Mapping[str, Any]) -> dict[str, str]:
    """Return the cells of an answer, by row."""
    weights = answer["weights"]
    terms, beyond = weights["terms"], weights["beyond_reach"]
    large = [each for each in terms if abs(each["share"]) >= LEAST_SHARE]
    large.sort(key=lambda each: -each["share"])
    odds = {
        name: f"{_odds(answer['sets'], clock)}; {_odds(weights['sets'], clock)}"
        for name, clock in CLOCKS.items()
    }
    gain = weights["held_out_gain"]
    return {
        "gain of unseen terms": "too few terms" if gain is None else f"{gain:.2f}",
        "terms; silences": f"{len(terms)}; {len(weights['silences'])}",
        "exponent; effective size": (
            f"{weights['exponent']:.2g}; {weights['effective_futures']:.0f}"
        ),
        "beyond reach": f"{len(beyond)} of {len(beyond) + len(terms)}",
        "largest shares": ", ".join(f"{each['title']} {each['share']:.2f}" for each in large),
        "leads": "weighted" if weights["leads"] else "unweighted",
    } | odds


def _odds(rows: list[dict[str, Any]], clock: str) -> str:
    """Return the odds of the sides on a clock, in 100 futures."""
    for row in rows:
        if (row["contest"], row["definition"], row["rule"], row["clock"]) == (*SET, clock):
            return " : ".join(f"{100 * share:.0f}" for share in row["first"].values())
    raise LookupError(f"no odds of {SET} on the clock {clock}.")


def practice(june: Mapping[str, Any], today: Mapping[str, Any]) -> dict[str, str]:
    """Return shares short on the date, and broken within six years, in 100 futures."""
    cells: dict[str, str] = {}
    for name, answer in (("`june-2025`", june), ("`today`", today)):
        for key, words in (("since_share", "already short"), ("p_break", "breaks")):
            for service in SERVICES:
                shares = (
                    100 * _service(answer, f"{bloc}-{service}", "flow")[key]
                    for bloc in ("us", "ally")
                )
                title = service.replace("-", " ")
                cells[f"{name}, {words}: {title}"] = " / ".join(f"{share:.0f}" for share in shares)
    for words, clock in CLOCKS.items():
        short = words.partition(", even")[0]
        cells[f"`today`, {short}"] = _odds(today["sets"], clock)
    return cells


def compute(today: Mapping[str, Any]) -> dict[str, str]:
    """Return the fate of compute after the date of `today`, and what it costs."""
    both = ("cn-frontier-training", "cn-inference")
    plan, gap, free = (
        [_service(today, service, definition) for service in both]
        for definition in ("plan", "gap", "free")
    )
    us = _service(today, "us-frontier-training", "plan")
    means = {(each["bloc"], each["kind"]): each["mean"] / DOLLARS for each in today["costs"]}
    gains = (-means[bloc, "terms_of_trade"] for bloc in ("US", "ALLY", "CN", "HUB"))
    margins = (means[bloc, "sender"] for bloc in ("US", "ALLY"))
    return {
        "P(US plan breaks), with denial and without": _shares(us["p_break"], us["p_free"]),
        "P(Chinese plan breaks), training, inference": _shares(*(each["p_break"] for each in plan)),
        "the same without denial": _shares(*(each["p_free"] for each in plan)),
        "P(China falls behind by ten to one), training, inference; without denial": "; ".join(
            _shares(*(each[key] for each in gap)) for key in ("p_break", "p_free")
        ),
        "China against the same future without denial, on the date": _shares(
            *(each["level_date"] for each in free)
        ),
        "terms of trade to the end, US, allies, China, third countries, mean, billion USD": (
            ", ".join(f"{each:.0f}" for each in gains)
        ),
        "margin lost on missed sales, US, allies, mean": ", ".join(
            f"{each:.0f}" for each in margins
        ),
    }


def _service(answer: Mapping[str, Any], service: str, definition: str) -> Mapping[str, Any]:
    """Return the row of a service under a definition."""
    for row in answer["services"]:
        if (row["service"], row["definition"]) == (service, definition):
            return row
    raise LookupError(f"the answer has no {service} against {definition}.")


def _shares(*shares: float) -> str:
    return ", ".join(f"{share:.2f}" for share in shares)


if __name__ == "__main__":
    sys.exit(main())
