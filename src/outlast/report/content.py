"""The content of a report: the sections in the order of reading, from results and drivers."""

from dataclasses import replace
from itertools import groupby
from typing import Final

from outlast.economy.contest_exposure import contest_exposure
from outlast.economy.cost import contest_cost
from outlast.economy.same_stop import contest_same_stops
from outlast.present.answer_text import answer_text
from outlast.present.citation import citation
from outlast.present.clocks import clock_label, clocks_note
from outlast.present.cost import cost_basis, cost_line, cost_tables
from outlast.present.display.names import (
    bloc_name,
    branch_name,
    end_names,
    question_name,
    scenario_name,
    scenario_summary,
    set_name,
)
from outlast.present.display.time_axis import horizon
from outlast.present.display.voice import Voice
from outlast.present.headline import plus_minus
from outlast.present.institutions import losses_apart, losses_in_words
from outlast.present.outcomes import short_sides
from outlast.present.record_age import run_age_lines
from outlast.present.registry import Subject, report_figures
from outlast.present.terminal import breaking, services_note, services_table
from outlast.present.view import Table, View
from outlast.present.weights import weights_lines
from outlast.report import evidence
from outlast.report.brief import brief_blocks
from outlast.report.parts import (
    NumberedList,
    Report,
    ReportBlock,
    ReportFigure,
    ReportTable,
    Section,
    TextBlock,
)
from outlast.report.words import report_voice
from outlast.results import Results, SetOdds
from outlast.study.drivers import FEWEST, Drivers
from outlast.study.lever_effects import LeverEffects

BILLION: Final = 1e9
MEASURES_A_FIGURE: Final = 22
MANIFEST_FIELDS: Final = (
    *("scenario", "title", "digest", "seed", "futures", "precision", "version"),
    *("date", "knows_until", "horizon", "step", "platform"),
)
"""The fields of the manifest that the report shows, in this order."""


def build_report(
    results: Results,
    drivers: Drivers,
    language: str = "en",
    lever_effects: LeverEffects | None = None,
) -> Report:
    """Return the report of a run.

    Args:
        results: The results of the run.
        drivers: The drivers of its answer.
        language: The language.
        lever_effects: The effect of every lever; the report leaves them out if absent.

    Raises:
        InputError: There is no such language.
    """
    names = results.situation.origin.contest.names
    voice, manifest = report_voice(language).naming(names), results.manifest
    subject = Subject(results, drivers=drivers, lever_effects=lever_effects)
    sections = {
        "brief": brief_blocks(subject, voice),
        "answer": _answer(subject, voice),
        "why": _figures("why", subject, voice),
        "change": _change(subject, voice),
        "cost": _costs(subject, voice),
        "measures": _measures(subject, voice),
        "limits": [NumberedList(_limits(voice))],
        "evidence": _evidence(results, voice),
        "manifest": _manifest(results, voice),
    }
    return Report(
        language=language,
        title=voice.say("answer.title"),
        subtitle=voice.say(
            "report.subtitle",
            title=scenario_name(results, voice),
            day=manifest.date,
            within=horizon(results.situation.clock, voice),
        ),
        foot=voice.say(
            "report.foot",
            version=manifest.version,
            scenario=manifest.scenario,
            digest=manifest.digest,
        ),
        contents=voice.say("report.contents"),
        table=voice.say("report.table"),
        running=voice.say("report.running", title=scenario_name(results, voice), day=manifest.date),
        sections=tuple(
            Section(key, voice.say(f"section.{key}"), blocks, own_pages=key == "brief")
            for key, blocks in sections.items()
        ),
    )


def _figures(section: str, subject: Subject, voice: Voice) -> list[ReportBlock]:
    """Return the figures of a section, those of lever effects only where the subject has some."""
    effects = subject.lever_effects
    return [
        _figure(entry.build(subject, voice))
        for entry in report_figures(section, subject.results)
        if not entry.needs_lever_effects or (effects is not None and effects.effects)
    ]


def _figure(view: View) -> ReportBlock:
    """Return a figure, or its finding alone where it would be empty."""
    return ReportFigure(view) if any(view.data.values()) else TextBlock(view.finding)


def _answer(subject: Subject, voice: Voice) -> list[ReportBlock]:
    results = subject.results
    blocks: list[ReportBlock] = [TextBlock(answer_text(results, voice), lead=True)]
    if results.futures < FEWEST:
        blocks.append(TextBlock(voice.say("report.short", n=results.futures)))
    if weighed := weights_lines(results, voice):
        blocks.append(TextBlock(voice.sentences(weighed)))
    summary = scenario_summary(results, voice)
    blocks.append(TextBlock(voice.say("report.supposes", summary=summary)))
    views = (entry.build(subject, voice) for entry in report_figures("answer", results))
    blocks.extend(ReportFigure(view, with_finding=False) for view in views)
    return [*blocks, _services(results, voice)]


def _services(results: Results, voice: Voice) -> ReportTable:
    lines = breaking(results)
    table = services_table(results, voice, lines)
    return ReportTable(
        voice.say("report.services"),
        tuple(heading for _, heading in table.columns),
        tuple(tuple(line) for line in table.lines(voice)),
        services_note(results, voice, shown=len(lines)),
    )


def _change(subject: Subject, voice: Voice) -> list[ReportBlock]:
    """Return the effects of levers, the odds by counting rule and by open question, the drivers."""
    results = subject.results
    branches = _branches(results, voice)
    tables: list[ReportBlock] = [
        _sets(results, voice),
        branches if branches.lines else TextBlock(voice.say("report.none-open")),
    ]
    blocks = _figures("change", subject, voice)
    with_effects = subject.lever_effects is not None and subject.lever_effects.effects
    place = 1 if with_effects else 0
    return [*blocks[:place], *tables, *blocks[place:]]


def _sets(results: Results, voice: Voice) -> ReportTable:
    """Return the odds by set, definition, clock and rule, in few words, as they share a page."""
    lines: list[tuple[str, ...]] = []
    for (name, definition), group in groupby(
        results.sets(), key=lambda odds: (odds.service_set, odds.definition)
    ):
        lines.extend(
            (
                set_name(results, name, voice),
                voice.say(f"definition.short.{definition}"),
                clock_label(odds.clock, voice),
                voice.say(f"rule.short.{odds.rule}"),
                *_shares(results, odds, voice),
                voice.hundred(odds.same),
                voice.hundred(odds.neither),
                " : ".join(voice.hundred(share) for share in odds.already.values()),
            )
            for odds in group
        )
    columns = (
        *(voice.say(f"column.{key}") for key in ("set", "counted", "clock", "rule")),
        *short_sides(results, voice),
        voice.say("column.same"),
        voice.say("column.neither"),
        voice.say("column.short-on-date"),
    )
    note = voice.sentences([voice.say("report.sets-note"), clocks_note(results, voice)])
    return ReportTable(voice.say("report.sets"), columns, tuple(lines), note)


def _shares(results: Results, odds: SetOdds, voice: Voice) -> tuple[str, str]:
    """Return in how many of a hundred futures each side breaks first, with the error."""
    one, other = (
        f"{voice.hundred(odds.first[side])} (±{plus_minus(odds.errors[side], voice)})"
        for side in results.sides
    )
    return one, other


def _branches(results: Results, voice: Voice) -> ReportTable:
    """Return the odds of the default set by the answer to each open question."""
    head = results.first_breaks()
    lines: list[tuple[str, ...]] = []
    for each in results.branches():
        odds = next(odds for odds in each.sets if odds.key == head.odds.key)
        question = question_name(results, each.switch, voice)
        chance = voice.percent(each.chance)
        branch = branch_name(voice, each.switch, each.branch)
        lines.append((question, branch, chance, *_shares(results, odds, voice)))
    keys = ("question", "branch", "chance")
    columns = (*(voice.say(f"column.{key}") for key in keys), *end_names(results, voice)[:2])
    note = voice.say(
        "report.branches-note",
        set=set_name(results, head.service_set, voice),
        definition=voice.say(f"definition.{head.definition}"),
    )
    return ReportTable(voice.say("report.branches"), columns, tuple(lines), note)


def _costs(subject: Subject, voice: Voice) -> list[ReportBlock]:
    """Return the cost of denial by part, year and industry, then the losses of institutions."""
    results = subject.results
    priced = contest_cost(results)
    if priced is None:
        return [*_direct_costs(results, voice), *_figures("cost", subject, voice)]
    tables = cost_tables(results, priced, voice)
    return [
        TextBlock(cost_line(results, priced, voice)),
        *(_as_report(title, table, voice) for title, table in tables),
        TextBlock(cost_basis(results, priced, voice)),
        *(_figure_beside_tables(block) for block in _figures("cost", subject, voice)),
        *_institutions(results, voice),
    ]


def _figure_beside_tables(block: ReportBlock) -> ReportBlock:
    """Return the figure of cost without the line and the tables that stand above it already."""
    if isinstance(block, ReportFigure) and block.view.name == "cost":
        return replace(block, with_finding=False, with_table=False)
    return block


def _institutions(results: Results, voice: Voice) -> list[ReportBlock]:
    """Return the things that published losses count, and the reasons for which they lie apart."""
    contest = results.situation.origin.contest
    found = contest_exposure(contest)
    if found is None:
        return []
    blocks = [TextBlock(losses_apart(found, voice))]
    for each in losses_in_words(found, contest_same_stops(contest), voice):
        text = voice.sentences([each.counts, each.numbers])
        blocks.append(TextBlock(text, label=voice.say("list.label", label=each.case)))
    return [*blocks]


def _direct_costs(results: Results, voice: Voice) -> list[ReportBlock]:
    """Return the engine's account, where no table of industries stands behind it."""
    costs = results.costs()
    if not costs:
        return [TextBlock(voice.say("report.costs-none"))]
    lines = tuple(
        (
            bloc_name(results, cost.bloc, voice),
            voice.say(f"cost.{cost.kind}"),
            *(voice.number(round(each / BILLION, 2)) for each in (cost.mean, cost.low, cost.high)),
        )
        for cost in costs
    )
    columns = tuple(voice.say(f"column.{key}") for key in ("bloc", "cost", "mean", "low", "high"))
    note = voice.say("report.costs-note")
    return [ReportTable(voice.say("report.costs"), columns, lines, note)]


def _as_report(title: str, table: Table, voice: Voice) -> ReportTable:
    """Return a table with its title as a part of the report."""
    heads = tuple(head for _, head in table.columns)
    return ReportTable(title, heads, tuple(map(tuple, table.lines(voice))))


def _measures(subject: Subject, voice: Voice) -> list[ReportBlock]:
    """Return the measures of each side, in the order in which the record declares the sides.

    The names stand above their bars, so that a figure of all would not fit a page.
    """
    results = subject.results
    record = results.situation.timeline
    entries = report_figures("measures", results)
    blocks: list[ReportBlock] = [
        TextBlock(entry.build(subject, voice).finding) for entry in entries
    ]
    for key, side in record.sides.items():
        name = voice.capital(voice.side(key, side.title))
        begun = {name: min(m.status) for name, m in record.measures.items() if m.side == key}
        names = sorted(begun, key=begun.__getitem__)
        pages = -(-len(names) // MEASURES_A_FIGURE)
        for page in range(pages):
            some = tuple(names[page * MEASURES_A_FIGURE : (page + 1) * MEASURES_A_FIGURE])
            views = (entry.build(replace(subject, measures=some), voice) for entry in entries)
            title = voice.say("report.part", title=name, part=page + 1, of=pages)
            blocks.extend(
                ReportFigure(replace(view, title=title if pages > 1 else name), with_finding=False)
                for view in views
                if any(view.data.values())
            )
    return [*blocks, evidence.measures_now(results, voice)]


def _limits(voice: Voice) -> tuple[str, ...]:
    return tuple(voice.say(key) for key in sorted(voice.messages) if key.startswith("limit."))


def _evidence(results: Results, voice: Voice) -> list[ReportBlock]:
    situation = results.situation
    facts, documents = evidence.facts(situation, voice)
    gaps = evidence.gaps(situation, voice)
    known: list[ReportBlock] = [facts, documents] if facts.lines else []
    return [
        *(known or [TextBlock(voice.say("report.facts-none"))]),
        evidence.priors(situation, voice),
        gaps if gaps.lines else TextBlock(voice.say("report.gaps-none")),
    ]


def _manifest(results: Results, voice: Voice) -> list[ReportBlock]:
    manifest = results.manifest
    lines = tuple((voice.say(f"run.{key}"), f"{getattr(manifest, key)}") for key in MANIFEST_FIELDS)
    columns = (voice.say("column.key"), voice.say("column.entry"))
    return [
        ReportTable(voice.say("report.manifest"), columns, lines),
        *(TextBlock(line) for line in run_age_lines(results.situation, voice, None)),
        TextBlock(voice.say("report.again", command=manifest.command)),
        TextBlock(voice.say("report.cite", citation=citation(results, voice))),
    ]
