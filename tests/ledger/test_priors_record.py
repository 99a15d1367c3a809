"""Every prior says where it comes from, is well formed, and none of the published table is lost."""

import re
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias, cast

import pytest
from ruamel.yaml import YAML

from pipeline.tables import read_ours

DATA = Path(__file__).parents[2] / "src" / "outlast" / "data" / "contests" / "chips-minerals"
FILES = sorted((DATA / "priors").glob("*.yaml"))
LAST_DAY = date(2026, 11, 23)
FREEZE = date(2025, 6, 30)
KINDS = {"assumption", "lever", "definition", "switch"}
GRADES = {"measured", "derived", "judged", "assumed"}
PARAMETERS = {
    "lognormal": {"median", "spread"},
    "triangular": {"low", "mode", "high"},
    "uniform": {"low", "high"},
    "beta": {"mean", "sd"},
    "normal": {"mean", "sd"},
    "fixed": {"value"},
}
MIDDLES = ("median", "mean", "mode", "value")
CONTINUING = {"us-census-trade"}
"""Series that go on; a prior takes their months up to its own day."""

Prior: TypeAlias = dict[str, Any]

# One line a row of the table of priors in the project's review of the literature, in its order.
TABLE = {
    "eps_SR gallium": ["elasticity-short-gallium"],
    "eps_SR others": [
        f"elasticity-short-{good}" for good in ("germanium", "antimony", "magnets", "yttrium")
    ],
    "eps_LR": ["elasticity-long"],
    "eps_s": ["supply-elasticity-byproduct"],
    "idle gallium capacity": ["idle-gallium-capacity", "idle-usable-gallium", "idle-restart-time"],
    "technical elasticity": ["substitution-technical"],
    "stock magnets": ["stock-magnets-auto-mean", "stock-magnets-auto-thinnest"],
    "stock gallium": ["stock-gallium-us-mean", "stock-gallium-us-accessible"],
    "stock antimony, germanium, heavy": [
        f"stock-{good}-us-mean"
        for good in ("antimony", "germanium", "heavy-rare-earths", "yttrium")
    ],
    "NDS cover": ["nds-cover-military", "nds-cover-civil"],
    "rho": [
        f"reroute-{good}"
        for good in ("antimony", "gallium", "germanium", "magnets", "heavy-rare-earths")
    ],
    "tau_R": ["reroute-time-up"],
    "licence service": ["licence-review", "approval-rare-earths-first", "approval-defence"],
    "alternative supply now": [
        f"alternative-supply-now-{good}"
        for good in ("magnets", "heavy-rare-earths", "antimony", "germanium", "gallium")
    ],
    "alternative supply at full ramp": [
        f"alternative-supply-ramp-{good}" for good in ("magnets", "heavy-rare-earths", "gallium")
    ],
    "lead time": [
        f"lead-time-{plant}" for plant in ("magnets", "separation", "heavy-rare-earths", "mine")
    ],
    "cancel hazard": ["cancel-hazard"],
    "theta_inf, tau_SR": [
        "thrift-floor-magnets",
        "thrift-time-magnets",
        "thrift-floor-yttrium",
        "thrift-time-yttrium",
    ],
    "directed innovation": ["directed-innovation"],
    "kappa_P": ["price-speed"],
    "GDP at risk": ["gdp-at-risk-gallium"],
    "network multiplier": ["network-multiplier"],
    "HBM stock": ["hbm-stock"],
    "die bank": ["die-bank"],
    "SMIC capacity": ["smic-capacity-factor", "smic-ai-share"],
    "yield": ["yield-now", "yield-max"],
    "learning": ["learning-rate", "learning-carry-over"],
    "HBM domestic": ["hbm-domestic-start", "hbm-domestic-rate", "hbm-domestic-growth"],
    "smuggled chips": ["smuggled-chips"],
    "910C and its gain": ["performance-910c", "performance-per-die"],
    "China need growth": ["need-growth-cn-dollars", "need-growth-cn-now"],
    "US flow growth": ["flow-growth-us-now"],
    "delta_C": ["depreciation-compute"],
    "algorithmic progress": ["algorithmic-halving"],
    "iota": ["rd-listing-response", "rd-output-elasticity"],
    "sender R&D": ["rd-sender-loss"],
    "compute service elasticity": ["compute-gdp-elasticity"],
    "stakes": ["stake-us", "stake-cn"],
    "QRE": ["choice-precision", "rival-weight"],
    "structural switches": ["production-form", "need-definition", "tools-cap"],
}


def priors_of(path: Path) -> dict[str, Prior]:
    """Return the priors of a file."""
    data = cast("dict[str, Any]", YAML(typ="safe").load(path))
    assert data["format"] == "outlast/priors/1", path.name
    return data["priors"]


PRIORS = [(path.stem, key, prior) for path in FILES for key, prior in priors_of(path).items()]
BY_KEY = {key: prior for _, key, prior in PRIORS}


def ends_of(prior: Prior) -> tuple[float, float] | None:
    """Return the ends of a bounded distribution."""
    ((form, given),) = prior["distribution"].items()
    if form in {"triangular", "uniform"}:
        return given["low"], given["high"]
    if form == "fixed":
        return given["value"], given["value"]
    return (0.0, 1.0) if form == "beta" else None


def test_no_prior_stands_in_two_files() -> None:
    assert len(BY_KEY) == len(PRIORS) > 150


@pytest.mark.parametrize(("row", "keys"), TABLE.items())
def test_every_row_of_the_published_table_has_its_priors(row: str, keys: list[str]) -> None:
    assert [key for key in keys if key not in BY_KEY] == [], row


def test_every_prior_has_its_parts() -> None:
    for file, key, prior in PRIORS:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", key), (file, key)
        assert prior["kind"] in KINDS, key
        assert prior["grade"] in GRADES, key
        assert prior["title"], key
        assert prior["unit"], key
        assert prior["basis"], key
        assert prior["published"] <= LAST_DAY, key


def test_every_distribution_is_ordered() -> None:
    for _, key, prior in PRIORS:
        ((form, given),) = prior["distribution"].items()
        if form == "choice":
            assert sum(given.values()) == pytest.approx(1), key
            continue
        assert set(given) == PARAMETERS[form], key
        if form == "triangular":
            assert given["low"] <= given["mode"] <= given["high"], key
            assert given["low"] < given["high"], key
        elif form == "uniform":
            assert given["low"] < given["high"], key
        elif form == "lognormal":
            assert given["median"] > 0, key
            assert given["spread"] > 1, key
        elif form == "beta":
            assert 0 < given["sd"] ** 2 < given["mean"] * (1 - given["mean"]), key


def test_bounds_hold_the_middle_of_their_distribution() -> None:
    for _, key, prior in PRIORS:
        if "bounds" in prior:
            ((_, given),) = prior["distribution"].items()
            points = [given[each] for each in (*MIDDLES, "low", "high") if each in given]
            assert points, key
            assert prior["bounds"]["low"] <= min(points), key
            assert max(points) <= prior["bounds"]["high"], key


def test_shares_lie_between_nothing_and_all() -> None:
    for _, key, prior in PRIORS:
        if prior["title"].startswith(("Share", "Chance", "Usable share", "Guaranteed share")):
            ends = ends_of(prior)
            assert ends is not None, key
            assert 0 <= ends[0] <= ends[1] <= 1, key


def test_a_symbol_is_shared_only_within_a_family() -> None:
    families: dict[str, set[str]] = defaultdict(set)
    for _, key, prior in PRIORS:
        families[prior["symbol"]].add(key.split("-")[0])
    assert {symbol: kin for symbol, kin in families.items() if len(kin) > 1} == {}


def test_no_title_stands_twice() -> None:
    titles = [prior["title"] for prior in BY_KEY.values()]
    assert len(titles) == len(set(titles))


def days_of_sources() -> dict[str, date]:
    """Return the day of publication of every source."""
    return {
        key: source["published"]
        for path in (DATA / "sources").glob("*.yaml")
        for key, source in cast("dict[str, Any]", YAML(typ="safe").load(path))["sources"].items()
    }


def days_of_facts() -> dict[str, date]:
    """Return the day of publication of every fact."""
    return {
        row["key"]: date.fromisoformat(row["published"])
        for path in (DATA / "facts").glob("*.csv")
        if path.read_text(encoding="utf-8").startswith("# format: outlast/facts/")
        for row in read_ours(path)
    }


def test_every_source_and_fact_of_a_prior_exists_and_is_no_younger_than_it() -> None:
    sources, facts = days_of_sources(), days_of_facts()
    for _, key, prior in PRIORS:
        for basis in prior["basis"]:
            assert set(basis) in ({"fact", "how"}, {"source", "locator"}, {"assume"}), key
            if "source" in basis:
                assert basis["source"] in sources, (key, basis)
                if basis["source"] not in CONTINUING:
                    assert sources[basis["source"]] <= prior["published"], (key, basis)
            if "fact" in basis:
                assert basis["fact"] in facts, (key, basis)
                assert facts[basis["fact"]] <= prior["published"], (key, basis)


def test_what_is_assumed_alone_is_graded_so() -> None:
    for _, key, prior in PRIORS:
        if all(set(basis) == {"assume"} for basis in prior["basis"]):
            assert prior["grade"] in {"assumed", "judged"}, key
            assert prior["published"] <= FREEZE, key


def test_what_was_chosen_after_the_freeze_says_so() -> None:
    for _, key, prior in PRIORS:
        if prior["published"] > FREEZE:
            assert prior["grade"] != "assumed", key
            assert prior.get("note"), key


def test_every_number_that_nobody_publishes_is_a_named_gap() -> None:
    gaps = {row["stand_in"] for row in read_ours(DATA / "facts" / "gaps-priors.csv")}
    for _, key, prior in PRIORS:
        asks = prior["kind"] == "lever" and set(prior["distribution"]) == {"fixed"}
        if prior["grade"] == "assumed" and prior["kind"] in {"assumption", "lever"} and not asks:
            assert f"prior {key}" in gaps, key


def test_every_shipped_lever_has_a_theme_and_stops_within_its_bounds() -> None:
    for _, key, prior in PRIORS:
        if prior["kind"] != "lever":
            continue
        assert prior["theme"], key
        bounds = prior.get("bounds", {})
        for stop in prior.get("stops", []):
            assert bounds.get("low", 0) <= stop["at"] <= bounds.get("high", 1e9), (key, stop)
