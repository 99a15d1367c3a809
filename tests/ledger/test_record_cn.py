"""The policy record of the Chinese side: complete against the evidence, and whole in itself."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from outlast.errors import Problems
from outlast.policy.measure import Reach
from outlast.reading import DEFAULT_CONTEST, read_yaml

EVIDENCE = Path(__file__).parents[3] / "shared" / "evidence"
POLICY = DEFAULT_CONTEST / "policy"
SIDE = "cn"
OURS = re.compile(r"China|US and China")
SPLIT = {"e023": 2}
"""Rows of one announcement whose clauses have different lives, so that they fill several files."""

KEYS = {
    *("format", "id", "side", "actor", "title", "summary", "instrument", "evidence", "rows"),
    *("acts_on", "status", "reach", "paragraphs", "destinations", "entities", "review"),
    *("rate", "de_minimis", "volume_cap", "phase_in_days", "grace"),
}
SCHEDULES = {"status", "destinations", "entities", "review", "rate", "de_minimis", "volume_cap"}
STATUS_KEYS = {"value", "announced", "reference", "note", "when", "expected"}
ENTRY_KEYS = {"value", "reference", "confirmed", "note"}
INSTRUMENTS = {
    *("licence", "ban", "quota", "tariff", "procurement-ban", "purchase-ban", "entity-listing"),
    *("letter", "technology-control", "fee"),
}
POLICIES = {
    *("no-licence", "licence-exception", "general-licence", "presumption-of-approval"),
    *("case-by-case", "presumption-of-denial", "denied-in-principle", "prohibited", "tariff"),
}
Tree = dict[str, Any]


def read(path: Path) -> Tree:
    problems = Problems()
    document = read_yaml(path, problems)
    problems.stop_if_any()
    assert document is not None
    return cast("Tree", document.data)


MEASURES = {path.stem: read(path) for path in sorted((POLICY / SIDE).glob("*.yaml"))}
SOURCES = cast("Tree", read(DEFAULT_CONTEST / "sources" / "cn-policy.yaml")["sources"])
SWITCHES = cast("Tree", read(POLICY / "switches.yaml")["switches"])


def context_rows() -> list[dict[str, str]]:
    """Return the context rows; both sides' rows may have been joined in one table."""
    path = POLICY / f"context-{SIDE}.csv"
    path = path if path.exists() else POLICY / "context.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        assert stream.readline().strip() == "# format: outlast/context/1"
        return list(csv.DictReader(stream))


def evidence(name: str, titles: int = 0) -> list[dict[str, str]]:
    """Return an evidence table below its lines of title, or skip the test aloud."""
    path = EVIDENCE / name
    if not path.exists():
        pytest.skip(f"the evidence {name} is not beside the project")
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream.readlines()[titles:]))


def entries(measure: Tree) -> Iterator[tuple[str, str, Tree]]:
    """Yield every dated entry of a measure with the schedule that it stands in."""
    for name in SCHEDULES & measure.keys():
        for day, entry in measure[name].items():
            yield name, day, entry
    for schedule in measure["paragraphs"].values():
        for day, entry in schedule.items():
            yield "paragraphs", day, entry


def stance(name: str, day: str, branches: dict[str, str]) -> str:
    """Return the status of a measure on a day, in chosen branches of the switches."""
    said = "absent"
    for since, entry in sorted(MEASURES[name]["status"].items()):
        when = entry.get("when")
        holds = when is None or branches.get(when["switch"]) == when["is"]
        if since <= day and holds and not entry.get("expected"):
            said = entry["value"]
    return said


def covered(measure: Tree) -> set[str]:
    """Return the items of the compiled list of controls that a measure's paragraphs carry."""
    notes = [str(entry.get("note", "")) for name, _, entry in entries(measure) if name != "status"]
    return {
        part.removeprefix("covers: ")
        for note in notes
        for part in note.split(" | ")
        if part.startswith("covers: ")
    }


def codes(measure: Tree) -> set[str]:
    found: set[str] = set()
    for name, _, entry in entries(measure):
        if name == "paragraphs" and entry["value"]:
            goods = entry["value"].get("goods", {})
            found |= {code for listed in goods.values() for code in listed}
    return found


@pytest.mark.parametrize("name", MEASURES)
def test_a_measure_has_only_known_keys_and_names(name: str) -> None:
    measure = MEASURES[name]
    assert set(measure) <= KEYS
    assert (measure["format"], measure["id"], measure["side"]) == ("outlast/measure/1", name, SIDE)
    assert name.startswith(f"{SIDE}-")
    assert measure["instrument"] in INSTRUMENTS
    assert measure["evidence"] in set("PCSM")
    assert set(measure["reach"]) <= set(Reach.model_fields)
    for schedule, _, entry in entries(measure):
        assert set(entry) <= (STATUS_KEYS if schedule == "status" else ENTRY_KEYS)


PRESS_ALONE = {"cn-nexperia-2025": timedelta(days=31)}
"""Orders whose text is not public, with the time within which the press spoke of them."""


@pytest.mark.parametrize("name", MEASURES)
def test_every_dated_entry_cites_a_source_that_exists_by_then(name: str) -> None:
    for schedule, day, entry in entries(MEASURES[name]):
        date.fromisoformat(day)
        reference = entry["reference"]
        assert set(reference) == {"source", "locator"}
        assert len(reference["locator"]) > 5
        source = SOURCES[reference["source"]]
        known = f"{date.fromisoformat(day) + PRESS_ALONE.get(name, timedelta())}"
        assert source["published"] <= known
        if schedule == "status":
            assert entry["announced"] <= known
            assert entry["value"] in {"in-force", "suspended", "ended"}


@pytest.mark.parametrize("name", MEASURES)
def test_a_review_ends_with_a_rule_for_all(name: str) -> None:
    measure = MEASURES[name]
    assert ("review" in measure) != ("rate" in measure)
    for entry in measure.get("review", {}).values():
        *special, last = entry["value"]
        assert all("when" in rule for rule in special)
        assert "when" not in last
        assert {rule["policy"] for rule in entry["value"]} <= POLICIES


def test_every_source_says_what_it_is() -> None:
    wanted = {"producer", "title", "published", "url", "licence", "holds", "trust"}
    for source in SOURCES.values():
        assert wanted <= set(source) <= {*wanted, "note"}
        assert source["holds"] in {"extract", "citation"}
        assert source["url"].startswith(("https://", "http://"))
        date.fromisoformat(source["published"])


def test_branches_are_known_and_their_odds_sum_to_one() -> None:
    for switch in SWITCHES.values():
        branches: Tree = switch["branches"]
        assert sum(branch["assume"] for branch in branches.values()) == pytest.approx(1)
        for branch in branches.values():
            assert 0 < branch["low"] <= branch["assume"] <= branch["high"] < 1
    for measure in MEASURES.values():
        for _, _, entry in entries(measure):
            when = entry.get("when")
            assert when is None or when["is"] in SWITCHES[when["switch"]]["branches"]


@pytest.mark.parametrize(
    ("day", "branch", "expected"),
    [
        ("2024-12-02", "lapses", "absent"),
        ("2024-12-03", "lapses", "in-force"),
        ("2025-11-08", "lapses", "in-force"),
        ("2025-11-09", "lapses", "suspended"),
        ("2026-11-26", "lapses", "suspended"),
        ("2026-11-27", "lapses", "suspended"),
        ("2026-11-28", "lapses", "in-force"),
        ("2026-11-28", "extended", "suspended"),
    ],
)
def test_the_life_of_clause_2(day: str, branch: str, expected: str) -> None:
    branches = {"clause-2-suspension": branch}
    assert stance("cn-gallium-germanium-antimony-ban-us", day, branches) == expected
    if day >= "2024-12-03":
        assert stance("cn-dual-use-us-2024", day, branches) == "in-force"


PACKAGE = [name for name, measure in MEASURES.items() if "mofcom-70-2025" in str(measure["status"])]


@pytest.mark.parametrize("name", PACKAGE)
def test_the_life_of_the_package_of_october_2025(name: str) -> None:
    switch = "kuala-lumpur-extension"
    assert len(PACKAGE) == 7  # six announcements; No. 61 is carried by two measures
    assert stance(name, "2025-11-06", {}) in {"absent", "in-force"}
    for day in ("2025-11-07", "2025-11-08", "2026-11-10"):
        assert stance(name, day, {switch: "lapses"}) == "suspended"
    assert stance(name, "2026-11-11", {switch: "lapses"}) == "in-force"
    assert stance(name, "2027-01-10", {switch: "to-january"}) == "suspended"
    assert stance(name, "2027-01-11", {switch: "to-january"}) == "in-force"
    assert stance(name, "2027-01-11", {switch: "extended"}) == "suspended"


def test_the_april_licence_was_never_suspended() -> None:
    assert stance("cn-rare-earth-licence-2025", "2025-04-03", {}) == "absent"
    for day in ("2025-04-04", "2025-11-07", "2026-10-08"):
        assert stance("cn-rare-earth-licence-2025", day, {}) == "in-force"


def test_every_row_of_the_timeline_is_carried_once() -> None:
    rows = {row["id"] for row in evidence("chips/timeline.csv") if OURS.match(row["actor"])}
    carried = Counter(row for measure in MEASURES.values() for row in measure["rows"])
    context = Counter(row["row"] for row in context_rows() if row["row"] in rows)
    assert carried + context == Counter({row: SPLIT.get(row, 1) for row in rows})


def test_every_compiled_control_is_carried_by_one_measure() -> None:
    for row in evidence("chips/cn_controls_2026-10.csv"):
        carriers = [name for name, each in MEASURES.items() if row["item"] in covered(each)]
        assert len(carriers) == 1, (row["item"], carriers)
        measure = MEASURES[carriers[0]]
        number, _, year = row["measure"].split()[1].partition("/")
        cited = {entry["reference"]["source"] for _, _, entry in entries(measure)}
        assert f"mofcom-{number}-{year}" in cited
        printed = re.findall(r"\b(?:[0-9]{10}|[0-9][A-E][0-9]{3})\b", row["hs_or_control_codes"])
        assert set(printed) <= codes(measure), row["item"]
        first = row["first_effective"][:10]
        assert first in measure["status"]


def test_every_announcement_has_its_two_dates() -> None:
    rows = evidence("minerals/china_export_control_announcements.csv", titles=1)
    assert len(rows) == 6
    for row in rows:
        announced, effective = row["announce_date"], row["effective_date"]
        numbers = re.findall(r"第([0-9/]+)号|公告([0-9/]+)号", row["official_number"])
        for number in "/".join(first or second for first, second in numbers).split("/"):
            source = f"mofcom-{number}-{announced[:4]}"
            stated = {
                (entry["announced"], day)
                for measure in MEASURES.values()
                for day, entry in measure["status"].items()
                if entry["reference"]["source"] == source
            }
            days = {effective.removesuffix("_mixed")}
            days |= {announced} if effective.endswith("_mixed") else set()
            assert stated & {(announced, day) for day in days}, source
