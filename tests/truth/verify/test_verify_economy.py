"""Published results that run the economy: each value is that of the command, or its equation."""

import pytest
from pydantic import ValidationError

from outlast.api.exposure import exposure
from outlast.api.shock import shock
from outlast.errors import InputError
from outlast.scenario.load import load_scenario
from outlast.truth.verify.computation import Computation
from outlast.truth.verify.economic_forms import ExposureLoss, ShockLoss, SystemicRisk
from outlast.truth.verify.economic_values import economic_value
from outlast.truth.verify.verify import ResultVerdict, published_results, verify

CONTEST = load_scenario("today").origin.contest
PUBLISHED = published_results(CONTEST)


def test_a_shock_has_the_numbers_of_the_command() -> None:
    found = shock(("gallium",))
    assert economic_value(ShockLoss(minerals=("gallium",), of="gdp"), CONTEST) == found.gdp_bn
    price = economic_value(ShockLoss(minerals=("gallium",), of="price"), CONTEST)
    assert price == found.price_change


def test_every_institution_has_its_row_with_the_number_of_the_command() -> None:
    rows = {
        each.computes.exposure.published: each
        for each in PUBLISHED.results.values()
        if each.computes is not None and each.computes.exposure is not None
    }
    found = {each.key: each for each in exposure().published}
    assert set(rows) == set(found)
    assert {each.institution for each in found.values()} == {"USGS", "IMF", "ECB", "Daiwa", "NRI"}
    for key, each in found.items():
        assert economic_value(ExposureLoss(published=key), CONTEST) == each.ours
        value = rows[key].value
        assert value is not None
        assert value == pytest.approx(each.published.median, rel=1e-5)


def test_a_row_outside_its_range_fails() -> None:
    keys = ("exposure-usgs-gallium", "exposure-imf-jp", "esri-toy", "esri-toy-sum")
    found = {each.key: each.verdict for each in verify(PUBLISHED, CONTEST, keys)}
    assert found == dict(zip(keys, (ResultVerdict.FAILS, *[ResultVerdict.PASSES] * 3), strict=True))


def test_a_chain_of_two_firms_by_hand() -> None:
    """B cannot run without A, and half of all sales is A's."""
    form = SystemicRisk(sectors={"A": 1, "B": 2, "C": 3}, links=(("A", "B", 2), ("B", "C", 0)))
    one = form.model_copy(update={"firm": "A"})
    assert economic_value(one, CONTEST).median == pytest.approx(1.0)
    last = form.model_copy(update={"firm": "C"})
    total = sum(
        economic_value(form.model_copy(update={"firm": name}), CONTEST).median for name in "ABC"
    )
    assert economic_value(form, CONTEST).median == pytest.approx(total)
    assert 0 <= economic_value(last, CONTEST).median <= 1


@pytest.mark.parametrize(
    ("computes", "says"),
    [
        ({"shock": {"minerals": ["gallium"], "of": "industry-share"}}, "industry"),
        ({"shock": {"minerals": ["gallium", "germanium"], "of": "price"}}, "one mineral"),
        ({"systemic": {"sectors": {"A": 1}, "links": [["A", "B", 1]]}}, "no sector is stated of B"),
    ],
)
def test_a_wrong_form_is_refused(computes: dict[str, object], says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        Computation.model_validate(computes)


def test_an_unknown_name_is_refused_with_the_nearest() -> None:
    with pytest.raises(InputError, match="gallium"):
        economic_value(ShockLoss(minerals=("galium",), of="gdp"), CONTEST)
    with pytest.raises(InputError, match="imf-jp"):
        economic_value(ExposureLoss(published="imf-jq"), CONTEST)
