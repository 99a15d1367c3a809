"""Sales by maker: shares by hand, the words of a query, and a run with and without a ban."""

import numpy as np
import pytest
from pydantic import ValidationError

from outlast.api.library import library
from outlast.errors import InputError
from outlast.scenario.load import load_scenario
from outlast.truth.claims.maker_share import MakerSales, maker_sales, markets_of
from outlast.truth.claims.query import RunQuery
from outlast.truth.claims.run_statistics import maker_share
from outlast.truth.claims.scenario_runs import scenario_runs

SALES = MakerSales(
    makers=("US", "CN"),
    markets=("US", "CN", "HUB"),
    years=("2029", "2030"),
    sales=np.array(
        [
            [[[9.0, 9.0], [9.0, 9.0]], [[3.0, 0.0], [1.0, 0.0]], [[4.0, 4.0], [4.0, 4.0]]],
            [[[0.0, 0.0], [0.0, 0.0]], [[1.0, 0.0], [3.0, 2.0]], [[0.0, 0.0], [0.0, 0.0]]],
        ]
    ),
    unsold=(("CN", "US"), ("CN", "HUB")),
)


def asked(**changes: object) -> RunQuery:
    given = {"scenario": "today", "asks": "maker-share", "maker": "CN", "year": 2030}
    return RunQuery.model_validate({**given, **changes})


def test_shares_by_hand() -> None:
    assert SALES.share("CN", ("CN",), "2030") == pytest.approx([0.75, 1.0])
    assert SALES.share("US", ("CN",), "2030") == pytest.approx([0.25, 0.0])
    assert SALES.share("US", ("US", "HUB"), "2030") == pytest.approx([1.0, 1.0])


def test_a_future_without_sales_has_no_share() -> None:
    assert SALES.share("CN", ("CN",), "2029") == pytest.approx([0.25])


def test_shares_of_all_makers_add_up_to_one() -> None:
    for year in SALES.years:
        parts = [SALES.share(maker, SALES.markets, year) for maker in SALES.makers]
        assert sum(parts) == pytest.approx(1.0)


def test_a_maker_without_a_route_abroad_is_not_known_rather_than_nothing() -> None:
    query = asked()
    assert markets_of(query, SALES) == ("US", "HUB")
    found = maker_share(query, SALES, load_scenario("today"))
    assert not found.known
    assert "US+HUB" in found.missing[0]
    at_home = maker_share(asked(markets=["CN"]), SALES, load_scenario("today"))
    assert at_home.value == pytest.approx(0.875)
    assert "2 of 2 futures" in at_home.evidence[0].shown


def test_wrong_names_and_wrong_queries_are_refused() -> None:
    with pytest.raises(InputError, match="CN"):
        SALES.share("CM", ("CN",), "2030")
    with pytest.raises(InputError, match="2030"):
        SALES.share("CN", ("CN",), "2031")
    with pytest.raises(ValidationError, match="must name: maker"):
        asked(maker=None)
    with pytest.raises(ValidationError, match="cannot be compared"):
        asked(than="today")
    with pytest.raises(ValidationError, match="ratio"):
        asked(compares="ratio")
    with pytest.raises(InputError, match="no makers"):
        maker_sales(load_scenario("lilliput"), 2, 1, lambda: False)


@pytest.mark.slow
def test_a_ban_raises_the_share_of_the_rival_at_home() -> None:
    runs = scenario_runs(library().layers, 32, 1, lambda _: None)
    query = asked(scenario="april-2025", markets=["CN"])
    free = query.model_copy(update={"fixed": {"severity-us-chips": 0.0}})
    assert runs.statistic(query).value > runs.statistic(free).value
    whole = [
        runs.statistic(query.model_copy(update={"maker": maker})).value for maker in ("CN", "US")
    ]
    assert sum(whole) == pytest.approx(1.0, abs=0.05)
