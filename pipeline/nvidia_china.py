"""Nvidia's revenue from China on its two bases, which are never spliced.

Reads a table of Nvidia's filings and Epoch AI's table of Nvidia's quarters. The billing basis
says where the invoice went, the headquarters basis where the buyer's head office is; neither
says where the chip stands. Refuses a row whose basis it does not know. A quarter that rests on
memory is graded assumed and says so.
"""

from calendar import monthrange
from datetime import date, timedelta
from pathlib import Path

from pipeline.chip_rows import Fact, Observed, figures, read_copy, source_of
from pipeline.tables import Row, number

FILINGS = "nvidia_china_revenue.csv"
QUARTERS = "epoch_chipcounts_Nvidia_quarterly_revenue.csv"
WEEKS_13 = timedelta(days=90)
MIDDLE = 15
BASES = {
    "billing location, China incl. HK": "billing",
    "customer headquarters, China incl. HK": "headquarters",
}
MEANS = {
    "billing": "by billing location, China with Hong Kong; not the place of use",
    "headquarters": "by head office of the customer, China with Hong Kong, wherever the chips "
    "are; Nvidia warns that this is not the shipping location",
}
REMEMBERED = {"FY25-Q4"}
YEAR_REMEMBERED = ("2024-01-29/2025-01-26", 17.108, 16.31, 17.62)
QUARTER_REMEMBERED = (4.73, 6.04)


def end_of(row: Row) -> date:
    """Return the last day of a fiscal period."""
    return date.fromisoformat(row["period_end"])


def month_end(day: date) -> str:
    """Return the last day of the month after a fiscal period, when its filing is out."""
    year, month = (day.year, day.month) if day.day < MIDDLE else (day.year, day.month + 1)
    last = monthrange(year, month)[1]
    return f"{year}-{month:02d}-{last}"


def published(row: Row, basis: str) -> str:
    """Return the end of the month in which the number was out, at the latest."""
    if basis == "headquarters" and row["fiscal_year"] == "FY26" and row["quarter"] in {"Q1", "Q2"}:
        return "2026-08-31"
    if row["quarter"] in {"year", "Q4"} and basis == "headquarters":
        return "2026-02-25"
    return "2022-03-31" if row["period_end"] == "2022-01-30" else month_end(end_of(row))


def source_and_place(row: Row, basis: str) -> tuple[str, str]:
    """Return the filing and the place in it."""
    when = f"{row['fiscal_year']} {row['quarter']}, ended {row['period_end']}"
    if basis == "billing":
        return (
            "nvidia-10-q-10-k-billing-basis",
            f"note on segments, revenue by geographic area, China (including Hong Kong), {when}",
        )
    if row["quarter"] in {"year", "Q4"}:
        return (
            "nvidia-10-k-fy2026",
            f"note on segments, revenue by customer headquarters, China, {when}",
        )
    if row["quarter"] == "Q3":
        return (
            "nvidia-10-q-fy26-q3",
            f"note on segments, revenue by customer headquarters, China, {when}",
        )
    return (
        "nvidia-10-q-fy27-q2",
        f"note on segments, revenue by customer headquarters, China, {when}, or its comparative",
    )


def quarter_near(row: Row) -> str:
    """Return the calendar quarter that shares two of its three months with a fiscal one."""
    middle = end_of(row) - timedelta(days=45)
    return f"{middle.year}-Q{(middle.month - 1) // 3 + 1}"


def grade_of(row: Row) -> str:
    """Return the grade: a filing counts, a difference is derived, memory is assumed."""
    if f"{row['fiscal_year']}-{row['quarter']}" in REMEMBERED and row["evidence"] == "M":
        return "assumed"
    return "derived" if "derived" in row["note"] else "measured"


def revenue_facts(rows: list[Row]) -> list[Row]:
    """Return one fact a fiscal quarter or year and basis."""
    facts: list[Row] = []
    for row in rows:
        basis, grade = BASES[row["basis"]], grade_of(row)
        source, locator = source_and_place(row, basis)
        value = float(row["china_usd_bn"])
        fiscal = f"{row['fiscal_year']} {row['quarter']}"
        name = f"{row['fiscal_year']}-{row['quarter']}".lower().replace("-year", "-total")
        start = end_of(row) - (timedelta(days=363) if row["quarter"] == "year" else WEEKS_13)
        low, high = QUARTER_REMEMBERED if grade == "assumed" else (value - 0.015, value + 0.015)
        note = f"{MEANS[basis]}; published: end of month of filing"
        note += "; known through a compilation of the filings" if basis == "billing" else ""
        if grade == "assumed":
            note += "; recalled, no source read: the year's 17.108 less three quarters, "
            note += "range from the press's 13 % of 130.5"
        elif row["note"]:
            note += f"; {row['note']}"
        facts.append(
            Fact(
                key=f"nvidia-revenue-{basis}-cn-{name}",
                title=f"Nvidia revenue from China, {basis} basis, {fiscal}",
                value=value,
                low="" if grade == "measured" else figures(low),
                high="" if grade == "measured" else figures(high),
                unit="USD_bn",
                period=f"{start.isoformat()}/{row['period_end']}",
                published=published(row, basis),
                source=source,
                locator=locator,
                grade=grade,
                inputs=inputs_of(basis, name) if grade == "derived" else (),
                note=note,
            ).row()
        )
    return facts


def inputs_of(basis: str, name: str) -> list[str]:
    """Return the quarters and the year that a fourth quarter is computed from."""
    year = name.split("-", maxsplit=1)[0]
    parts = [f"nvidia-revenue-{basis}-cn-{year}-q{n}" for n in (1, 2, 3)]
    return [f"nvidia-revenue-{basis}-cn-{year}-total", *parts]


def year_facts(rows: list[Row]) -> list[Row]:
    """Return the sums of billing quarters, and the year that nobody could find in print."""
    facts: list[Row] = []
    billing = [row for row in rows if BASES[row["basis"]] == "billing"]
    for year in ("FY22", "FY23", "FY24"):
        quarters = [row for row in billing if row["fiscal_year"] == year]
        value = sum(float(row["china_usd_bn"]) for row in quarters)
        first = end_of(quarters[0]) - WEEKS_13
        keys = [f"nvidia-revenue-billing-cn-{year}-{row['quarter']}".lower() for row in quarters]
        closed = year != "FY24"
        facts.append(
            Fact(
                key=f"nvidia-revenue-billing-cn-{year}-total".lower(),
                title=f"Nvidia revenue from China, billing basis, {year}",
                value=figures(value, 5),
                low=figures(value - 0.02, 5),
                high=figures(value + 0.02, 5),
                unit="USD_bn",
                period=f"{first.isoformat()}/{quarters[-1]['period_end']}",
                published=published(quarters[-1], "billing"),
                source="nvidia-10-q-10-k-billing-basis",
                locator=f"revenue by geographic area, four quarters of {year}, China",
                grade="derived" if closed else "judged",
                inputs=keys if closed else (),
                note=f"{MEANS['billing']}; sum of the quarters, range from rounding to 0.01"
                if closed
                else f"{MEANS['billing']}; 10.306 as the year is printed, range from rounding",
            ).row()
        )
    period, value, low, high = YEAR_REMEMBERED
    facts.append(
        Fact(
            key="nvidia-revenue-billing-cn-fy25-total",
            title="Nvidia revenue from China, billing basis, FY25",
            value=value,
            low=low,
            high=high,
            unit="USD_bn",
            period=period,
            published="2025-02-26",
            source="nvidia-10k-fy2025",
            locator="note on segments, revenue by geographic area, China with Hong Kong, FY25",
            grade="assumed",
            note=f"{MEANS['billing']}; recalled, no source read: no text with this figure was "
            "found; press gives 13 % of 130.5, which is the range (12.5 to 13.5 %)",
        ).row()
    )
    return facts


def points(rows: list[Row]) -> list[Row]:
    """Return the two quarterly series."""
    found: list[Row] = []
    for row in rows:
        if row["quarter"] == "year":
            continue
        basis = BASES[row["basis"]]
        source, locator = source_and_place(row, basis)
        memory = "; recalled, no source read" if grade_of(row) == "assumed" else ""
        found.append(
            Observed(
                series=f"nvidia-revenue-{basis}-cn",
                period=quarter_near(row),
                value=row["china_usd_bn"],
                unit="USD_bn",
                published=published(row, basis),
                source=source,
                locator=locator,
                grade=grade_of(row),
                note=f"fiscal quarter ended {row['period_end']}{memory}; {MEANS[basis]}",
            ).row()
        )
    return found


def company_facts(rows: list[Row]) -> tuple[list[Row], list[Row]]:
    """Return Nvidia's total and data-centre revenue by fiscal quarter, facts and series."""
    facts: list[Row] = []
    series: list[Row] = []
    for row in rows:
        if not row["total_revenue"]:
            continue
        name, start, end = row["Quarter"], row["Start Date"], row["End Date"]
        out = month_end(date.fromisoformat(end))
        for column, what in (("total_revenue", "revenue"), ("dc_revenue", "revenue-data-center")):
            place = f"row {name}, column {column}, after Nvidia's quarterly press release"
            value = float(row[column])
            note = "published: end of month of the results; copied by Epoch AI from the releases"
            facts.append(
                Fact(
                    key=f"nvidia-{what}-world-{name[:4]}-{name[4:]}".lower(),
                    title=f"Nvidia {what.replace('-', ' ')}, world, {name}",
                    value=value,
                    unit="USD_bn",
                    period=f"{start}/{end}",
                    published=out,
                    source=source_of(QUARTERS),
                    locator=place,
                    grade="measured",
                    note=note,
                ).row()
            )
            series.append(
                Observed(
                    series=f"nvidia-{what}-world",
                    period=quarter_near({"period_end": end}),
                    value=number(value),
                    unit="USD_bn",
                    published=out,
                    source=source_of(QUARTERS),
                    locator=place,
                    grade="measured",
                    note=f"fiscal quarter ended {end}",
                ).row()
            )
    return facts, series


def build(evidence: Path) -> dict[str, list[Row]]:
    """Return the revenue facts and series."""
    rows = read_copy(evidence, FILINGS)
    unknown = {row["basis"] for row in rows} - set(BASES)
    if unknown:
        raise ValueError(f"no such basis: {unknown}")
    facts, series = company_facts(read_copy(evidence, QUARTERS))
    return {
        "facts/nvidia-revenue.csv": facts + revenue_facts(rows) + year_facts(rows),
        "observed/nvidia-revenue.csv": series + points(rows),
    }
