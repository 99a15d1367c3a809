"""Capacity that is built or announced outside China: size, stated start, day of announcement.

Reads a compilation of announcements, and `minerals/projects.csv`, which says which number of which
row is a project's size and gives its stated first year as a calendar year with its decimal part.
Writes facts/capacity-projects.csv. These are announcements, not output: the range of a size
reaches down to half, that of a start up to the year named there. Refuses a project that the
compilation lacks, and one that has no row here.
"""

import re
from pathlib import Path
from typing import Final

from pipeline.chip_rows import Fact
from pipeline.mineral_copies import copy_rows, figures, side_rows, unique
from pipeline.tables import Row

FILE: Final = "capacity_projects_outside_china.csv"
SAME: Final = "same"
DOWN_TO: Final = 0.5
UP_TO: Final = 1.1
ANNOUNCED_HALF: Final = 0.5
ELSEWHERE: Final = ("Non-China refined output (IEA base case)",)
"""Rows that repeat another of our tables."""

UNSIZED: Final = (
    "Louisiana demonstration (DPA III $29.9M, Ga+Sc from waste)",
    "Perpetua Stibnite (Idaho)",
    "US Antimony Stibnite Hill (Montana)",
)
"""Projects that tell no tonnage; what they tell stands among the typed statements."""


def sources(rows: list[Row]) -> dict[str, Row]:
    """Return source and day of every project's text; "same" means that of the row above."""
    known = {row["url"]: row for row in side_rows("articles")}
    found: dict[str, Row] = {}
    last: Row = {}
    for row in rows:
        if row["source"] != SAME and row["project"] not in ELSEWHERE:
            last = known[row["source"]]
        found[row["project"]] = last
    return found


def size(ours: Row, row: Row, told: Row) -> Fact:
    """Return the capacity that a project adds, or that stands already."""
    numbers = re.findall(r"\d+(?:\.\d+)?", row["quantity"])
    value = float(numbers[int(ours["pick"] or "1") - 1])
    stands = not ours["starts"]
    return Fact(
        key=f"{ours['key']}-capacity-{ours['where']}-{told['published'][:4]}",
        title=f"{ours['what']}, capacity",
        value=value,
        low=figures(value * (0.85 if stands else DOWN_TO)),
        high=figures(value * (1.15 if stands else UP_TO)),
        unit="t/year",
        period=told["published"][:4],
        published=told["published"],
        source=told["source"],
        locator=f"paragraph on {ours['what']}: quantity",
        grade="judged",
        note=f"{ours['pace']}; range ours: "
        + ("an analyst's sum" if stands else "plants seldom reach nameplate in their first years"),
    )


def dates(ours: Row, told: Row) -> list[Fact]:
    """Return stated start and announcement of a project."""
    starts, announced = float(ours["starts"]), float(ours["announced"])
    stated = ours["start_grade"] == "judged"
    read = ours["announced_grade"] == "judged"
    year = told["published"][:4]
    return [
        Fact(
            key=f"{ours['key']}-start-{ours['where']}-{year}",
            title=f"{ours['what']}, stated first year of output",
            value=starts,
            low=starts if stated else starts - ANNOUNCED_HALF,
            high=max(starts, float(ours["latest"])),
            unit="year",
            period=year,
            published=told["published"],
            source=told["source"],
            locator=f"paragraph on {ours['what']}: timing",
            grade=ours["start_grade"],
            note=f"calendar year with decimal part; {ours['pace']}; "
            + ("range ours: projects slip" if stated else "no date is stated: the year is ours"),
        ),
        Fact(
            key=f"{ours['key']}-announced-{ours['where']}-{year}",
            title=f"{ours['what']}, calendar year of announcement",
            value=announced,
            low=announced - ANNOUNCED_HALF,
            high=announced + ANNOUNCED_HALF,
            unit="year",
            period=year,
            published=told["published"],
            source=told["source"],
            locator=f"paragraph on {ours['what']}: timing and day of the text",
            grade=ours["announced_grade"],
            note="range ours: half a year either way; "
            + ("read from the text's day and words" if read else "recalled, no source read"),
        ),
    ]


def build(evidence: Path) -> dict[str, list[Row]]:
    """Return sizes, starts and announcements."""
    rows = copy_rows(evidence, FILE)
    told, table = sources(rows), {row["project"]: row for row in rows}
    ours = side_rows("projects")
    named = {row["project"] for row in ours} | set(UNSIZED) | set(ELSEWHERE)
    if named ^ set(table):
        raise ValueError(f"projects do not match: {sorted(named ^ set(table))}")
    facts: list[Fact] = []
    for row in ours:
        facts.append(size(row, table[row["project"]], told[row["project"]]))
        facts += dates(row, told[row["project"]]) if row["starts"] else []
    return {"facts/capacity-projects.csv": unique(facts)}
