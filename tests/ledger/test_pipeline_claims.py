"""The tables of claims are those that the pipeline makes, and they hold no verdict."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.claims import build, numbers_in, picked
from pipeline.tables import read_ours, table_text

ROOT = Path(__file__).parents[2]
DATA = ROOT / "src" / "outlast" / "data" / "contests" / "chips-minerals"
EVIDENCE = ROOT.parent / "shared" / "evidence"
VERDICTS = re.compile(r"\b(true|false|supported|contradicted|refuted|proven)\b", re.IGNORECASE)


def test_the_claims_shipped_are_those_that_the_pipeline_makes() -> None:
    if not EVIDENCE.is_dir():
        pytest.skip(f"the published files are not at {EVIDENCE}")
    for path, rows in build(EVIDENCE).items():
        assert table_text(rows) == (DATA / path).read_text(encoding="utf-8"), path


def test_a_cell_gives_its_numbers_in_order() -> None:
    assert numbers_in("7.5-100") == [Decimal("7.5"), Decimal(100)]
    assert numbers_in("-28") == [Decimal(-28)]
    assert numbers_in("21-49 to 1.2-6.7") == [Decimal(text) for text in ("21", "49", "1.2", "6.7")]


def test_a_range_gives_its_middle_and_half_its_width() -> None:
    assert picked("88-90", "range", Decimal("0.01")) == (Decimal("0.89"), Decimal("0.01"))


def test_a_cell_with_two_numbers_is_not_guessed_at() -> None:
    with pytest.raises(ValueError, match="say which one"):
        picked("5 to 17", "", Decimal(1))


def test_no_key_stands_twice() -> None:
    names = ("claims.csv", "claims-statements.csv", "gaps-claims.csv")
    keys = [row["key"] for name in names for row in read_ours(DATA / "facts" / name)]
    assert len(keys) == len(set(keys))


def test_the_ceiling_of_the_duties_is_the_sum_of_its_parts() -> None:
    value = {row["key"]: Decimal(row["value"]) for row in read_ours(DATA / "facts" / "claims.csv")}
    general = (
        value["tariff-reciprocal-us-on-cn-2025-04"] + value["tariff-fentanyl-us-on-cn-2025-03"]
    )
    assert general == value["tariff-general-us-on-cn-2025-04"]
    ceiling = general + value["tariff-section-301-top-us-on-cn-2025"]
    assert ceiling == value["tariff-ceiling-us-on-cn-2025-04"]


def test_a_statement_is_short_and_holds_no_verdict_of_ours() -> None:
    for row in read_ours(DATA / "facts" / "claims-statements.csv"):
        assert len(row["text"]) <= 200, row["key"]
        assert not VERDICTS.search(row["title"]), row["key"]


def test_every_opinion_names_who_holds_it() -> None:
    for row in read_ours(DATA / "facts" / "claims-statements.csv"):
        assert ": " in row["title"], row["key"]
