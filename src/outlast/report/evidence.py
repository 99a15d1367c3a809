"""The tables of evidence: measures on the date, facts with sources, uncertain numbers, gaps."""

from collections.abc import Sequence
from datetime import timedelta

from outlast.present.display.fact_words import (
    basis_text,
    distribution_text,
    fact_value,
    unit_suffix,
)
from outlast.present.display.gap_words import stand_in_told
from outlast.present.display.names import gap_name, gap_purpose, gap_search, source_name
from outlast.present.display.voice import Voice
from outlast.present.views.measures import EXPECTED, spans
from outlast.report.parts import ReportTable
from outlast.report.used import used_facts
from outlast.results import Results
from outlast.scenario.load import Situation


def measures_now(results: Results, voice: Voice) -> ReportTable:
    """Return the measures that on the date are in force, suspended or open, with their sources."""
    situation = results.situation
    today, ledger = situation.clock.on, situation.ledger
    lines: list[tuple[str, ...]] = []
    for key, side in situation.timeline.sides.items():
        for measure in situation.timeline.measures.values():
            if measure.side != key:
                continue
            for span in spans(measure, today + timedelta(days=1)):
                if span.end <= today or span.state == EXPECTED:
                    continue
                last_entry = max(day for day in measure.status if day <= span.begin)
                reference = measure.status[last_entry].reference
                lines.append(
                    (
                        voice.name("measure", measure.id, measure.title),
                        voice.side(key, side.title),
                        voice.say(f"state.{span.state}"),
                        f"{span.begin}",
                        f"{source_name(ledger, reference.source, voice)}, {reference.locator}",
                    )
                )
    return _table(voice, "measures", ("measure", "side", "state", "since-day", "citation"), lines)


def facts(situation: Situation, voice: Voice) -> tuple[ReportTable, ReportTable]:
    """Return the facts that the run rests on, and the documents that hold them."""
    used = used_facts(situation)
    sources = sorted({fact.source for fact in used})
    numbers = {source: f"{number}" for number, source in enumerate(sources, 1)}
    rows = [
        (
            fact.title,
            fact_value(fact, voice),
            fact.period,
            voice.say(f"grade.{fact.grade.value}"),
            voice.say("report.where", number=numbers[fact.source], where=fact.locator),
        )
        for fact in used
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
    of_facts = ("fact", "value", "period", "grade", "where")
    of_documents = ("number", "publisher", "title", "published", "licence", "url")
    return _table(voice, "facts", of_facts, rows), _table(voice, "sources", of_documents, documents)


def priors(situation: Situation, voice: Voice) -> ReportTable:
    """Return every uncertain number with its distribution, grade and basis."""
    rows = [
        (
            voice.name("prior", key, prior.title),
            voice.say(f"role.{prior.kind.value}"),
            distribution_text(key, prior, voice) + unit_suffix(prior.unit, voice),
            voice.say(f"grade.{prior.grade.value}"),
            voice.say("list.clause").join(
                basis_text(each, situation.ledger, voice) for each in prior.basis
            ),
        )
        for key, prior in situation.priors.items()
    ]
    columns = ("prior", "role", "distribution", "grade", "basis")
    return _table(voice, "priors", columns, rows)


def gaps(situation: Situation, voice: Voice) -> ReportTable:
    """Return the numbers that the model needs and nobody publishes, with their substitutes."""
    rows = [
        (
            gap_name(key, gap.title, voice),
            gap_purpose(gap, voice),
            gap_search(gap, voice),
            stand_in_told(gap, situation.ledger, situation.priors, voice),
        )
        for key, gap in situation.ledger.gaps.items()
    ]
    return _table(voice, "gaps", ("gap", "needed_for", "searched", "stand_in"), rows)


def _table(
    voice: Voice, key: str, columns: Sequence[str], lines: Sequence[tuple[str, ...]]
) -> ReportTable:
    return ReportTable(
        voice.say(f"report.{key}", n=len(lines)),
        tuple(voice.say(f"column.{column}") for column in columns),
        tuple(lines),
        dense=True,
    )
