"""Verified results: closed forms agree, a changed result fails, and the rest says why."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from outlast.reading import DEFAULT_CONTEST
from outlast.scenario.locate import open_contest
from outlast.truth.scores import crps
from outlast.truth.verify.export import verify_content
from outlast.truth.verify.load import FILE_NAME
from outlast.truth.verify.published import AgreementKind, PublishedResults
from outlast.truth.verify.verify import ResultVerdict, published_results, verify

ROWS = "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18a 18 19 20 23 24 26 27 28 29 30 31 32 33 34 35"
"""The rows of the list of results to reproduce."""


@cache
def published() -> PublishedResults:
    return published_results(open_contest())


def closed_names() -> tuple[str, ...]:
    return tuple(
        key
        for key, each in published().results.items()
        if each.computes is None or each.computes.episode is None
    )


def test_every_row_of_the_list_is_there() -> None:
    assert {each.row for each in published().results.values()} == {*ROWS.split(), "inst"}


def test_closed_forms_agree() -> None:
    results = verify(published(), open_contest(), closed_names())
    exact = [each for each in results if each.published.kind is AgreementKind.EXACT]
    wrong = [each.key for each in exact if each.verdict is ResultVerdict.FAILS]
    assert not wrong
    assert sum(each.verdict is ResultVerdict.PASSES for each in exact) > 20


def test_a_changed_result_fails() -> None:
    """The verdict follows from value and range: change them and it turns."""
    before = published().results["stockpile"]
    after = before.model_copy(update={"low": 6.1, "high": 6.2, "value": 6.15})
    changed = published().model_copy(update={"results": {"stockpile": after}})
    (found,) = verify(changed, open_contest())
    assert found.verdict is ResultVerdict.FAILS
    assert found.value == pytest.approx(5.994, abs=1e-3)


def test_a_changed_prior_turns_a_verdict() -> None:
    """The computation reads the data: the loss of research follows its prior."""
    contest = open_contest()
    prior = contest.priors["rd-sender-loss"]
    normal = prior.distribution.normal
    assert normal is not None
    wrong = normal.model_copy(update={"mean": 0.5})
    distribution = prior.distribution.model_copy(update={"normal": wrong})
    priors = {
        **contest.priors,
        "rd-sender-loss": prior.model_copy(update={"distribution": distribution}),
    }
    (before,) = verify(published(), contest, ("research-100",))
    (after,) = verify(published(), replace(contest, priors=priors), ("research-100",))
    assert (before.verdict, after.verdict) == (ResultVerdict.PASSES, ResultVerdict.FAILS)


def test_a_result_that_does_not_pass_says_why() -> None:
    contest = open_contest()
    results = verify(published(), contest, closed_names())
    for each in verify_content(results, contest.ledger)["results"]:
        assert (each["verdict"] == "passes") == (not each["because"])
        assert each["command"] == f"outlast verify {each['key']}"


def test_the_file_states_no_verdict() -> None:
    text = (DEFAULT_CONTEST / FILE_NAME).read_text(encoding="utf-8")
    assert "verdict" not in text
    assert "passes:" not in text


def test_published_values_lie_within_the_range_that_passes() -> None:
    for key, each in published().results.items():
        if each.computes is not None and each.value is not None:
            assert each.low is not None and each.high is not None  # noqa: PT018
            assert each.low <= each.value <= each.high, key


def test_crps_of_many_futures_is_the_closed_form() -> None:
    (found,) = verify(published(), open_contest(), ("crps-normal",))
    assert found.value == pytest.approx((np.sqrt(2) - 1) / np.sqrt(np.pi), abs=1e-4)
    assert crps(np.array([1.0]), 1.0) == 0.0
