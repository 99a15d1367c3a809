"""Known GPU clusters by country, and what is planned in third countries.

Reads Epoch AI's data set of GPU clusters (December 2025). Writes yearly totals and shares of
the United States and China and the clusters, standing and planned, of other countries. Refuses
to read a plan as a cluster. The set holds perhaps a tenth to a fifth of the world's clusters,
and Chinese owners publish less each year, so a share is a share of what is known.
"""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from pipeline.chip_estimates import day
from pipeline.chip_rows import Fact, Observed, figures, read_copy, source_of
from pipeline.tables import Row

CLUSTERS = "epoch_gpu_clusters_2025-12.csv"
PUBLISHED = "2025-12-31"
PLACES = {
    "China": "cn",
    "United States of America": "us",
    "United Arab Emirates": "ae",
    "Saudi Arabia": "sa",
    "Japan": "jp",
    "Korea (Republic of)": "kr",
    "India": "in",
    "Malaysia": "my",
    "Singapore": "sg",
    "France": "fr",
    "Germany": "de",
    "Taiwan": "tw",
    "United Kingdom of Great Britain and Northern Ireland": "gb",
}
BOTH = ("us", "cn")
YEARS = range(2019, 2026)
SAMPLE = (
    "sample of known clusters, perhaps .1 to .2 of the world, Chinese disclosure falling; "
    "day of publication unknown: end of month"
)
FILTERS: dict[str, Callable[[Row], bool]] = {
    "standard": lambda row: row["Include in Standard Analysis"] == "TRUE",
    "no duplicates": lambda row: row["Possible Duplicate"] != "TRUE",
    "confirmed": lambda row: (
        row["Possible Duplicate"] != "TRUE" and row["Certainty"] == "Confirmed"
    ),
    "all": lambda row: bool(row["Name"]),
}


class Cluster(NamedTuple):
    """One standing cluster."""

    place: str
    year: int
    compute: float
    row: Row


def standing(rows: list[Row]) -> list[Cluster]:
    """Return the clusters that work and have a date and a size."""
    return [
        Cluster(
            PLACES.get(row["Country"], ""),
            day(row["First Operational Date"]).year,
            float(row["H100 equivalents"]),
            row,
        )
        for row in rows
        if row["Status"] == "Existing" and row["First Operational Date"] and row["H100 equivalents"]
    ]


def compute(clusters: list[Cluster], year: int, place: str, name: str) -> float:
    """Return the compute of a place up to a year, of all places if none is named."""
    chosen = FILTERS[name]
    return sum(
        cluster.compute
        for cluster in clusters
        if cluster.year <= year and place in {"", cluster.place} and chosen(cluster.row)
    )


def year_facts(clusters: list[Cluster], year: int) -> list[Row]:
    """Return total, parts and shares at the end of a year, with the range over filters."""
    facts: list[Row] = []
    for place in ("", *BOTH):
        sizes = {name: compute(clusters, year, place, name) for name in FILTERS}
        where = place or "world"
        facts.append(
            cluster_fact(f"gpu-clusters-h100e-{where}-{year}", "compute", sizes, "H100e", year)
        )
        if place:
            wholes = {name: compute(clusters, year, "", name) for name in FILTERS}
            shares = {name: figures(sizes[name] / wholes[name]) for name in FILTERS}
            facts.append(
                cluster_fact(f"gpu-clusters-share-{where}-{year}", "share", shares, "1", year)
            )
    return facts


def cluster_fact(key: str, what: str, found: dict[str, float], unit: str, year: int) -> Row:
    """Return a number with the range that the choice of filter gives, and a tenth more."""
    most = 1.0 if unit == "1" else float("inf")
    return Fact(
        key=key,
        title=f"Known GPU clusters, {what} at the end of {year}: {key.split('-')[-2]}",
        value=figures(found["standard"], 7),
        low=figures(min(found.values()) * 0.9, 7),
        high=figures(min(most, max(found.values()) * 1.1), 7),
        unit=unit,
        period=str(year),
        published=PUBLISHED,
        source=source_of(CLUSTERS),
        locator="rows with Status Existing and Include in Standard Analysis TRUE, summed by "
        "Country and First Operational Date, column H100 equivalents",
        grade="derived",
        note=f"range ours: over {', '.join(FILTERS)} rows, and a tenth more; {SAMPLE}",
    ).row()


def place_facts(rows: list[Row], clusters: list[Cluster]) -> list[Row]:
    """Return the clusters that stand and those that are planned in each named country."""
    facts: list[Row] = []
    for country, place in PLACES.items():
        last = max(YEARS)
        stands = {name: compute(clusters, last, place, name) for name in FILTERS}
        plans = [
            float(row["H100 equivalents"])
            for row in rows
            if row["Status"] == "Planned" and row["Country"] == country and row["H100 equivalents"]
        ]
        if place not in BOTH and stands["standard"]:
            key = f"gpu-clusters-h100e-{place}-{last}"
            facts.append(cluster_fact(key, f"compute, {country}", stands, "H100e", last))
        if plans:
            total = sum(plans)
            facts.append(
                Fact(
                    key=f"gpu-clusters-planned-h100e-{place}-{last}",
                    title=f"GPU clusters planned in {country}, as known at the end of {last}",
                    value=figures(total, 7),
                    low=0,
                    high=figures(total, 7),
                    unit="H100e",
                    period=str(last),
                    published=PUBLISHED,
                    source=source_of(CLUSTERS),
                    locator=f"{len(plans)} rows with Status Planned, Country {country}",
                    grade="derived",
                    note=f"plans, some called unlikely, most without a date; range ours: none to "
                    f"all; {SAMPLE}",
                ).row()
            )
    return facts


def points(facts: list[Row]) -> list[Row]:
    """Return the yearly series of the two sides."""
    found: list[Row] = []
    for fact in facts:
        series, year = fact["key"].rsplit("-", 1)
        found.append(
            Observed(
                series=series,
                period=year,
                value=fact["value"],
                unit=fact["unit"],
                published=fact["published"],
                source=fact["source"],
                locator=fact["locator"],
                grade=fact["grade"],
                note=fact["note"],
            ).row()
        )
    return found


def build(evidence: Path) -> dict[str, list[Row]]:
    """Return the cluster facts and the yearly series."""
    rows = read_copy(evidence, CLUSTERS)
    clusters = standing(rows)
    yearly = [fact for year in YEARS for fact in year_facts(clusters, year)]
    return {
        "facts/gpu-clusters.csv": yearly + place_facts(rows, clusters),
        "observed/gpu-clusters.csv": points(yearly),
    }
