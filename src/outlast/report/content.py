"""The content of a report: from results, drivers and costs to sections in the order of reading."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final, Protocol

from outlast.present.by_open_question import flips
from outlast.present.display.names import branch_name, question_name, scenario_name, summary_of
from outlast.present.display.time_axis import horizon
from outlast.present.display.voice import Voice
from outlast.present.first_breaks import end_names, firsts
from outlast.present.headline import answer
from outlast.present.terminal import breaking, sentence_text, services_note, services_table
from outlast.present.view import View
from outlast.present.views.compute import compute
from outlast.present.views.cover import cover
from outlast.present.views.dependence import dependence
from outlast.present.views.dots import dots
from outlast.present.views.drivers import drivers as drivers_view
from outlast.present.views.frontier import frontier
from outlast.present.views.gap import between
from outlast.present.views.levers import levers
from outlast.present.views.measures import measures
from outlast.present.views.need_met import met
from outlast.present.views.paths import paths
from outlast.report import evidence
from outlast.report.parts import Block, Grid, Picture, Points, Prose, Report, Section
from outlast.report.words import told
from outlast.results import Results, SetOdds
from outlast.study.drivers import FEWEST, Drivers
from outlast.study.lever_effects import Stops

BILLION: Final = 1e9
RUN: Final = (
    *("scenario", "title", "digest", "seed", "futures", "precision", "version"),
    *("date", "knows_until", "horizon", "step", "platform"),
)
"""What is told of a run, in this order."""


class Cost(Protocol):
    """What a bloc bears."""

    @property
    def bloc(self) -> str: ...  # noqa: D102  the names say it
    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def kind(self) -> str: ...  # noqa: D102
    @property
    def mean(self) -> float: ...  # noqa: D102
    @property
    def low(self) -> float: ...  # noqa: D102
    @property
    def high(self) -> float: ...  # noqa: D102


def report(
    results: Results,
    found: Drivers,
    costs: Sequence[Cost],
    language: str = "en",
    tried: Stops | None = None,
) -> Report:
    """Return the report of a run.

    Args:
        results: What its futures came to.
        found: What decides it.
        costs: What each bloc bears.
        language: Its language.
        tried: What every lever would change, where somebody tried.

    Raises:
        InputError: The language is not spoken.
    """
    voice, manifest = told(language), results.manifest
    sections = {
        "answer": _answer(results, voice),
        "why": _why(results, voice),
        "change": _change(results, found, tried, voice),
        "cost": _cost(costs, voice),
        "measures": _measures(results, voice),
        "limits": [Points(_limits(voice))],
        "evidence": _evidence(results, voice),
        "manifest": _manifest(results, voice),
    }
    within = horizon(results.situation.clock, voice)
    return Report(
        language=language,
        title=voice.say("answer.title"),
        subtitle=voice.say(
            "report.subtitle", title=scenario_name(results, voice), day=manifest.date, within=within
        ),
        foot=voice.say(
            "report.foot",
            version=manifest.version,
            scenario=manifest.scenario,
            digest=manifest.digest,
        ),
        contents=voice.say("report.contents"),
        table=voice.say("report.table"),
        sections=tuple(
            Section(key, voice.say(f"section.{key}"), blocks) for key, blocks in sections.items()
        ),
    )


def _answer(results: Results, voice: Voice) -> list[Block]:
    lines = breaking(results)
    table = services_table(results, voice, lines)
    grid = Grid(
        voice.say("report.services"),
        tuple(title for _, title in table.columns),
        tuple(tuple(line) for line in table.lines(voice)),
        services_note(results, voice, shown=len(lines)),
    )
    lead = voice.sentences([flips(results, voice), sentence_text(results, voice)])
    blocks: list[Block] = [Prose(lead, lead=True)]
    if results.futures < FEWEST:
        blocks.append(Prose(voice.say("report.short", n=results.futures)))
    blocks.append(Prose(voice.say("report.supposes", summary=summary_of(results, voice))))
    views = (dots(results, voice), answer(results, voice))
    return [*blocks, *(Picture(view, told=False) for view in views), grid]


def _why(results: Results, voice: Voice) -> list[Block]:
    views = (
        paths(results, voice),
        between(results, voice),
        met(results, voice),
        cover(results, voice),
        frontier(results, voice),
        dependence(results, voice),
        compute(results, voice),
    )
    return [_pictured(view) for view in views if view is not None]


def _pictured(view: View) -> Block:
    """Return a figure, or its finding alone where it would be empty."""
    return Picture(view) if any(view.data.values()) else Prose(view.finding)


def _change(results: Results, found: Drivers, tried: Stops | None, voice: Voice) -> list[Block]:
    blocks: list[Block] = [_sets(results, voice)]
    if tried is not None and tried.tried:
        blocks.insert(0, _pictured(levers(tried, voice)))
    branches = _branches(results, voice)
    blocks.append(branches if branches.lines else Prose(voice.say("report.none-open")))
    if not found.found:
        return [*blocks, Prose(voice.say("drivers.none"))]
    blocks.append(Picture(drivers_view(results, voice, found.found)))
    return blocks


def _sets(results: Results, voice: Voice) -> Grid:
    lines: list[tuple[str, ...]] = []
    for (contest, definition), group in groupby(
        results.sets(), key=lambda odds: (odds.contest, odds.definition)
    ):
        lines.extend(
            (
                voice.name("contest", contest, odds.title),
                voice.say(f"definition.{definition}"),
                voice.say(f"rule.{odds.rule}"),
                *_shares(results, odds, voice),
                voice.hundred(odds.same),
                voice.hundred(odds.neither),
            )
            for odds in group
        )
    keys = ("contest", "counted", "rule")
    columns = (
        *(voice.say(f"column.{key}") for key in keys),
        *_side_titles(results, voice),
        voice.say("column.same"),
        voice.say("column.neither"),
    )
    return Grid(voice.say("report.sets"), columns, tuple(lines), voice.say("report.sets-note"))


def _side_titles(results: Results, voice: Voice) -> tuple[str, str]:
    """Return the headings of the two sides' columns."""
    names = end_names(results, firsts(results), voice)
    return names[0], names[1]


def _shares(results: Results, odds: SetOdds, voice: Voice) -> tuple[str, str]:
    """Return in how many of a hundred futures each side is first, with the error."""
    one, other = (
        f"{voice.hundred(odds.first[side])} (±{max(1, round(200 * odds.errors[side]))})"
        for side in results.situation.timeline.sides
    )
    return one, other


def _branches(results: Results, voice: Voice) -> Grid:
    """Return the default contest by the answer to each open question."""
    head = firsts(results)
    lines: list[tuple[str, ...]] = []
    for each in results.branches():
        odds = next(
            odds
            for odds in each.sets
            if (odds.contest, odds.definition, odds.rule)
            == (head.contest, head.definition, "strict")
        )
        question = question_name(results, each.switch, voice)
        chance = voice.percent(each.chance)
        branch = branch_name(voice, each.switch, each.branch)
        lines.append((question, branch, chance, *_shares(results, odds, voice)))
    keys = ("question", "branch", "chance")
    columns = (*(voice.say(f"column.{key}") for key in keys), *_side_titles(results, voice))
    title = results.situation.contests[head.contest].title
    note = voice.say(
        "report.branches-note",
        contest=voice.name("contest", head.contest, title),
        definition=voice.say(f"definition.{head.definition}"),
    )
    return Grid(voice.say("report.branches"), columns, tuple(lines), note)


def _cost(costs: Sequence[Cost], voice: Voice) -> list[Block]:
    if not costs:
        return [Prose(voice.say("report.costs-none"))]
    lines = tuple(
        (
            voice.name("bloc", cost.bloc, cost.title),
            voice.say(f"cost.{cost.kind}"),
            *(voice.number(round(each / BILLION, 2)) for each in (cost.mean, cost.low, cost.high)),
        )
        for cost in costs
    )
    columns = tuple(voice.say(f"column.{key}") for key in ("bloc", "cost", "mean", "low", "high"))
    return [Grid(voice.say("report.costs"), columns, lines, voice.say("report.costs-note"))]


def _measures(results: Results, voice: Voice) -> list[Block]:
    """Return the measures of each side, in the order in which the record declares the sides."""
    record = results.situation.timeline
    blocks: list[Block] = [Prose(measures(results, voice).finding)]
    for key, side in record.sides.items():
        ours = [name for name, measure in record.measures.items() if measure.side == key]
        if ours:
            name = voice.capital(voice.side(key, side.title))
            view = replace(measures(results, voice, only=ours), title=name)
            blocks.append(Picture(view, told=False))
    return [*blocks, evidence.measures_now(results, voice)]


def _limits(voice: Voice) -> tuple[str, ...]:
    return tuple(voice.say(key) for key in sorted(voice.messages) if key.startswith("limit."))


def _evidence(results: Results, voice: Voice) -> list[Block]:
    situation = results.situation
    facts, documents = evidence.facts(situation, voice)
    unknown = evidence.gaps(situation, voice)
    known: list[Block] = [facts, documents] if facts.lines else []
    return [
        *(known or [Prose(voice.say("report.facts-none"))]),
        evidence.priors(situation, voice),
        unknown if unknown.lines else Prose(voice.say("report.gaps-none")),
    ]


def _manifest(results: Results, voice: Voice) -> list[Block]:
    manifest = results.manifest
    lines = tuple((voice.say(f"run.{key}"), f"{getattr(manifest, key)}") for key in RUN)
    columns = (voice.say("column.key"), voice.say("column.entry"))
    cited = voice.say(
        "report.cite",
        version=manifest.version,
        title=scenario_name(results, voice),
        scenario=manifest.scenario,
        digest=manifest.digest,
        futures=manifest.futures,
        seed=f"{manifest.seed}",
    )
    return [
        Grid(voice.say("report.manifest"), columns, lines),
        Prose(voice.say("report.again", command=manifest.command)),
        Prose(cited),
    ]
