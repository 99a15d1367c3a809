"""The chip half of the shipped world: it loads, closes, and says what its sources say."""

from pathlib import Path

import pytest

from outlast.errors import Problems
from outlast.facts import Ledger, Quantity, load_ledger
from outlast.world import Chip, LoadedWorld, load_world
from outlast.world.check import AllowedNames
from outlast.world.items import load_items
from pipeline import _world_chips_page as page
from pipeline.tables import table_text
from pipeline.world_chips import build

ROOT = Path(__file__).parents[2]
DATA = ROOT / "src" / "outlast" / "data" / "contests" / "chips-minerals"
EVIDENCE = ROOT.parent / "shared" / "evidence"
OURS = ("tools", "memory", "logic", "accelerators", "compute", "services-chips")
CLASSES = ("accelerator-frontier", "accelerator-h200-class", "accelerator-h20-class")
REFERENCE = ("h100-sxm5-80gb-tpp-world-2022", "h100-sxm5-80gb-memory-bandwidth-world-2022")


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    return load_ledger((DATA,), Problems())


@pytest.fixture(scope="module")
def found(ledger: Ledger) -> LoadedWorld:
    problems = Problems()
    items = load_items((DATA,), frozenset(ledger.sources), problems)
    world = load_world((DATA,), ledger, AllowedNames(items), problems)
    mine = [each for each in problems.found if Path(each.file).stem in OURS]
    assert not mine
    assert world is not None, [(each.where, each.what) for each in problems.found]
    return world


def shares(found: LoadedWorld, ledger: Ledger, good: str) -> tuple[float, float]:
    """Return arithmetic and bandwidth of one unit over those of an H100."""
    performance = found.world.goods[good].performance
    assert performance is not None
    return (
        ledger.value(performance.tpp, "TPP") / ledger.fact(REFERENCE[0]).value,
        ledger.value(performance.memory_bandwidth, "GB_s") / ledger.fact(REFERENCE[1]).value,
    )


def per_unit(found: LoadedWorld, ledger: Ledger, process: str, good: str, unit: str) -> float:
    quantity = found.world.processes[process].inputs[good].per_unit
    assert quantity is not None
    return ledger.value(quantity, unit)


def test_the_facts_shipped_are_those_that_the_pipeline_makes() -> None:
    if not EVIDENCE.is_dir():
        pytest.skip(f"the published files are not at {EVIDENCE}")
    for path, rows in build(EVIDENCE).items():
        assert table_text(rows) == (DATA / path).read_text(encoding="utf-8"), path


def test_the_tables_of_the_page_are_those_of_the_world(found: LoadedWorld, ledger: Ledger) -> None:
    text = page.PAGE.read_text(encoding="utf-8")
    tables = {"flows": page.flows(found), "stocks": page.stocks(found, ledger)}
    assert page.filled(text, tables) == text


def test_the_licensed_stock_of_china_lies_in_the_published_range(
    found: LoadedWorld, ledger: Ledger
) -> None:
    licensed = ledger.value(found.world.compute["CN"].owned["licensed"], "H100e")
    assert 23_018 <= licensed <= 45_398


def test_the_flow_to_china_lies_in_the_published_range(found: LoadedWorld, ledger: Ledger) -> None:
    flow = found.base_year.flow["accelerator-h200-class-us-cn"]
    published = ledger.fact("nvidia-legal-flow-h100e-cn-2022")
    arithmetic, _ = shares(found, ledger, "accelerator-h200-class")
    assert published.low is not None
    assert published.high is not None
    assert published.low <= flow * arithmetic <= published.high


def test_an_h20_has_little_arithmetic_and_much_bandwidth(
    found: LoadedWorld, ledger: Ledger
) -> None:
    arithmetic, bandwidth = shares(found, ledger, "accelerator-h20-class")
    assert arithmetic == pytest.approx(0.15, abs=0.005)
    assert bandwidth == pytest.approx(1.2, abs=0.02)


def test_a_910c_takes_two_dies_and_eight_stacks(found: LoadedWorld, ledger: Ledger) -> None:
    maker = "cn-ascend-910c-making"
    assert per_unit(found, ledger, maker, "ascend-dies", "die/package") == 2
    assert per_unit(found, ledger, maker, "hbm", "stack/package") == 8
    # The 910B stands for the family in the arrays, counted in dies: half a 910C.
    other = "cn-ascend-910b-making-domestic-memory"
    assert 2 * per_unit(found, ledger, other, "ascend-dies", "die/chip") == 2
    assert 2 * per_unit(found, ledger, other, "cn-hbm", "stack/chip") == 8


def test_third_markets_want_accelerators_and_a_chinese_maker_can_reach_them(
    found: LoadedWorld,
) -> None:
    for bloc in ("ally", "hub"):
        assert found.base_year.other[f"{bloc}-accelerator-h200-class"] > 10_000
    for route in ("ascend-910b-cn-hub", "ascend-910c-cn-hub", "ascend-910c-cn-ally"):
        assert found.base_year.flow[route] == 0
    assert "ascend-910c" in found.world.compute["HUB"].channels


@pytest.mark.parametrize("good", CLASSES)
def test_every_class_can_reach_every_bloc(found: LoadedWorld, good: str) -> None:
    routes = [each for each in found.world.routes.values() if each.good == good]
    assert {each.destination for each in routes if each.origin == "US"} == {"ALLY", "CN", "HUB"}


def test_the_items_of_a_class_have_its_attributes(found: LoadedWorld, ledger: Ledger) -> None:
    items = load_items((DATA,), frozenset(ledger.sources), Problems())
    for good in CLASSES:
        for name in found.world.goods[good].items:
            item = items[name]
            assert isinstance(item, Chip)
            tpp, bandwidth = item.tpp or 0, item.memory_bandwidth_gb_s or 0
            above = tpp >= 21_000 or bandwidth >= 6_500
            caught = tpp >= 4_800 or (tpp >= 1_600 and (item.performance_density or 0) >= 5.92)
            expected = "frontier" if above else "h200-class" if caught else "h20-class"
            assert good == f"accelerator-{expected}", name


def test_compute_is_shared_and_not_doubled(found: LoadedWorld, ledger: Ledger) -> None:
    total: dict[tuple[str, str], float] = {}
    for service in found.world.services.values():
        if service.compute is None:
            continue
        for part in ("owned", "rented"):
            quantity: Quantity = getattr(service.compute, part)
            place = (service.bloc, part)
            total[place] = total.get(place, 0.0) + ledger.value(quantity, "1")
    assert {bloc for bloc, _ in total} == {"US", "ALLY", "CN"}
    assert all(share == pytest.approx(1) for share in total.values())


def test_the_tools_that_blocs_use_are_those_that_the_industry_counts(
    found: LoadedWorld, ledger: Ledger
) -> None:
    base, allies = found.base_year, ("taiwan", "korea", "japan", "europe")
    billed = {
        "us": ledger.fact("tool-billings-north-america-2022").value,
        "cn": ledger.fact("tool-billings-cn-2022").value,
        "ally": sum(ledger.fact(f"tool-billings-{each}-2022").value for each in allies),
        "hub": ledger.fact("tool-billings-rest-2022").value,
    }
    for bloc, amount in billed.items():
        site = f"{bloc}-chip-making-tools"
        used = base.other[site] + sum(use for (_, at), use in base.use.items() if at == site)
        assert used / 1000 == pytest.approx(amount, rel=0.05), bloc


def test_tenants_use_less_than_comes_to_where_they_rent(found: LoadedWorld) -> None:
    for bloc in ("hub", "ally"):
        site = f"{bloc}-accelerator-h200-class"
        rented = found.base_year.use[f"cn-tenant-{site}", site]
        came = found.base_year.flow[f"accelerator-h200-class-us-{bloc}"]
        assert 0 < rented < 0.5 * came
        assert found.base_year.other[site] == pytest.approx(came - rented)


def test_chinese_memory_has_not_begun_and_has_a_date(found: LoadedWorld, ledger: Ledger) -> None:
    assert found.base_year.output["cn-hbm-making"] == 0
    starts = found.world.projects["cxmt-hbm"].starts
    assert (starts.low, starts.high) == (2026.5, 2028.5)
    assert 2026.5 < ledger.value(starts, "year") < 2028.5
