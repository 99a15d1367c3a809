"""The looks at the freeze that is kept for scoring: numbered, one a release, on the page."""

from typing import Any

import pytest

from outlast.present.hit_rate import hit_rate
from pipeline.looks import (
    CLOSING,
    COLUMNS,
    HITS,
    OPENING,
    PAGE,
    SecondLookError,
    check_release,
    hits,
    look,
    read_looks,
    table,
)


def track(ratio: float) -> dict[str, Any]:
    prices = {"crps_over_pool": 0.7}
    model = {"crps_over_pool": ratio, "error": 0.07, "coverage": {"share": 0.8}, "prices": prices}
    return {
        "forecasters": {"model": model, "with layer": {"crps_over_pool": ratio - 0.01}},
        "oracle": {"crps_over_pool": 0.75},
        "within_undressed_range": {"share": 0.38},
    }


def test_looks_are_numbered_without_a_gap_and_each_release_has_one() -> None:
    rows = read_looks()
    assert [row["number"] for row in rows] == [str(n) for n in range(1, len(rows) + 1)]
    releases = [row["release"] for row in rows]
    assert len(set(releases)) == len(releases)
    assert [row["day"] for row in rows] == sorted(row["day"] for row in rows)
    assert all(tuple(row) == COLUMNS for row in rows)


def test_a_second_look_in_one_release_is_refused() -> None:
    rows = read_looks()
    check_release(rows, "99.0")
    with pytest.raises(SecondLookError, match="has looked"):
        check_release(rows, rows[-1]["release"])


def test_one_more_look_counts_on() -> None:
    rows = read_looks()
    row = look(rows, "99.0", "2099-01-01", 512, [track(0.9), track(0.95)], "a look")
    assert row["number"] == str(len(rows) + 1)
    assert (row["rules_known"], row["nothing_known"]) == ("0.90", "0.95")
    assert (row["with_layer"], row["coverage"], row["prices"]) == ("0.94", "0.80", "0.70")
    assert (row["oracle"], row["inside"]) == ("0.75", "0.38")


def test_the_page_has_the_table_of_all_looks() -> None:
    text = PAGE.read_text(encoding="utf-8")
    inside = text.partition(OPENING)[2].partition(CLOSING)[0]
    assert inside.strip() == table(read_looks()).strip()


def test_answers_quote_the_hit_rate_of_the_last_look() -> None:
    assert HITS.read_text(encoding="utf-8") == hits(read_looks())
    found = hit_rate((HITS.parent,))
    assert found is not None
    last = [row for row in read_looks() if row["coverage"]][-1]
    assert f"{found.share:.2f}" == last["coverage"]
    assert hit_rate((HITS.parent.parent / "lilliput",)) is None
