"""The mineral half of the shipped world: it loads, closes, and says what its sources say."""

from decimal import Decimal
from pathlib import Path

import pytest

from outlast.api.library import Library
from outlast.errors import Problems
from outlast.facts import Ledger, load_ledger
from outlast.reading import DEFAULT_CONTEST
from outlast.world import Essentiality, LoadedWorld, Making, load_world
from outlast.world.check import AllowedNames
from outlast.world.items import load_items
from pipeline import _world_minerals_page as page
from pipeline.tables import table_text
from pipeline.world_minerals import build, evaluated

ROOT = Path(__file__).parents[2]
DATA = ROOT / "src" / "outlast" / "data" / "contests" / "chips-minerals"
EVIDENCE = ROOT.parent / "shared" / "evidence"
GOODS = (
    "gallium",
    "germanium",
    "antimony",
    "indium",
    "tungsten",
    "bismuth",
    "rare-earth-oxide",
    "rare-earth-metal",
    "ndfeb-magnets",
    "heavy-rare-earth-oxide",
    "samarium",
    "yttrium",
)
OURS = (*GOODS[:6], "world", "rare-earths", "services-minerals")
PASSED_ON = [
    *((bloc, good) for bloc in ("ALLY", "HUB") for good in (*GOODS[:6], "ndfeb-magnets")),
    ("ALLY", "samarium"),
    ("ALLY", "yttrium"),
    ("HUB", "yttrium"),
    ("US", "ndfeb-magnets"),
    ("US", "bismuth"),
]
"""Blocs that sell on, with or without work, what they buy."""


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


def used(found: LoadedWorld, site: str) -> float:
    """Return the use of a good in a bloc, without the amount that its processes pass on."""
    services = found.world.services
    named = sum(
        use
        for (user, place), use in found.base_year.use.items()
        if place == site and user in services
    )
    return named + found.base_year.other[site]


def output(found: LoadedWorld, good: str, bloc: str = "", making: tuple[Making, ...] = ()) -> float:
    """Return the output of a good in a bloc, or in the world, in the base year."""
    world = found.world
    return sum(
        found.base_year.output[key]
        for key, process in world.processes.items()
        if world.sites[process.site].good == good
        and bloc in ("", world.sites[process.site].bloc)
        and (not making or process.making in making)
    )


def imports(found: LoadedWorld, good: str, bloc: str, origin: str = "") -> float:
    """Return the inflow of a good into a bloc from one other bloc, or from all."""
    return sum(
        found.base_year.flow[key]
        for key, route in found.world.routes.items()
        if (route.good, route.destination) == (good, bloc) and origin in ("", route.origin)
    )


def test_the_facts_shipped_are_those_that_the_pipeline_makes() -> None:
    if not EVIDENCE.is_dir():
        pytest.skip(f"the published files are not at {EVIDENCE}")
    for path, rows in build(EVIDENCE).items():
        assert table_text(rows) == (DATA / path).read_text(encoding="utf-8"), path


@pytest.mark.parametrize(
    ("formula", "value"),
    [("a + b * 2", 8), ("a - b", -1), ("b / a * 4", 6), ("10 - a * b - 1", 3), ("a", 2)],
)
def test_formulas_are_read_term_by_term(formula: str, value: float) -> None:
    result, inputs = evaluated(formula, {"a": Decimal(2), "b": Decimal(3)})
    assert result == Decimal(str(value))
    assert set(inputs) <= {"a", "b"}


@pytest.mark.parametrize("good", GOODS)
def test_what_is_made_is_what_is_used(found: LoadedWorld, good: str) -> None:
    base, world = found.base_year, found.world
    sites = [key for key, site in world.sites.items() if site.good == good]
    uses = sum(use for (_, place), use in base.use.items() if place in sites)
    uses += sum(base.other[key] for key in sites)
    assert output(found, good) == pytest.approx(uses, rel=1e-9)


@pytest.mark.parametrize("good", GOODS)
def test_every_bloc_that_uses_a_good_is_supplied(found: LoadedWorld, good: str) -> None:
    for key, site in found.world.sites.items():
        if site.good == good and used(found, key) > 0:
            supply = imports(found, good, site.bloc) + found.base_year.kept[key]
            assert supply >= used(found, key) * (1 - 1e-9), key


@pytest.mark.parametrize(
    ("good", "facts", "tolerance"),
    [
        ("gallium", ("gallium-consumption-us-2022",), 1e-9),
        ("germanium", ("germanium-consumption-us-2022",), 1e-9),
        ("antimony", ("antimony-consumption-us-2021-2023",), 0.01),
        ("indium", ("indium-consumption-us-2021-2023",), 1e-9),
        ("bismuth", ("bismuth-consumption-us-2021-2023",), 0.03),
    ],
)
def test_the_us_uses_what_its_survey_counts(
    found: LoadedWorld, ledger: Ledger, good: str, facts: tuple[str, ...], tolerance: float
) -> None:
    counted = sum(ledger.fact(key).value for key in facts)
    assert used(found, f"us-{good}") == pytest.approx(counted, rel=tolerance)


@pytest.mark.parametrize(
    ("good", "facts"),
    [
        ("gallium", ("gallium-imports-us-2022",)),
        ("germanium", ("germanium-imports-metal-us-2022", "germanium-imports-dioxide-us-2022")),
        (
            "antimony",
            ("antimony-imports-metal-us-2021-2023", "antimony-imports-oxide-us-2021-2023"),
        ),
        ("indium", ("indium-imports-us-2021-2023",)),
        ("tungsten", ("tungsten-imports-ore-us-2021-2023", "tungsten-imports-other-us-2021-2023")),
        ("bismuth", ("bismuth-imports-us-2021-2023",)),
        ("yttrium", ("yttrium-imports-us-2021-2023",)),
    ],
)
def test_the_us_imports_what_its_survey_counts(
    found: LoadedWorld, ledger: Ledger, good: str, facts: tuple[str, ...]
) -> None:
    counted = sum(ledger.fact(key).value for key in facts)
    assert imports(found, good, "US") == pytest.approx(counted, rel=1e-4)


@pytest.mark.parametrize(
    ("good", "fact"),
    [
        ("gallium", "gallium-exports-cn-2022"),
        ("germanium", "germanium-exports-cn-2022"),
        ("tungsten", "tungsten-exports-cn-2022"),
        ("ndfeb-magnets", "magnets-exports-from-value-cn-2022"),
    ],
)
def test_china_sells_what_its_customs_count(
    found: LoadedWorld, ledger: Ledger, good: str, fact: str
) -> None:
    sold = sum(imports(found, good, bloc, "CN") for bloc in ("US", "ALLY", "HUB"))
    assert sold == pytest.approx(ledger.fact(fact).value, rel=0.01)


@pytest.mark.parametrize(
    ("good", "low", "high", "made"),
    [
        ("gallium", 0.964, 0.989, (Making.PRIMARY,)),
        ("germanium", 0.83, 0.95, (Making.PRIMARY,)),
        ("antimony", 0.36, 0.564, (Making.PRIMARY,)),
        ("indium", 0.5, 0.7, (Making.PRIMARY,)),
        ("tungsten", 0.75, 0.83, (Making.PRIMARY,)),
        ("bismuth", 0.69, 0.88, (Making.PRIMARY,)),
        ("rare-earth-oxide", 0.849, 0.93, (Making.PRIMARY, Making.SECONDARY)),
        ("ndfeb-magnets", 0.88, 0.95, (Making.CONVERSION,)),
        ("heavy-rare-earth-oxide", 0.98, 1, (Making.PRIMARY,)),
        ("samarium", 0.95, 1, (Making.PRIMARY,)),
        ("yttrium", 0.98, 1, (Making.PRIMARY,)),
    ],
)
def test_chinas_share_of_supply_is_that_of_the_sources(
    found: LoadedWorld, good: str, low: float, high: float, made: tuple[Making, ...]
) -> None:
    share = output(found, good, "CN", made) / output(found, good, making=made)
    assert low <= share <= high


@pytest.mark.parametrize(("bloc", "good"), PASSED_ON)
def test_who_sells_bought_goods_on_owns_a_process_with_the_feed(
    found: LoadedWorld, bloc: str, good: str
) -> None:
    world = found.world
    site = world.site_of(bloc, good)
    feeds = [
        taken.essentiality
        for process in world.processes.values()
        if process.site == site
        for taken in process.inputs.values()
    ]
    assert Essentiality.CRITICAL in feeds


def test_allied_refiners_cannot_sell_the_us_more_than_they_get(found: LoadedWorld) -> None:
    for good in ("gallium", "germanium"):
        feed = found.base_year.output[f"ally-{good}-refining"]
        assert feed == pytest.approx(imports(found, good, "ALLY", "CN"), rel=0.05)
    scrap = output(found, "germanium", "ALLY", (Making.PRIMARY, Making.SECONDARY))
    assert imports(found, "germanium", "US", "ALLY") < scrap


def test_an_industry_is_counted_once(found: LoadedWorld) -> None:
    """The shares of an industry that services take are disjoint, at their high ends too."""
    bridge = Library(DEFAULT_CONTEST).reader.bridge
    assert bridge is not None
    ours = {key for key, each in found.world.services.items() if each.bloc == "US" and each.inputs}
    assert set(bridge.tied) == ours
    for code in bridge.industries:
        ties = [each for shares in bridge.tied.values() for each in shares]
        assert sum(each.share.high for each in ties if each.industry == code) <= 1 + 1e-9
    assert not any(each.value_added for each in found.world.services.values())


def test_projects_outside_china_alone_are_named(found: LoadedWorld) -> None:
    world = found.world
    for key, project in world.projects.items():
        site = world.sites[world.processes[project.process].site]
        if site.good in GOODS:
            assert site.bloc != "CN", key
            assert project.announced is not None, key


def test_the_page_shows_the_world_as_it_is(found: LoadedWorld) -> None:
    assert page.flows(found) in page.PAGE.read_text(encoding="utf-8")
