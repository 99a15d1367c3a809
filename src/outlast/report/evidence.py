"""The tables of evidence: measures on the date, facts with sources, uncertain numbers, gaps."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

from outlast.present.display.voice import Voice
from outlast.present.views.measures import spans
from outlast.report.parts import Grid
from outlast.report.used import used_facts
from outlast.results import Results
from outlast.scenario.load import Situation
from outlast.scenario.prior import Basis, Distribution

LARGE: Final = 1e5
"""The number from which no fractions are told."""


def measures_now(results: Results, voice: Voice) -> Grid:
    """Return the measures that bind, rest or hang on an open question on the date."""
    situation = results.situation
    today, ledger = situation.clock.on, situation.ledger
    lines: list[tuple[str, ...]] = []
    for key, side in situation.timeline.sides.items():
        for measure in situation.timeline.measures.values():
            if measure.side != key:
                continue
            now = [
                span
                for span in spans(measure, today + timedelta(days=1))
                if span.end > today and span.state != "expected"
            ]
            for span in now:
                held = max(day for day in measure.status if day <= span.begin)
                where = measure.status[held].reference
                lines.append(
                    (
                        voice.name("measure", measure.id, measure.title),
                        voice.side(key, side.title),
                        voice.say(f"state.{span.state}"),
                        f"{span.begin}",
                        f"{ledger.sources[where.source].title}, {where.locator}",
                    )
                )
    return _grid(voice, "measures", ("measure", "side", "event", "since-day", "citation"), lines)


def facts(situation: Situation, voice: Voice) -> tuple[Grid, Grid]:
    """Return the facts that the run rests on, and the documents that they stand in."""
    found = used_facts(situation)
    sources = sorted({fact.source for fact in found})
    numbers = {source: f"{number}" for number, source in enumerate(sources, 1)}
    rows = [
        (
            fact.title,
            _value(fact.value, fact.low, fact.high, fact.unit),
            fact.period,
            voice.say(f"grade.{fact.grade.value}"),
            voice.say("report.where", number=numbers[fact.source], where=fact.locator),
        )
        for fact in found
    ]
    documents: list[tuple[str, ...]] = []
    for key in sources:
        source = situation.ledger.sources[key]
        documents.append(
            (
                numbers[key],
                source.producer,
                source.title,
                f"{source.published}",
                source.licence.name,
                source.url or "",
            )
        )
    columns = ("fact", "value", "period", "grade", "where")
    kept = ("number", "publisher", "title", "published", "licence", "url")
    return _grid(voice, "facts", columns, rows), _grid(voice, "sources", kept, documents)


def priors(situation: Situation, voice: Voice) -> Grid:
    """Return every uncertain number with its distribution and how well it is known."""
    rows = [
        (
            voice.name("prior", key, prior.title),
            voice.say(f"role.{prior.kind.value}"),
            distribution(prior.distribution, prior.unit),
            voice.say(f"grade.{prior.grade.value}"),
            voice.say("list.clause").join(_basis(each, situation, voice) for each in prior.basis),
        )
        for key, prior in situation.priors.items()
    ]
    columns = ("prior", "role", "distribution", "grade", "basis")
    return _grid(voice, "priors", columns, rows)


def gaps(situation: Situation, voice: Voice) -> Grid:
    """Return what the model needs and nobody publishes, with what stands in its place."""
    rows = [
        (gap.title, gap.needed_for, gap.searched, gap.stand_in)
        for gap in situation.ledger.gaps.values()
    ]
    return _grid(voice, "gaps", ("gap", "needed_for", "searched", "stand_in"), rows)


def distribution(given: Distribution, unit: str) -> str:
    """Return a distribution as a word, its numbers and their unit."""
    ((kind, numbers),) = given.model_dump(exclude_none=True).items()
    pairs: Mapping[str, Any] = numbers
    told = f"{kind}: " + ", ".join(f"{name} {value:.3g}" for name, value in pairs.items())
    return told + _unit(unit)


def _grid(voice: Voice, key: str, columns: Sequence[str], lines: Sequence[tuple[str, ...]]) -> Grid:
    return Grid(
        voice.say(f"report.{key}", n=len(lines)),
        tuple(voice.say(f"column.{column}") for column in columns),
        tuple(lines),
        dense=True,
    )


def _value(value: float, low: float | None, high: float | None, unit: str) -> str:
    number = "{:g}".format if unit == "year" else _number
    told = number(value) + _unit(unit)
    return told if low is None or high is None else f"{told} ({number(low)} … {number(high)})"


def _unit(unit: str) -> str:
    """Return a unit behind its number; a share has none, and a date says itself what it is."""
    return "" if unit in ("1", "year") else f" {unit}"


def _number(value: float) -> str:
    """Return a number as its source has it: six digits at the least, none of them a power."""
    return f"{value:,.0f}" if abs(value) >= LARGE else f"{value:,.6g}"


def _basis(basis: Basis, situation: Situation, voice: Voice) -> str:
    """Return one thing on which a prior rests, in a line."""
    if basis.source is not None:
        return f"{situation.ledger.sources[basis.source].title}, {basis.locator}"
    if basis.fact is not None:
        return situation.ledger.facts[basis.fact].title
    return voice.say("report.assumed", why=basis.assume or "")
