"""Classification of one shipment on its day: the paragraphs that catch it, and the consequence."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from outlast.policy.finding import Inquiry, MeasureFinding, Outcome, held, names_party
from outlast.policy.match import Match
from outlast.policy.measure import Force
from outlast.policy.reaching import concerned
from outlast.policy.shipment import Shipment
from outlast.policy.stance import EXCEPTIONS, Policy
from outlast.policy.timeline import Timeline


@dataclass(frozen=True)
class Screening:
    """The whole answer of the record on one shipment, under one choice of branches."""

    branches: Mapping[str, str]
    findings: tuple[MeasureFinding, ...]

    @cached_property
    def binding(self) -> tuple[MeasureFinding, ...]:
        """The measures that license or bar the shipment, the strictest first."""
        free = (Policy.NO_LICENCE, Policy.TARIFF)
        binding = [each for each in self.findings if each.policy not in free]
        return tuple(sorted(binding, key=lambda each: -each.policy.strictness))

    @cached_property
    def undecided(self) -> tuple[MeasureFinding, ...]:
        """The measures in force that may license or bar the shipment."""
        return tuple(each for each in self.open if not each.measure.instrument.is_duty)

    @cached_property
    def open_duties(self) -> tuple[MeasureFinding, ...]:
        """The tariffs and fees that may be due on it."""
        return tuple(each for each in self.open if each.measure.instrument.is_duty)

    @property
    def open(self) -> Iterator[MeasureFinding]:
        """Yield the measures in force that may catch the item."""
        for each in self.findings:
            in_force = each.standing is not None and each.standing.value is Force.IN_FORCE
            if each.outcome is Outcome.OPEN and in_force:
                yield each

    @property
    def duties(self) -> tuple[MeasureFinding, ...]:
        """The tariffs and fees that are due on it; they make it dearer, and bar nothing."""
        return tuple(each for each in self.findings if each.policy is Policy.TARIFF)

    @property
    def caught(self) -> tuple[str, ...]:
        """Every paragraph that catches the item by its attributes, in the order of the record.

        Left out are listings, which catch everything, and the buyer's own state.
        """
        return tuple(
            paragraph.name
            for each in self.findings
            if each in self.binding and not each.measure.reach.imports_into
            for paragraph in each.paragraphs
            if paragraph.answer is Match.YES and not paragraph.scope.everything
        )

    @property
    def policy(self) -> Policy:
        """The strictest treatment."""
        return self.binding[0].policy if self.binding else Policy.NO_LICENCE

    @property
    def review(self) -> Policy:
        """The strictest review of an application, whether or not exceptions may be used instead.

        Where one measure leaves an exception and another none, the application is for the other.
        """
        if self.policy not in EXCEPTIONS:
            return self.policy
        return max((each.review for each in self.binding), key=lambda each: each.strictness)

    @property
    def exceptions(self) -> tuple[str, ...]:
        """The exceptions that may be used together in place of every licence, by symbol.

        An exception to one rule is of no use where another asks for a licence all the same.
        """
        symbols = [each.exception for each in self.binding]
        return () if None in symbols else tuple(dict.fromkeys(map(str, symbols)))

    @property
    def exception(self) -> str | None:
        """The licence exception that the strictest treatment leaves open."""
        return self.binding[0].exception if self.binding else None


def screen(
    shipment: Shipment,
    timeline: Timeline,
    branches: Mapping[str, str],
) -> Screening:
    """Return how every measure of the record treats a shipment on its day, as far as is known.

    Paragraphs whose tests are undecided stay open; a licence policy whose condition is open is
    passed over.

    Args:
        shipment: The shipment.
        timeline: The record.
        branches: The branch of each switch; see `screen_branches` where they are open.
    """
    inquiry = Inquiry(shipment, timeline, branches)
    found = [held(measure, inquiry) for measure in concerned(shipment, timeline)]
    return Screening(branches, tuple(each for each in found if each is not None))


def screen_branches(
    shipment: Shipment, timeline: Timeline, chosen: Mapping[str, str] | None = None
) -> tuple[Screening, ...]:
    """Return one screening for every way in which the switches that matter can fall.

    Args:
        shipment: The shipment.
        timeline: The record.
        chosen: The branch of switches that the reader decides.
    """
    decided = dict(chosen or {})
    touched: set[str] = set()
    for measure in concerned(shipment, timeline):
        hanging = measure.depends_on_switches(shipment.on) if measure.switches else ()
        if hanging and names_party(measure, shipment, timeline, {}):
            touched |= hanging
    decided = {name: branch for name, branch in decided.items() if name in touched}
    found = _every_way(sorted(touched), shipment, timeline, decided)
    matter = [name for name in sorted(touched) if name in decided or _matters(name, found)]
    if len(matter) == len(touched):
        return found
    return _every_way(matter, shipment, timeline, decided)


def _every_way(
    names: list[str], shipment: Shipment, timeline: Timeline, decided: Mapping[str, str]
) -> tuple[Screening, ...]:
    """Return one screening for every combination of the branches of switches not decided."""
    choices = product(
        *(
            [decided[name]] if name in decided else timeline.switches[name].branches
            for name in names
        )
    )
    return tuple(
        screen(shipment, timeline, dict(zip(names, choice, strict=True))) for choice in choices
    )


def _matters(switch: str, found: tuple[Screening, ...]) -> bool:
    """Return whether the branch of a switch alone changes the binding measures."""
    seen: dict[frozenset[tuple[str, str]], object] = {}
    for each in found:
        others = frozenset(each.branches.items() - {(switch, each.branches[switch])})
        binds = tuple((finding.measure.id, finding.policy) for finding in each.binding)
        binds += tuple((finding.measure.id, finding.outcome) for finding in each.open)
        if seen.setdefault(others, binds) != binds:
            return True
    return False
