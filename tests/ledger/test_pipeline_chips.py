"""The chip tables are those that the pipeline makes, and their numbers hold together."""

import importlib
import re
import shutil
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from pipeline.accelerators import processing_performance
from pipeline.chip_rows import Fact, copies, copy_path, read_copy
from pipeline.cn_controlled_items import check
from pipeline.tables import Row, read_ours, read_rows, table_text

ROOT = Path(__file__).parents[2]
DATA = ROOT / "src" / "outlast" / "data" / "contests" / "chips-minerals"
EVIDENCE = ROOT.parent / "shared" / "evidence"
SCRIPTS = (
    "accelerators",
    "ai_models",
    "ascend",
    "chip_prices",
    "chips_curated",
    "clusters",
    "cn_controlled_items",
    "epoch_counts",
    "epoch_world",
    "market_facts",
    "nvidia_china",
    "trends",
)
FACTS = (
    "accelerators-world",
    "chip-markets",
    "chip-performance",
    "chip-prices",
    "chip-trends",
    "chips",
    "gpu-clusters",
    "models-china",
    "nvidia-china-compute",
    "nvidia-revenue",
)
PRIVATE = re.compile(r"Kelly|airensurzyn", re.IGNORECASE)


@pytest.fixture
def evidence() -> Path:
    if not EVIDENCE.is_dir():
        pytest.skip(f"the published files are not at {EVIDENCE}")
    return EVIDENCE


@pytest.fixture(scope="module")
def facts() -> dict[str, Row]:
    rows = [row for name in FACTS for row in read_ours(DATA / "facts" / f"{name}.csv")]
    return {row["key"]: row for row in rows}


@pytest.mark.parametrize("script", SCRIPTS)
def test_the_tables_shipped_are_those_that_the_pipeline_makes(script: str, evidence: Path) -> None:
    built: dict[str, list[Row]] = importlib.import_module(f"pipeline.{script}").build(evidence)
    for path, rows in built.items():
        assert table_text(rows) == (DATA / path).read_text(encoding="utf-8"), path


@pytest.mark.parametrize("file", sorted(copies()))
def test_a_changed_source_is_noticed(file: str, evidence: Path, tmp_path: Path) -> None:
    (tmp_path / "chips").mkdir()
    changed = tmp_path / "chips" / file
    shutil.copy(evidence / "chips" / file, changed)
    assert copy_path(tmp_path, file) == changed
    with changed.open("a", encoding="utf-8") as stream:
        stream.write("\n")
    with pytest.raises(ValueError, match="is not the copy that its source names"):
        read_copy(tmp_path, file)


def test_the_checksums_of_the_sources_are_those_of_the_copies() -> None:
    sources = YAML(typ="safe", pure=True).load(DATA / "sources" / "chips.yaml")["sources"]
    held = {key: entry["sha256"] for key, entry in sources.items() if entry["holds"] == "file"}
    known = {row["source"]: row["sha256"] for row in copies().values() if row["source"]}
    assert held.items() <= known.items()
    assert len(held) >= 12


def test_the_columns_of_an_item_give_the_performance_that_the_catalogue_prints(
    evidence: Path,
) -> None:
    items = {row["title"]: row for row in read_ours(DATA / "items" / "accelerators.csv")}
    catalogue = read_rows(evidence / "chips" / "accelerators.csv")
    assert len(catalogue) == 51
    for chip in catalogue:
        item = items[chip["chip"]]
        printed = float(chip["tpp_computed"] or 0)
        assert round(processing_performance(item)) == round(printed), chip["chip"]
        if chip["performance_density"] and item["die_mm2"]:
            density = processing_performance(item) / float(item["die_mm2"])
            assert density == pytest.approx(float(chip["performance_density"]), abs=0.01)


def test_no_two_items_have_one_name_of_their_own() -> None:
    owner: dict[str, str] = {}
    for table in ("accelerators", "equipment", "minerals"):
        for row in read_ours(DATA / "items" / f"{table}.csv"):
            for name in {each.replace("-", " ").casefold() for each in (row["item"], row["title"])}:
                assert owner.setdefault(name, row["item"]) == row["item"], name


def test_every_stack_whose_area_is_known_is_denser_than_the_threshold_of_2024() -> None:
    rows = read_ours(DATA / "items" / "accelerators.csv")
    stacks = [row for row in rows if row["kind"] == "memory" and row["die_mm2"]]
    assert len(stacks) >= 5
    for row in stacks:
        assert float(row["memory_bandwidth_gb_s"]) / float(row["die_mm2"]) > 2, row["item"]


def test_a_code_of_the_list_of_controls_that_no_good_carries_is_refused(evidence: Path) -> None:
    listed = read_copy(evidence, "cn_controls_2026-10.csv")
    goods = [{"item": "nothing", "listed": "gallium metal", "hs": "8112929090"}]
    with pytest.raises(ValueError, match="gallium metal: no good has"):
        check(listed, goods)


def test_light_rare_earths_and_plain_magnets_bear_no_code_of_control() -> None:
    goods = {row["item"]: row for row in read_ours(DATA / "items" / "minerals.csv")}
    for name in ("neodymium", "praseodymium", "lanthanum", "cerium", "ndfeb-magnet", "silicon"):
        assert not goods[name]["control_codes"], name
    assert goods["ndfeb-magnet-with-dy-tb"]["control_codes"]


def test_the_two_bases_of_nvidia_never_share_a_series_or_a_key(facts: dict[str, Row]) -> None:
    revenue = [row for key, row in facts.items() if key.startswith("nvidia-revenue-")]
    china = [row for row in revenue if "-cn-" in row["key"]]
    assert china
    for row in china:
        assert ("billing" in row["key"]) != ("headquarters" in row["key"]), row["key"]
        basis = "billing" if "billing" in row["key"] else "headquarters"
        other = {"billing": "headquarters", "headquarters": "billing"}[basis]
        assert not any(other in key for key in row["inputs"].split()), row["key"]
    series: dict[str, set[str]] = {}
    for row in read_ours(DATA / "observed" / "nvidia-revenue.csv"):
        if row["series"].endswith("-cn"):
            said = "billing" if "billing location" in row["note"] else "headquarters"
            series.setdefault(row["series"], set()).add(said)
    assert series == {
        "nvidia-revenue-billing-cn": {"billing"},
        "nvidia-revenue-headquarters-cn": {"headquarters"},
    }


def test_the_quarter_that_rests_on_memory_says_so(facts: dict[str, Row]) -> None:
    for key in ("nvidia-revenue-billing-cn-fy25-q4", "nvidia-revenue-billing-cn-fy25-total"):
        assert facts[key]["grade"] == "assumed"
        assert "recalled, no source read" in facts[key]["note"]
    points = read_ours(DATA / "observed" / "nvidia-revenue.csv")
    memory = [row for row in points if "recalled, no source read" in row["note"]]
    assert [(row["series"], row["period"]) for row in memory] == [
        ("nvidia-revenue-billing-cn", "2024-Q4")
    ]


def test_the_flow_to_china_is_the_one_derived_elsewhere(
    facts: dict[str, Row], evidence: Path
) -> None:
    for row in read_rows(evidence / "chips" / "china_nvidia_flow_quarterly_derived.csv"):
        if float(row["china_units"]):
            for kind in ("units", "h100e"):
                fact = facts[f"nvidia-legal-flow-{kind}-cn-{row['quarter']}".lower()]
                assert float(fact["value"]) == pytest.approx(float(row[f"china_{kind}"]))


def test_the_shares_of_clusters_are_those_derived_elsewhere(
    facts: dict[str, Row], evidence: Path
) -> None:
    for row in read_rows(evidence / "chips" / "epoch_gpu_clusters_share_derived.csv"):
        for place in ("us", "china"):
            fact = facts[f"gpu-clusters-share-{place[:2].replace('ch', 'cn')}-{row['year_end']}"]
            share = float(row[f"{place}_share_pct"]) / 100
            assert float(fact["value"]) == pytest.approx(share, abs=0.001)


def test_the_sums_of_quarters_agree_with_the_running_total(facts: dict[str, Row]) -> None:
    years = ("2022", "2023", "2024", "2025")
    bought = sum(float(facts[f"nvidia-legal-flow-h100e-cn-{year}"]["value"]) for year in years)
    stock = float(facts["nvidia-legal-stock-h100e-cn-2025-q4"]["value"])
    assert bought == pytest.approx(stock, rel=0.01)


def test_estimates_that_disagree_stay_apart(facts: dict[str, Row]) -> None:
    ascend = (
        "ascend-units-semianalysis-cn-2025",
        "ascend-units-bis-cn-2025",
        "accelerator-cards-huawei-idc-cn-2025",
        "ascend-910c-packages-bloomberg-cn-2025",
    )
    assert len({facts[key]["value"] for key in ascend}) == len(ascend)


def test_no_share_is_a_percentage(facts: dict[str, Row]) -> None:
    for key, row in facts.items():
        if "-share-" in key or "-yield-" in key:
            assert row["unit"] == "1", key
            assert 0 <= float(row["value"]) <= 1, key


def test_at_least_fifteen_gaps_are_named_and_each_says_what_stands_in() -> None:
    gaps = read_ours(DATA / "facts" / "gaps-chips.csv")
    assert len(gaps) >= 15
    assert all(row["searched"] and row["stand_in"] for row in gaps)


def test_a_judged_fact_without_a_range_is_refused() -> None:
    fact = Fact(
        key="a-b-cn-2024",
        title="a",
        value=1,
        unit="1",
        period="2024",
        published="2024-01-01",
        source="s",
        locator="table 1",
        grade="judged",
    )
    with pytest.raises(ValueError, match="has no range"):
        fact.row()


def test_the_tables_name_publishers_and_not_places_of_copies() -> None:
    files = [
        *(DATA / "items").glob("*.csv"),
        *(DATA / "facts" / f"{name}.csv" for name in FACTS),
        DATA / "facts" / "gaps-chips.csv",
        DATA / "sources" / "chips.yaml",
    ]
    for file in files:
        assert not PRIVATE.search(file.read_text(encoding="utf-8")), file.name
