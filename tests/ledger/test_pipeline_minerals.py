"""The mineral tables are those that the pipeline makes, and their numbers hold together."""

import importlib
import re
import shutil
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from pipeline import census, china_customs, eu_crm, iea, usgs_mcs, usgs_world, world_mining
from pipeline.mineral_copies import copies, copy_rows, copy_text, expect
from pipeline.tables import Row, read_ours, table_text

ROOT = Path(__file__).parents[2]
DATA = ROOT / "src" / "outlast" / "data" / "contests" / "chips-minerals"
EVIDENCE = ROOT.parent / "shared" / "evidence"
SCRIPTS = (
    "baci",
    "capacity_projects",
    "census",
    "china_customs",
    "china_gallium",
    "eu_crm",
    "eu_event_study",
    "iea",
    "mineral_base_year",
    "mineral_prices",
    "mineral_stocks",
    "minerals_curated",
    "rare_earth_shares",
    "usgs_gdp_loss",
    "usgs_mcs",
    "usgs_text",
    "usgs_world",
    "world_mining",
)
FACTS = (
    "capacity-projects",
    "china-exports",
    "china-gallium",
    "eu-controls",
    "eu-critical-raw-materials",
    "iea-supply",
    "mineral-base-year",
    "mineral-prices",
    "mineral-stocks",
    "mineral-trade",
    "minerals",
    "rare-earth-shares",
    "us-imports",
    "usgs-gdp-loss",
    "usgs-text",
    "usgs-us",
    "usgs-world",
    "world-mining",
)
OBSERVED = ("china-exports", "china-exports-typed", "mineral-prices", "us-imports")
PRIVATE = re.compile(r"github", re.IGNORECASE)


@pytest.fixture
def evidence() -> Path:
    if not EVIDENCE.is_dir():
        pytest.skip(f"the published files are not at {EVIDENCE}")
    return EVIDENCE


@pytest.fixture(scope="module")
def facts() -> dict[str, Row]:
    rows = [row for name in FACTS for row in read_ours(DATA / "facts" / f"{name}.csv")]
    assert len({row["key"] for row in rows}) == len(rows)
    return {row["key"]: row for row in rows}


def value(facts: dict[str, Row], key: str) -> float:
    return float(facts[key]["value"])


@pytest.mark.parametrize("script", SCRIPTS)
def test_the_tables_shipped_are_those_that_the_pipeline_makes(script: str, evidence: Path) -> None:
    built: dict[str, list[Row]] = importlib.import_module(f"pipeline.{script}").build(evidence)
    for path, rows in built.items():
        assert table_text(rows) == (DATA / path).read_text(encoding="utf-8"), path


@pytest.mark.parametrize("file", sorted(copies()))
def test_a_changed_source_is_noticed(file: str, evidence: Path, tmp_path: Path) -> None:
    (tmp_path / "minerals").mkdir()
    changed = Path(shutil.copy(evidence / "minerals" / file, tmp_path / "minerals" / file))
    assert copy_text(tmp_path, file)
    changed.write_bytes(changed.read_bytes().replace(b"2024", b"2034", 1))
    if changed.read_bytes() == (evidence / "minerals" / file).read_bytes():
        changed.write_bytes(changed.read_bytes() + b"\n")
    with pytest.raises(ValueError, match="is not the copy that its source names"):
        copy_text(tmp_path, file)


def altered(rows: list[Row], column: str, where: dict[str, str], text: str) -> list[Row]:
    found = [row for row in rows if all(row[name] == cell for name, cell in where.items())]
    assert found, where
    return [row | {column: text} if row in found else row for row in rows]


def test_a_known_value_of_the_survey_that_moved_is_refused(evidence: Path) -> None:
    rows = copy_rows(evidence, usgs_mcs.FILE)
    by = "MCS chapter+Statistics_detail+Year"
    expect(rows, ["Notes"], usgs_mcs.KNOWN, by)
    place = {"MCS chapter": "GALLIUM", "Statistics_detail": "Consumption, reported", "Year": "2024"}
    with pytest.raises(ValueError, match="gives 19,999, not 18,700"):
        expect(altered(rows, "Value", place, "19,999"), ["Notes"], usgs_mcs.KNOWN, by)
    with pytest.raises(ValueError, match="lacks the columns"):
        expect(rows, ["Remarks"], usgs_mcs.KNOWN, by)
    gone = [row for row in rows if row["Statistics_detail"] != "Stocks, consumer, yearend"]
    with pytest.raises(ValueError, match="has no line"):
        usgs_mcs.salient(gone)


def test_a_world_total_that_its_countries_do_not_make_is_refused(evidence: Path) -> None:
    rows = copy_rows(evidence, usgs_world.NEW)
    gallium = usgs_world.MINERALS[0]
    assert usgs_world.kept(usgs_world.of_2026(rows, gallium))
    place = {
        "MCS chapter": "GALLIUM",
        "Country": "China",
        "Year": "2024",
        "Statistics": "Production",
    }
    with pytest.raises(ValueError, match="is not"):
        usgs_world.kept(usgs_world.of_2026(altered(rows, "Value", place, "83,900"), gallium))


def test_a_month_that_is_missing_or_more_than_whole_is_refused(evidence: Path) -> None:
    rows = copy_rows(evidence, census.FILE)
    place = {"month": "2023-04", "hts10": "8112921000"}
    with pytest.raises(ValueError, match="more from China than in all"):
        census.months_of(altered(rows, "china_quantity_kg", place, "474"))
    with pytest.raises(ValueError, match="gallium has 35 months"):
        census.months_of([row for row in rows if not place.items() <= row.items()])
    code = "8112921000"
    table = census.months_of(altered(rows, "quantity_kg", place, "47300"))[code]
    with pytest.raises(ValueError, match="but the survey has"):
        census.yearly(code, table)


def test_uses_and_wholes_that_do_not_add_up_are_refused(evidence: Path) -> None:
    uses = copy_rows(evidence, eu_crm.USES)
    place = {"Material": "Gallium", "Application": "Lighting"}
    with pytest.raises(ValueError, match="the uses of Gallium make"):
        eu_crm.use_shares(altered(uses, "Share", place, "5%"))
    with pytest.raises(ValueError, match="is not"):
        iea.supply(
            {
                "supply": {
                    "Graphite": {
                        "mining": {
                            "countries": {"China": dict.fromkeys(iea.YEARS, 1.0)},
                            "total": dict.fromkeys(iea.YEARS, 2.0),
                        }
                    }
                }
            },
            "Graphite",
            "mining",
        )


def test_an_article_without_a_source_is_refused() -> None:
    with pytest.raises(ValueError, match="no source is known"):
        china_customs.article({"source_url": "https://example.org"})


def test_the_checksums_of_the_sources_are_those_of_the_copies() -> None:
    sources = YAML(typ="safe", pure=True).load(DATA / "sources" / "minerals.yaml")["sources"]
    held = {key: entry["sha256"] for key, entry in sources.items() if entry["holds"] == "file"}
    known = {row["source"]: row["sha256"] for row in copies().values() if row["source"]}
    assert held.items() <= known.items()
    assert len(held) >= 14


def test_every_fact_stands_on_a_source_that_is_shipped(facts: dict[str, Row]) -> None:
    sources: set[str] = set()
    for file in (DATA / "sources").glob("*.yaml"):
        sources |= set(YAML(typ="safe", pure=True).load(file)["sources"])
    points = [row for name in OBSERVED for row in read_ours(DATA / "observed" / f"{name}.csv")]
    for row in [*facts.values(), *points]:
        assert row["source"] in sources, row
        assert not PRIVATE.search(" ".join(row.values())), row


@pytest.mark.parametrize(
    ("good", "year", "printed"),
    [
        ("gallium", "2023", 11.44),
        ("gallium", "2024", 10.98),
        ("antimony-metal", "2023", 6074),
        ("antimony-metal", "2024", 4905),
        ("bismuth-pure", "2024", 626),
    ],
)
def test_months_of_customs_make_the_years_that_the_survey_prints(
    good: str, year: str, printed: float
) -> None:
    months = [
        float(row["value"])
        for row in read_ours(DATA / "observed" / "us-imports.csv")
        if row["series"] == f"us-imports-{good}" and row["period"].startswith(year)
    ]
    assert len(months) == 12
    assert sum(months) == pytest.approx(printed, rel=1e-3)


def test_the_survey_and_customs_agree_about_gallium_and_antimony(facts: dict[str, Row]) -> None:
    for year in ("2023", "2024"):
        for ours, theirs in (
            ("gallium-imports-census-us", "gallium-imports-us"),
            ("antimony-metal-imports-census-us", "antimony-imports-metal-us"),
        ):
            assert value(facts, f"{ours}-{year}") == pytest.approx(
                value(facts, f"{theirs}-{year}"), rel=0.005
            )


def test_known_values_stand_in_the_units_of_the_project(facts: dict[str, Row]) -> None:
    for key, expected, unit in (
        ("gallium-consumption-us-2024", 18.7, "t/year"),
        ("gallium-stock-consumers-us-2024", 3.41, "t"),
        ("gallium-primary-capacity-world-2024", 1100, "t/year"),
        ("gallium-refined-output-cn-2022", 606, "t/year"),
        ("germanium-price-europe-2023", 1392, "USD/kg"),
        ("antimony-price-us-2022", 6.18, "USD/lb"),
        ("graphite-price-flake-us-2022", 1.2, "USD/kg"),
        ("tungsten-price-concentrate-rotterdam-2022", 34.6784, "USD/kg"),
        ("rare-earths-import-reliance-us-2024", 0.53, "1"),
        ("magnet-rare-earths-refined-output-iea-cn-2024", 73756.7, "t/year"),
        ("magnets-exports-cn-2025", 57392, "t/year"),
    ):
        assert facts[key]["unit"] == unit, key
        assert value(facts, key) == pytest.approx(expected, rel=1e-5), key


def test_conflicting_reports_are_both_kept(facts: dict[str, Row]) -> None:
    assert value(facts, "gallium-exports-cn-2024") == pytest.approx(60.88)
    assert value(facts, "gallium-exports-cn-2024-rohstoff") == pytest.approx(69.44)
    assert value(facts, "antimony-mine-output-cn-2024-first") == 60_000
    assert value(facts, "antimony-mine-output-cn-2024") == 40_000
    assert value(facts, "gallium-refined-output-cn-2022") == 606
    assert value(facts, "gallium-primary-output-yearbook-cn-2022") == 600


def test_no_tonnage_is_taken_from_the_trade_matrix(facts: dict[str, Row]) -> None:
    matrix = [row for row in facts.values() if row["source"] == "baci-hs17-v202601"]
    ours = [row for row in matrix if row["key"] not in {each["key"] for each in computed()}]
    assert len(ours) >= 40
    assert {row["unit"] for row in ours} == {"USD_M/year", "1"}


def computed() -> list[Row]:
    return read_ours(DATA / "facts" / "mineral-base-year.csv")


def test_two_ways_to_the_magnets_that_europe_buys_agree(facts: dict[str, Row]) -> None:
    by_value = value(facts, "magnets-exports-to-eu-cn-2022")
    by_month = 12 * value(facts, "magnets-imports-from-cn-before-control-eu-2025")
    assert by_value == pytest.approx(by_month, rel=0.1)


def test_world_mining_gives_china_and_the_world_for_each_mineral(facts: dict[str, Row]) -> None:
    for key, _, _ in world_mining.CITED.values():
        assert value(facts, f"{key}-cn-2022") < value(facts, f"{key}-world-2022"), key


def test_every_start_of_a_project_follows_its_announcement(facts: dict[str, Row]) -> None:
    starts = [key for key in facts if "-start-" in key]
    assert len(starts) >= 15
    for key in starts:
        announced = float(facts[key.replace("-start-", "-announced-")]["low"])
        assert announced <= value(facts, key), key
        assert facts[key.replace("-start-", "-capacity-")]["unit"] == "t/year"


def test_months_of_one_buyer_are_below_those_of_the_world() -> None:
    points = [row for name in OBSERVED[:2] for row in read_ours(DATA / "observed" / f"{name}.csv")]
    world = {(row["series"], row["period"]): float(row["value"]) for row in points}
    assert len(world) == len(points)
    for row in points:
        whole = world.get((row["series"].split("-to-")[0], row["period"]))
        assert whole is None or float(row["value"]) <= whole, row


def test_the_gaps_name_a_search_and_a_stand_in() -> None:
    gaps = read_ours(DATA / "facts" / "gaps-minerals.csv")
    assert len(gaps) >= 15
    for row in gaps:
        assert len(row["searched"]) > 15, row["key"]
        assert row["stand_in"], row["key"]
