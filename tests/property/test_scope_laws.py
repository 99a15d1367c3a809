"""Three-valued logic obeys its laws, thresholds are monotone, and codes ignore their dots."""

from collections.abc import Sequence
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from outlast.policy import Codes, Shipment
from outlast.policy.code_list import ListedCodes
from outlast.policy.match import Match, all_hold, any_holds
from outlast.policy.scope import Scope, Test

ANSWERS = st.lists(st.sampled_from(Match), max_size=6)
OPPOSITE = {Match.YES: Match.NO, Match.NO: Match.YES, Match.OPEN: Match.OPEN}
NUMBERS = st.floats(min_value=0, max_value=1e6)
TPP = "tpp"


def denied(answers: Sequence[Match]) -> list[Match]:
    return [OPPOSITE[answer] for answer in answers]


def item(tpp: float | None = None, *hs: str) -> Shipment:
    return Shipment(
        item="abacus",
        origin="XB",
        destination="XL",
        on=date(2023, 2, 1),
        attributes={} if tpp is None else {TPP: tpp},
        codes=Codes(hs=hs),
    )


def leaf(answer: Match) -> Test:
    """A test that has this answer for `item(1)`."""
    attribute = "node_nm" if answer is Match.OPEN else TPP
    bound = {Match.YES: 0.5, Match.NO: 2.0, Match.OPEN: 1.0}[answer]
    return Test.model_validate({"attribute": attribute, "at_least": bound})


@given(ANSWERS)
def test_all_hold_denies_that_any_of_the_opposites_holds(answers: list[Match]) -> None:
    assert all_hold(answers) is OPPOSITE[any_holds(denied(answers))]
    assert any_holds(answers) is OPPOSITE[all_hold(denied(answers))]


@given(ANSWERS, ANSWERS)
def test_order_repetition_and_grouping_do_not_matter(some: list[Match], more: list[Match]) -> None:
    for holds in (all_hold, any_holds):
        whole = holds([*some, *more])
        assert holds([*more, *some]) is whole
        assert holds([*some, *more, *some]) is whole
        assert holds([holds(some), holds(more)]) is whole


@given(ANSWERS, st.data())
def test_what_is_settled_stays_so_when_more_becomes_known(
    answers: list[Match], data: st.DataObject
) -> None:
    known = [
        data.draw(st.sampled_from(Match)) if answer is Match.OPEN else answer for answer in answers
    ]
    for holds in (all_hold, any_holds):
        if holds(answers) is not Match.OPEN:
            assert holds(known) is holds(answers)


def test_of_nothing_all_hold_and_none_does() -> None:
    assert all_hold([]) is Match.YES
    assert any_holds([]) is Match.NO


@given(ANSWERS.filter(bool))
def test_groups_of_tests_follow_the_same_logic(answers: list[Match]) -> None:
    tests = tuple(leaf(answer) for answer in answers)
    assert [test.holds(item(1)) for test in tests] == answers
    assert Test(all_of=tests).holds(item(1)) is all_hold(answers)
    assert Test(any_of=tests).holds(item(1)) is any_holds(answers)
    assert Test(none_of=tests).holds(item(1)) is OPPOSITE[any_holds(answers)]
    assert Scope(tests=tests).catches(item(1)) is all_hold(answers)


@given(NUMBERS, NUMBERS, NUMBERS)
def test_more_performance_never_escapes_a_floor(bound: float, one: float, other: float) -> None:
    floor = Scope(tests=(Test.model_validate({"attribute": TPP, "at_least": bound}),))
    low, high = sorted((one, other))
    if floor.catches(item(low)) is Match.YES:
        assert floor.catches(item(high)) is Match.YES


@given(NUMBERS, NUMBERS)
def test_a_bound_and_its_opposite_divide_everything(bound: float, value: float) -> None:
    for one, other in (("at_least", "below"), ("more_than", "at_most")):
        first, second = (
            Test.model_validate({"attribute": TPP, name: bound}).holds(item(value))
            for name in (one, other)
        )
        assert first is OPPOSITE[second]


CODES = st.from_regex(r"(0[1-9]|[1-9][0-9])[0-9]{0,8}", fullmatch=True)


def dotted(code: str, places: set[int]) -> str:
    """Return a code with dots after some of its digits, as tariffs print them."""
    inner = {place for place in places if 1 <= place < len(code) - 1}
    return "".join(digit + ("." if place in inner else "") for place, digit in enumerate(code))


@given(
    CODES,
    st.integers(2, 10),
    st.sets(st.integers(0, 9)),
    st.sets(st.integers(0, 9)),
)
def test_a_beginning_is_a_beginning_wherever_the_dots_are(
    code: str, length: int, some: set[int], others: set[int]
) -> None:
    listed = ListedCodes(hs=(dotted(code[:length], some),))
    assert listed.catch(Codes(hs=(dotted(code, others),))) is Match.YES
    assert listed.catch(Codes(hs=("9" * 11, dotted(code, others)))) is Match.YES


@given(CODES, CODES)
def test_nothing_but_a_beginning_is_caught(listed: str, code: str) -> None:
    answer = ListedCodes(hs=(listed,)).catch(Codes(hs=(code,)))
    assert (answer is Match.YES) is code.startswith(listed)
    assert (answer is Match.OPEN) is (listed.startswith(code) and listed != code)
