"""Performance scales with the rates behind it, and planar dies have no density."""

from hypothesis import given
from hypothesis import strategies as st

from outlast.world.item import performance_density, total_processing_performance

RATES = st.dictionaries(
    st.sampled_from([4, 8, 16, 32]), st.floats(min_value=0.01, max_value=1e6), min_size=1
)
POSITIVE = st.floats(min_value=0.01, max_value=1e6)


@given(RATES)
def test_tpp_is_the_largest_and_no_format_exceeds_it(rates: dict[int, float]) -> None:
    tpp = total_processing_performance(rates)
    products = [bits * rate for bits, rate in rates.items()]
    assert tpp in products
    assert all(product <= tpp for product in products)


@given(RATES, st.sampled_from([0.25, 0.5, 2.0, 4.0]))
def test_twice_the_rates_are_twice_the_tpp(rates: dict[int, float], factor: float) -> None:
    scaled = {bits: factor * rate for bits, rate in rates.items()}
    tpp = total_processing_performance(rates)
    assert tpp is not None
    assert total_processing_performance(scaled) == factor * tpp


@given(RATES, st.sampled_from([4, 8, 16, 32]), POSITIVE)
def test_one_more_format_never_lowers_tpp(rates: dict[int, float], bits: int, rate: float) -> None:
    more = {**rates, bits: max(rate, rates.get(bits, 0.0))}
    before, after = total_processing_performance(rates), total_processing_performance(more)
    assert before is not None
    assert after is not None
    assert after >= before


@given(POSITIVE, POSITIVE)
def test_a_planar_die_has_no_density_and_a_larger_die_a_lower_one(tpp: float, area: float) -> None:
    assert performance_density(tpp, area, non_planar=False) == 0
    dense, thin = (performance_density(tpp, die, non_planar=True) for die in (area, 2 * area))
    assert dense is not None
    assert thin == dense / 2
