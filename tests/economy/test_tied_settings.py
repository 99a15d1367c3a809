"""Tied shares that a caller fixes, in exposure and shock, and the refusals of wrong ones."""

import pytest

from outlast.api.exposure import exposure
from outlast.api.shock import shock
from outlast.errors import InputError


def test_a_fixed_tied_share_has_no_width_and_moves_the_loss() -> None:
    shipped = exposure("US", futures=50)
    fixed = exposure("US", futures=50, given={"tied.rare-earths": "0.05"})
    tied = fixed.countries[0].tied_share
    assert tied.low == pytest.approx(tied.high)
    assert fixed.countries[0].loss.median < shipped.countries[0].loss.median
    china = exposure("CN", futures=50)
    assert exposure("CN", futures=50, given={"tied.rare-earths": 0.05}).countries == china.countries


def test_a_fixed_share_of_an_industry_scales_its_direct_loss() -> None:
    one, two = (
        shock("gallium", futures=200, given={"tied.gallium.334413": share}) for share in (0.1, 0.2)
    )
    assert two.direct_bn.median == pytest.approx(2 * one.direct_bn.median, rel=1e-9)
    assert two.price_change == one.price_change


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"tied.rare-earth": 0.1}, "tied.rare-earths"),
        ({"rare-earths": 0.1}, "is no tied share"),
        ({"tied.rare-earths": 1.2}, "from 0 to 1"),
        ({"tied.rare-earths": "much"}, "from 0 to 1"),
    ],
)
def test_a_wrong_share_is_refused(given: dict[str, float | str], says: str) -> None:
    with pytest.raises(InputError, match=says):
        exposure("US", given=given)


def test_an_unknown_industry_is_refused_with_the_nearest() -> None:
    with pytest.raises(InputError, match=r"tied\.gallium\.334413"):
        shock("gallium", given={"tied.gallium.33441": 0.1})
