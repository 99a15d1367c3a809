"""Published results: closed forms hold, a wrong value fails, and what cannot be run says why."""

import csv
import io
import json
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from outlast.cli import main
from outlast.errors import InputError, Problems
from outlast.facts import load_ledger
from outlast.reading import DATA
from outlast.scenario.load import Parts
from outlast.truth.backtest.scorecard import shipped_parts
from outlast.truth.scores import crps
from outlast.truth.verify.closed_forms import (
    attrition,
    bottleneck,
    contagion,
    second_order,
    stockpile,
)
from outlast.truth.verify.model import (
    FILE,
    Attrition,
    Bottleneck,
    Contagion,
    Kind,
    Results,
    SecondOrder,
    Stockpile,
    load_results,
)
from outlast.truth.verify.report import Verdict, told, verify

ROWS = "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18a 18 19 20 23 24 26 27 28 29 30 31 32 33 34 35"
"""The rows of the list of results to reproduce."""


@cache
def parts() -> Parts:
    return shipped_parts()


@cache
def results() -> Results:
    return load_results(parts().ledger)


def closed_names() -> tuple[str, ...]:
    return tuple(
        key
        for key, each in results().results.items()
        if each.computes is None or each.computes.scenario is None
    )


def test_every_row_of_the_list_is_there() -> None:
    assert {each.row for each in results().results.values()} == set(ROWS.split())


def test_closed_forms_hold() -> None:
    found = verify(closed_names(), results=results(), parts=parts())
    exact = [each for each in found if each.published.kind is Kind.EXACT]
    wrong = [each.key for each in exact if each.verdict is Verdict.FAILS]
    assert not wrong
    assert sum(each.verdict is Verdict.PASSES for each in exact) > 20


def test_a_result_that_is_moved_fails() -> None:
    """The verdict follows from value and range: move either and it turns."""
    given = results().results["stockpile"]
    moved = given.model_copy(update={"low": 6.1, "high": 6.2, "value": 6.15})
    changed = results().model_copy(update={"results": {"stockpile": moved}})
    (found,) = verify(results=changed, parts=parts())
    assert found.verdict is Verdict.FAILS
    assert found.value == pytest.approx(5.994, abs=1e-3)


def test_a_moved_prior_turns_a_verdict() -> None:
    """What is computed is read from the data: the loss of research follows its prior."""
    prior = parts().priors["rd-sender-loss"]
    normal = prior.distribution.normal
    assert normal is not None
    bent = normal.model_copy(update={"mean": 0.5})
    distribution = prior.distribution.model_copy(update={"normal": bent})
    moved = prior.model_copy(update={"distribution": distribution})
    from dataclasses import replace  # noqa: PLC0415

    other = replace(parts(), priors={**parts().priors, "rd-sender-loss": moved})
    (before,) = verify(("research-100",), results=results(), parts=parts())
    (after,) = verify(("research-100",), results=results(), parts=other)
    assert (before.verdict, after.verdict) == (Verdict.PASSES, Verdict.FAILS)


def test_what_cannot_be_run_says_why() -> None:
    found = verify(closed_names(), results=results(), parts=parts())
    for each in told(found, parts())["results"]:
        assert (each["verdict"] == "cannot be run") == bool(each["because"])
        assert each["command"] == f"outlast verify {each['key']}"


def test_no_file_holds_a_verdict() -> None:
    text = FILE.read_text(encoding="utf-8")
    assert "verdict" not in text
    assert "passes:" not in text


def test_published_values_lie_within_what_passes() -> None:
    for key, each in results().results.items():
        if each.computes is not None and each.value is not None:
            assert each.low is not None and each.high is not None  # noqa: PT018
            assert each.low <= each.value <= each.high, key


def test_bottleneck_by_hand() -> None:
    # Elasticity 1/2: output is the harmonic mean, 1 / (.5 + .5 / .5).
    given = Bottleneck(share=0.5, left=0.5, elasticity=0.5)
    assert bottleneck(given) == pytest.approx(1 / 1.5 - 1)
    assert bottleneck(Bottleneck(share=0.3, left=1.0, elasticity=0.2)) == pytest.approx(0.0)


def test_second_order_is_first_order_where_shares_stay() -> None:
    assert second_order(SecondOrder(share=0.02, fall=0.1)) == pytest.approx(0.002)
    assert second_order(SecondOrder(share=0.02, later=0.04, fall=0.1)) == pytest.approx(0.003)


def test_attrition_by_simulation() -> None:
    dice = np.random.default_rng(5)
    one = dice.exponential(1 / 0.25, 40_000)
    two = dice.exponential(1 / 0.1, 40_000)
    given = {"prizes": (10.0, 6.0), "costs": (1.0, 1.5)}
    chance = attrition(Attrition(**given, gives="first-concedes"))  # type: ignore[arg-type]
    length = attrition(Attrition(**given, gives="length"))  # type: ignore[arg-type]
    assert np.mean(one < two) == pytest.approx(chance, abs=0.01)
    assert np.minimum(one, two).mean() == pytest.approx(length, rel=0.02)


def test_the_stockpile_is_the_cheapest_on_a_grid() -> None:
    given = Stockpile(rate=0.15, length=1.5, gap=1, loss=30, price=1, holding=0.08)
    # A stop longer than S costs loss less price for every unit short: the mean is L exp(-S / L).
    stocks = np.linspace(0, 12, 12_001)
    short = given.rate * (given.loss - given.price) * given.length * np.exp(-stocks / given.length)
    cost = given.holding * given.price * stocks + short
    assert stocks[np.argmin(cost)] == pytest.approx(stockpile(given), abs=1e-3)


def test_no_stock_pays_where_holding_costs_more() -> None:
    given = Stockpile(rate=0.01, length=1, gap=1, loss=2, price=1, holding=0.5)
    assert stockpile(given) == 0.0


def test_under_the_threshold_nothing_can_be_made() -> None:
    least = contagion(Contagion(suppliers=2, inputs=2))
    assert least == pytest.approx(27 / 32, abs=1e-4)
    for strength, makes in ((least - 0.01, False), (least + 0.01, True)):
        r = 1.0
        for _ in range(4000):
            r = (1 - (1 - strength * r) ** 2) ** 2
        assert (r > 0.1) == makes


def test_sources_and_facts_that_nobody_knows_are_refused(tmp_path: Path) -> None:
    text = FILE.read_text(encoding="utf-8").replace("source: bachmann-2022", "source: bachman", 1)
    known, unknown = (f"above: b300-tpp-over-h100-world-{year}" for year in (2025, 2052))
    text = text.replace(known, unknown)
    file = tmp_path / "published.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as refusal:
        load_results(load_ledger(DATA, Problems()), file)
    said = str(refusal.value)
    assert '"bachman" is not a source' in said
    assert "b300-tpp-over-h100-world-2025" in said


def test_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "stockpile", "esri-toy", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["format"] == "outlast/verify-answer/1"
    assert answer["counts"] == {"passes": 1, "fails": 0, "cannot be run": 1}
    assert main(["verify", "stockpil"]) == 1
    assert '"stockpile"' in capsys.readouterr().err


@pytest.mark.slow
def test_episodes_run_and_failures_are_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "--futures", "32", "--csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert {row["verdict"] for row in rows} <= {"passes", "fails", "cannot be run"}
    assert len(rows) == len(results().results)
    for row in rows:
        if row["computed"] and row["low"]:
            inside = float(row["low"]) <= float(row["computed"]) <= float(row["high"])
            assert (row["verdict"] == "passes") == inside


def test_crps_of_many_futures_is_the_closed_form() -> None:
    (found,) = verify(("crps-normal",), results=results(), parts=parts())
    assert found.value == pytest.approx((np.sqrt(2) - 1) / np.sqrt(np.pi), abs=1e-4)
    assert crps(np.array([1.0]), 1.0) == 0.0
