"""Completions: the treatments that a shipment can have, by the values of its unknown attributes.

A search goes through the values that the tests of the measures tell apart. It goes on only where
the strictest treatment still hangs on a value, and where a treatment may come that is not found.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from outlast.facts.listings import IMMATERIAL, bare
from outlast.policy.cells import ValueCell, cells_of
from outlast.policy.classify import Screening, screen
from outlast.policy.finding import UNSTATED, Outcome, dated_texts
from outlast.policy.match import Match
from outlast.policy.measure import Force, Measure
from outlast.policy.reaching import kept, kept_in
from outlast.policy.scope import Condition, Scope, Test
from outlast.policy.shipment import Codes, Shipment
from outlast.policy.stance import EXCEPTIONS, Policy, Stance
from outlast.policy.timeline import Timeline
from outlast.policy.transactions import in_order, told_apart

MOST: Final = 150
"""Steps of one search over all measures; beyond them each measure is searched by itself."""

UNTRIED: Final = "its other attributes are as a rule asks"
"""The words for conditions that are too many to be tried."""

CODE: Final = "code"
"""Stands among the attributes for the full code of goods of which a heading is known."""

FREE: Final = (Policy.NO_LICENCE, Policy.NO_LICENCE)
"""The treatment of a shipment that no rule catches."""

Given = tuple[tuple[str, ValueCell], ...]
"""The values that a step of the search supposes."""

Treatment = tuple[Policy, Policy]
"""How a shipment is treated, with an exception that may be used, and how it is reviewed without."""

Possible = tuple[frozenset[Treatment], tuple[str, ...]]
"""The treatments possible under a measure, and the attributes on which they hang."""


@dataclass(frozen=True)
class Case:
    """One treatment of a shipment, and conditions that lead to it."""

    screening: Screening
    supposing: Mapping[str, bool]
    """Each condition with whether it holds; none where nothing that is undecided matters."""


def cases(screening: Screening, shipment: Shipment, timeline: Timeline) -> tuple[Case, ...]:
    """Return each treatment that the unknown attributes of a shipment leave possible, once.

    Args:
        screening: The shipment held against the record, as far as is known.
        shipment: The shipment.
        timeline: The record.
    """
    open_now = [
        each.measure
        for each in screening.findings
        if each.is_open
        and not each.measure.instrument.is_duty
        and each.standing is not None
        and each.standing.value is Force.IN_FORCE
    ]
    if not open_now:
        return (Case(screening, {}),)
    decided = [
        (each.policy, each.review) for each in screening.binding if each.measure not in open_now
    ]
    search = _Search(shipment, timeline, tuple(open_now), tuple(decided))
    found = search.treatments
    if found is None:
        return _one_by_one(screening, search)
    if found == {(screening.policy, screening.review): ()}:
        return (Case(screening, {}),)
    order = sorted(found, key=_strictness, reverse=True)
    return tuple(_case(screening, search, found[treatment]) for treatment in order)


def _case(screening: Screening, search: "_Search", given: Given) -> Case:
    """Return the case in which the shipment has some values."""
    return Case(
        screen(search.with_values(given), search.timeline, screening.branches),
        {cell.words: cell.holds for _, cell in given},
    )


def _one_by_one(screening: Screening, search: "_Search") -> tuple[Case, ...]:
    """Return the treatments under each measure by itself, where all together are too many to try.

    No treatment is missed: the strictest of a shipment is its treatment under some measure. Where
    one measure alone is too much, each of its policies counts as possible.
    """
    made: dict[Treatment, Case] = {}

    def add(case: Case) -> None:
        made.setdefault((case.screening.policy, case.screening.review), case)

    for measure in search.measures:
        alone = replace(search, measures=(measure,))
        found = alone.treatments
        if found is not None:
            for given in found.values():
                add(_case(screening, search, given))
            continue
        for stance in alone.texts[measure.id][1]:
            add(Case(_bound(screening, measure, stance), {UNTRIED: True}))
    add(Case(screening, {UNTRIED: False}))
    return tuple(made[each] for each in sorted(made, key=_strictness, reverse=True))


def _strictness(treatment: Treatment) -> tuple[int, int]:
    """Return the place of a treatment in the order: that of its policy, then that of its review."""
    policy, review = treatment
    return policy.strictness, review.strictness


def _bound(screening: Screening, measure: Measure, stance: Stance) -> Screening:
    """Return a screening in which a measure binds by one of its licence policies."""
    return replace(
        screening,
        findings=tuple(
            replace(each, outcome=Outcome.BINDS, stance=stance) if each.measure is measure else each
            for each in screening.findings
        ),
    )


@dataclass(frozen=True)
class _Search:
    """The search over the values of the unknown attributes of a shipment."""

    shipment: Shipment
    timeline: Timeline
    measures: tuple[Measure, ...]
    """The measures in force whose treatment is open."""

    decided: tuple[Treatment, ...]
    """The treatments under the measures that bind whatever the values are."""

    @cached_property
    def texts(self) -> dict[str, tuple[list[tuple[str, Scope]], tuple[Stance, ...]]]:
        """The paragraphs and the licence policies of the day, by measure."""
        day = self.shipment.on
        return {
            each.id: (
                [(name, scope) for name, scope, _ in dated_texts(each, day, self.timeline)],
                in_order(
                    each.review.at(day) if each.review else None, self.shipment, self.timeline
                ),
            )
            for each in self.measures
        }

    @cached_property
    def tests(self) -> tuple[Test, ...]:
        """Every comparison of these texts, each once."""
        days = tuple((each.id, each.last_change(self.shipment.on)) for each in self.measures)
        return kept(self.timeline, ("tests", days), self._tests)

    def _tests(self) -> tuple[Test, ...]:
        """Return every comparison of the texts of the day, each once."""
        found: list[Test] = []
        for paragraphs, stances in self.texts.values():
            found += [test for _, scope in paragraphs for test in scope.tests]
            found += [test for each in stances if each.when for test in each.when.tests]
        return tuple(dict.fromkeys(single for test in found for single in test.single))

    @cached_property
    def treatments(self) -> dict[Treatment, Given] | None:
        """Each possible treatment with the fewest suppositions met on the way; None if too many."""
        found: dict[Treatment, Given] = {}
        steps = 0
        pending: list[Given] = [()]
        while pending:
            given = pending.pop()
            steps += 1
            if steps > MOST:
                return None
            possible = self._possible(self.with_values(given))
            together = self._together([policies for policies, _ in possible.values()])
            if len(together) == 1:
                (treatment,) = together
                if treatment not in found or len(given) < len(found[treatment]):
                    found[treatment] = given
            elif not together <= set(found):
                name = self._next(possible)
                pending += [(*given, (name, cell)) for cell in reversed(self._cells(name))]
        return found

    def with_values(self, given: Given) -> Shipment:
        """Return the shipment with the values that a step supposes."""
        values = {name: cell.value for name, cell in given if name != CODE}
        full = tuple(str(cell.value) for name, cell in given if name == CODE)
        codes = Codes(hs=full, control_codes=full, eccn=full) if full else self.shipment.codes
        return replace(
            self.shipment, attributes={**self.shipment.attributes, **values}, codes=codes
        )

    def _cells(self, name: str) -> Sequence[ValueCell]:
        """Return the values of an attribute that the texts tell apart."""
        if name != CODE:
            cells = cells_of(name, self.tests)
            goods = name == "kind" and bool(self.shipment.codes.hs)
            return [each for each in cells if not (goods and each.value in IMMATERIAL)]
        codes = self.shipment.codes
        stated = [
            bare(each) for kind in (codes.hs, codes.control_codes, codes.eccn) for each in kind
        ]
        found: dict[str, ValueCell] = {}
        for paragraphs, _ in self.texts.values():
            for paragraph, scope in paragraphs:
                listed = scope.goods.bare if scope.goods is not None else ()
                for code in (code for each in listed for code in each):
                    under = any(code.startswith(each) for each in stated)
                    if not stated or under or code in codes.near:
                        found.setdefault(
                            code, ValueCell(code, f"its full code lies under {paragraph}")
                        )
        words = "its full code lies under no listed code"
        return (*found.values(), ValueCell("".join((*stated[:1], "~")), words))

    def _possible(self, shipment: Shipment) -> dict[str, Possible]:
        """Return the treatments possible under each measure, and the attributes they hang on."""
        return {each.id: self._of_measure(each, shipment) for each in self.measures}

    def _of_measure(self, measure: Measure, shipment: Shipment) -> Possible:
        """Return the treatments possible under a measure, or those of a shipment it holds alike."""
        key = (
            self.timeline.told_since(measure, shipment.on),
            told_apart(measure, shipment, self.timeline),
            shipment.codes if measure.lists_goods else None,
            *map(shipment.attributes.get, measure.tested),
        )
        memo = kept(self.timeline, ("possible", measure.id), dict[object, Possible])
        return kept_in(memo, key, lambda: self._worked_out(measure, shipment))

    def _worked_out(self, measure: Measure, shipment: Shipment) -> Possible:
        paragraphs, stances = self.texts[measure.id]
        answers = [(name, scope, scope.catches(shipment)) for name, scope in paragraphs]
        sure = frozenset(name for name, _, answer in answers if answer is Match.YES)
        maybe = frozenset(name for name, _, answer in answers if answer is Match.OPEN)
        if not sure and not maybe:
            return frozenset({FREE}), ()
        found: set[Treatment] = set() if sure else {FREE}
        used: set[Policy | None] = {None}  # the exceptions of which one may be used so far
        hanging: list[str] = []
        if not sure:
            hanging += _open_in(answers, shipment)
        for stance in stances:
            answer = self._holds(stance.when, shipment, sure, maybe)
            if answer is Match.NO:
                continue
            if answer is Match.OPEN and stance.when is not None:
                hanging += _attributes(stance.when.tests, shipment)
            if stance.policy in EXCEPTIONS:
                now: set[Policy | None] = {each or stance.policy for each in used}
                used = now if answer is Match.YES else used | now
                continue
            found |= {(each or stance.policy, stance.policy) for each in used}
            if answer is Match.YES:
                break
        else:
            unstated = UNSTATED.get(measure.instrument, Policy.CASE_BY_CASE)
            found |= {(each or unstated, unstated) for each in used}
        if sure:
            hanging += _open_in(answers, shipment)
        return frozenset(found), tuple(dict.fromkeys(hanging))

    def _holds(
        self,
        when: Condition | None,
        shipment: Shipment,
        sure: frozenset[str],
        maybe: frozenset[str],
    ) -> Match:
        """Return whether a condition holds, whichever of the open paragraphs catch."""
        if when is None:
            return Match.YES

        def groups(name: str) -> frozenset[str]:
            return self.timeline.members(name, shipment.on)

        least = when.holds(shipment, sure, groups)
        if not when.paragraphs or not maybe:
            return least
        most = when.holds(shipment, sure | maybe, groups)
        return least if least is most else Match.OPEN

    def _together(self, choices: list[frozenset[Treatment]]) -> frozenset[Treatment]:
        """Return the strictest treatments that choices of one each can have."""
        choices = [*choices, *(frozenset({each}) for each in self.decided)]
        least = max(min(map(_strictness, each)) for each in choices)
        union = frozenset(treatment for each in choices for treatment in each)
        return frozenset(treatment for treatment in union if _strictness(treatment) >= least)

    def _next(self, possible: Mapping[str, Possible]) -> str:
        """Return the attribute that is supposed next: of the measure that may be strictest."""
        undecided = [each for each in possible.values() if len(each[0]) > 1]
        strictest = max(undecided, key=lambda each: max(map(_strictness, each[0])))
        return strictest[1][0]


def _open_in(answers: Sequence[tuple[str, Scope, Match]], shipment: Shipment) -> Iterator[str]:
    """Yield the attributes on which open paragraphs hang, the code first."""
    for _, scope, answer in answers:
        if answer is Match.OPEN:
            if scope.goods is not None and scope.goods.catch(shipment.codes) is Match.OPEN:
                yield CODE
            yield from _attributes(scope.tests, shipment)


def _attributes(tests: Sequence[Test], shipment: Shipment) -> Iterator[str]:
    """Yield the attributes that open tests compare and that are not known."""
    for test in tests:
        if test.holds(shipment) is Match.OPEN:
            yield from (f"{single.attribute}" for single in test.undecided(shipment))
