"""Statements of firms, analysts and press on chips, markets, tools and smuggling, by row.

Reads a long table of cited figures and `chips/market_facts.csv`, which gives each its key, unit,
range and place. Estimates that disagree stay apart under keys of their own. The figures on
smuggled chips stand in the claims tables and are not repeated. Refuses a figure whose place
nobody has written down, and a percentage that was not turned into a share.
"""

from pathlib import Path

from pipeline.chip_rows import Fact, Statement, read_copy, side_rows
from pipeline.tables import Row

FIGURES = "market_facts.csv"
DENSITY = "f052"
ELSEWHERE = {"f056", "f057", "f058", "f059"}


def fact_of(printed: Row, place: Row) -> Row:
    """Return a printed figure as a fact, with its place and range."""
    value = float(place["given"] or printed["value"] or printed["high"])
    divisor = float(place["divide_by"])
    if printed["unit"] == "percent" and divisor != 100:  # noqa: PLR2004  what percent means
        raise ValueError(f"{printed['id']} is still a percentage")
    return Fact(
        key=place["key"],
        title=place["title"],
        value=float(f"{value / divisor:.6g}"),
        low=place["low"],
        high=place["high"],
        unit=place["unit"],
        period=place["period"],
        published=place["published"],
        source=place["source"],
        locator=place["locator"],
        grade=place["grade"],
        note=place["note"],
    ).row()


def build(evidence: Path) -> dict[str, list[Row]]:
    """Return the facts and the one statement whose unit we do not keep."""
    printed = {row["id"]: row for row in read_copy(evidence, FIGURES)}
    places = {row["id"]: row for row in side_rows("market_facts")}
    if set(printed) ^ set(places) != {DENSITY} | ELSEWHERE:
        raise ValueError(f"figures without a place: {set(printed) ^ set(places)}")
    density = printed[DENSITY]
    said = Statement(
        key="smic-n3-logic-density-cn-2025-12",
        title="SMIC N+3 logic density",
        text=f"TechInsights measures about {density['value']} million transistors per mm2 on the "
        "Kirin 9030; yield is difficult, not viable for data-centre dies",
        period="2025-12",
        published="2026-03-17",
        source="techinsights-kirin-9030",
        locator="finding on logic density and yield, as cited",
        grade="judged",
        note="no range: kept as a statement",
    )
    facts = [fact_of(printed[name], place) for name, place in places.items()]
    return {"facts/chip-markets.csv": facts, "facts/chip-markets-statements.csv": [said.row()]}
