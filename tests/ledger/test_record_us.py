"""The policy record of the US side: complete against the evidence, and whole in itself."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest

from outlast.errors import Problems
from outlast.reading import DEFAULT_CONTEST, read_yaml

EVIDENCE = Path(__file__).parents[3] / "shared" / "evidence"
POLICY = DEFAULT_CONTEST / "policy"
SIDE = "us"
OURS = re.compile(r"US \(|Japan|Netherlands")
KEYS = {
    *("format", "id", "side", "actor", "title", "summary", "instrument", "evidence", "rows"),
    *("acts_on", "status", "reach", "paragraphs", "destinations", "entities", "review"),
    *("rate", "de_minimis", "volume_cap", "note"),
}
SCHEDULES = {"status", "destinations", "entities", "review", "rate", "de_minimis", "volume_cap"}
STATUS_KEYS = {"value", "announced", "reference", "note", "when", "expected"}
ENTRY_KEYS = {"value", "reference", "confirmed", "note"}
THRESHOLDS = {
    ("3A090.a", "2022-10-13"): ("us-advanced-chips", "3A090", {600, 4800}),
    ("3A090.a", "2023-11-17"): ("us-advanced-chips", "3A090.a.2", {1600, 5.92, 4800}),
    ("3A090.b", "2023-11-17"): ("us-advanced-chips", "3A090.b.1", {2400, 4800, 1.6, 5.92}),
    ("3A090.c", "2024-12-02"): ("us-hbm", "3A090.c", {2}),
}
"""Where the numbers of the compiled thresholds stand in the record."""
Tree = dict[str, Any]


def read(path: Path) -> Tree:
    problems = Problems()
    document = read_yaml(path, problems)
    problems.stop_if_any()
    assert document is not None
    return cast("Tree", document.data)


MEASURES = {path.stem: read(path) for path in sorted((POLICY / SIDE).glob("*.yaml"))}
SOURCES = {
    key: source
    for path in sorted((DEFAULT_CONTEST / "sources").glob("*.yaml"))
    for key, source in cast("Tree", read(path)["sources"]).items()
}
OWN_SOURCES = cast("Tree", read(DEFAULT_CONTEST / "sources" / "us-policy.yaml")["sources"])
GROUPS = cast("Tree", read(POLICY / "groups.yaml")["groups"])


def context_rows() -> list[dict[str, str]]:
    """Return the context rows of this side."""
    with (POLICY / f"context-{SIDE}.csv").open(encoding="utf-8", newline="") as stream:
        assert stream.readline().strip() == "# format: outlast/context/1"
        return list(csv.DictReader(stream))


def evidence(name: str) -> list[dict[str, str]]:
    """Return an evidence table, or skip the test aloud."""
    path = EVIDENCE / name
    if not path.exists():
        pytest.skip(f"the evidence {name} is not beside the project")
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def entries(measure: Tree) -> Iterator[tuple[str, str, Tree]]:
    """Yield every dated entry of a measure with the schedule that it stands in."""
    for name in SCHEDULES & measure.keys():
        for day, entry in measure[name].items():
            yield name, day, entry
    for schedule in measure["paragraphs"].values():
        for day, entry in schedule.items():
            yield "paragraphs", day, entry


def numbers(tree: Any) -> Iterator[float]:  # noqa: ANN401  a tree of plain data
    """Yield every number in a tree."""
    if isinstance(tree, dict):
        for branch in cast("Tree", tree).values():
            yield from numbers(branch)
    elif isinstance(tree, list):
        for branch in cast("list[Any]", tree):
            yield from numbers(branch)
    elif isinstance(tree, int | float) and not isinstance(tree, bool):
        yield tree


def stance(name: str, day: str, branches: dict[str, str]) -> str:
    """Return the status of a measure on a day, in chosen branches of the switches."""
    said = "absent"
    for since, entry in sorted(MEASURES[name]["status"].items()):
        when = entry.get("when")
        holds = when is None or branches.get(when["switch"]) == when["is"]
        if since <= day and holds and not entry.get("expected"):
            said = entry["value"]
    return said


@pytest.mark.parametrize("name", MEASURES)
def test_a_measure_has_only_known_keys_and_names(name: str) -> None:
    measure = MEASURES[name]
    assert set(measure) <= KEYS
    assert (measure["format"], measure["id"], measure["side"]) == ("outlast/measure/1", name, SIDE)
    assert name.startswith(f"{SIDE}-")
    assert measure["evidence"] in set("PCSM")
    for schedule, _, entry in entries(measure):
        assert set(entry) <= (STATUS_KEYS if schedule == "status" else ENTRY_KEYS)


@pytest.mark.parametrize("name", MEASURES)
def test_every_dated_entry_cites_a_source(name: str) -> None:
    for schedule, day, entry in entries(MEASURES[name]):
        date.fromisoformat(day)
        reference = entry["reference"]
        assert set(reference) == {"source", "locator"}
        assert len(reference["locator"]) > 3
        assert reference["source"] in SOURCES
        if schedule == "status":
            assert entry["announced"] <= day or "note" in entry


@pytest.mark.parametrize("name", MEASURES)
def test_a_review_ends_with_a_rule_for_all(name: str) -> None:
    for entry in MEASURES[name].get("review", {}).values():
        *special, last = entry["value"]
        assert all("when" in rule for rule in special)
        assert "when" not in last


def test_every_source_is_used_or_shared_and_says_what_it_is() -> None:
    wanted = {"producer", "title", "published", "licence", "holds", "trust"}
    for source in OWN_SOURCES.values():
        assert wanted <= set(source) <= {*wanted, "url", "note"}
        assert source["holds"] in {"extract", "citation"}
        date.fromisoformat(source["published"])


def test_group_members_are_sorted_codes() -> None:
    for schedule in GROUPS.values():
        for entry in schedule.values():
            members = entry["value"]
            assert members == sorted(set(members))
            assert all(re.fullmatch(r"[A-Z]{2}", each) for each in members)
            assert entry["reference"]["source"] in SOURCES


@pytest.mark.parametrize(
    ("day", "branch", "expected"),
    [
        ("2025-09-28", "lapses", "absent"),
        ("2025-09-29", "lapses", "in-force"),
        ("2025-11-09", "lapses", "in-force"),
        ("2025-11-10", "lapses", "suspended"),
        ("2026-11-09", "lapses", "suspended"),
        ("2026-11-10", "lapses", "in-force"),
        ("2026-11-10", "extended", "suspended"),
        ("2027-01-11", "extended", "suspended"),
    ],
)
def test_the_life_of_the_affiliates_rule(day: str, branch: str, expected: str) -> None:
    assert stance("us-affiliates-rule", day, {"affiliates-suspension": branch}) == expected


def test_ai_diffusion_never_binds() -> None:
    for day in ("2025-01-15", "2025-05-12", "2025-05-13", "2025-05-15", "2026-10-08"):
        assert stance("us-ai-diffusion", day, {}) != "in-force"


def test_every_row_of_the_timeline_is_carried_once() -> None:
    rows = {row["id"] for row in evidence("chips/timeline.csv") if OURS.match(row["actor"])}
    carried = Counter(row for measure in MEASURES.values() for row in measure["rows"])
    context = Counter(row["row"] for row in context_rows())
    assert carried + context == Counter(rows)


def test_every_row_keeps_its_announcement_and_grade_in_context() -> None:
    timeline = {row["id"]: row for row in evidence("chips/timeline.csv")}
    for row in context_rows():
        assert row["side"] == SIDE
        assert row["announced"] == timeline[row["row"]]["announced"]
        assert row["evidence"] == timeline[row["row"]]["evidence"]


def test_the_compiled_thresholds_stand_in_the_record() -> None:
    found = {(row["paragraph"], row["effective"]) for row in evidence("chips/rules_thresholds.csv")}
    for key, (measure, paragraph, wanted) in THRESHOLDS.items():
        assert key in found
        assert wanted <= set(numbers(MEASURES[measure]["paragraphs"][paragraph]))
    eased = MEASURES["us-advanced-chips"]["review"]["2026-01-15"]
    assert {21000, 6500} <= set(numbers(eased))
    bands = MEASURES["us-tariff-232-chips"]["paragraphs"]
    assert {14000, 17500, 4500, 5000, 20800, 21100, 5800, 6200} <= set(numbers(bands))
