"""Unknown attributes: whatever a missing number turns out to be, its treatment was foreseen."""

from dataclasses import replace
from datetime import date
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from outlast.api import library
from outlast.policy import Attribute, EndUse, Shipment
from outlast.policy.cells import cells_of
from outlast.policy.determination import determine
from outlast.policy.match import Match
from outlast.policy.scope import Test
from outlast.policy.verdict import Determination

LIBRARY = library()
NUMBERS: dict[str, tuple[float, ...]] = {
    "tpp": (100.0, 1600.0, 2000.0, 2400.0, 4000.0, 4800.0, 14000.0, 21000.0),
    "performance_density": (0.5, 1.6, 2.0, 3.2, 5.0, 5.92, 9.0),
    "memory_bandwidth_gb_s": (500.0, 1400.0, 1700.0, 4000.0, 6500.0),
    "interconnect_gb_s": (64.0, 500.0, 600.0, 900.0, 1100.0),
    "bit_tops_2022": (100.0, 4800.0, 9000.0),
}
FLAGS = ("datacenter", "non_planar", "approved_receiver")
DAYS = (date(2022, 12, 1), date(2024, 6, 1), date(2025, 6, 1), date(2026, 2, 1), date(2026, 8, 1))

whole = st.fixed_dictionaries(
    {
        **{name: st.sampled_from(values) for name, values in NUMBERS.items()},
        **{name: st.booleans() for name in FLAGS},
        "maker": st.sampled_from(["NVIDIA", "AMD", "Intel", "Acme"]),
    }
)


@cache
def treatments(
    attributes: tuple[tuple[str, Attribute], ...], destination: str, day: date, use: EndUse
) -> frozenset[tuple[str, str]]:
    found = determination(dict(attributes), destination, day, use)
    return frozenset((each.verdict.value, f"{each.policy}") for each in found.branches)


def determination(
    attributes: dict[str, Attribute], destination: str, day: date, use: EndUse
) -> Determination:
    fixed: dict[str, Attribute] = {
        "kind": "accelerator",
        "chip": (),
        "group": (),
        "maker_country": "US",
    }
    shipment = Shipment(
        "a chip", "US", destination, day, {**fixed, **attributes}, end_use=use, headquarters="CN"
    )
    return determine(replace(shipment, subject_to=frozenset({"us"})), LIBRARY.timeline)


@settings(max_examples=120, deadline=None)
@given(
    whole=whole,
    missing=st.sets(st.sampled_from([*NUMBERS, *FLAGS]), min_size=1),
    destination=st.sampled_from(["CN", "AE", "DE", "VN"]),
    day=st.sampled_from(DAYS),
    use=st.sampled_from([EndUse.CIVIL, EndUse.MILITARY]),
)
def test_less_knowledge_allows_all_that_more_allows(
    whole: dict[str, Attribute], missing: set[str], destination: str, day: date, use: EndUse
) -> None:
    known = {name: value for name, value in whole.items() if name not in missing}
    full = treatments(tuple(whole.items()), destination, day, use)
    part = treatments(tuple(known.items()), destination, day, use)
    assert full <= part
    if determination(known, destination, day, use).verdict.value == "not-caught":
        assert {verdict for verdict, _ in full} == {"not-caught"}


bounds = st.dictionaries(
    st.sampled_from(["at_least", "more_than", "at_most", "below"]),
    st.sampled_from([1.0, 2.0, 3.0]),
    min_size=1,
    max_size=2,
)


@given(
    stated=st.lists(bounds, min_size=1, max_size=4),
    value=st.floats(0.0, 10.0) | st.sampled_from([1.0, 2.0, 3.0]),
)
def test_each_number_has_the_answers_of_one_cell(
    stated: list[dict[str, float]], value: float
) -> None:
    tests = [Test(attribute="tpp", **each) for each in stated]  # type: ignore[arg-type]

    def answers(number: Attribute) -> list[Match]:
        shipment = Shipment("a chip", "US", "CN", date(2025, 1, 1), {"tpp": number})
        return [test.holds(shipment) for test in tests]

    cells = cells_of("tpp", tests)
    assert answers(value) in [answers(cell.value) for cell in cells]
    assert len({cell.words for cell in cells}) == len(cells)
