"""The parts of the evidence that a reader opens one by one: facts, claims, the backtest."""

from dataclasses import replace
from enum import StrEnum
from functools import partial
from typing import Final

from outlast.facts import Fact, Ledger
from outlast.present.claim_words import (
    author_of,
    claims_voice,
    said,
    same_counts_command,
    still_words,
    title_of,
)
from outlast.present.display.fact_words import (
    basis_text,
    distribution_text,
    fact_value,
    unit_suffix,
)
from outlast.present.display.gap_words import stand_in_told
from outlast.present.display.names import (
    gap_name,
    gap_purpose,
    gap_search,
    verdict_name,
)
from outlast.present.display.voice import Voice
from outlast.present.view import Row, Table, listed
from outlast.reading import layered, topmost
from outlast.scenario.contest import Contest
from outlast.truth.backtest.export import backtest_content
from outlast.truth.backtest.load import FILE_NAME as BACKTEST_FILE
from outlast.truth.backtest.objects import track_score
from outlast.truth.backtest.scorecard import BacktestRequest, backtest
from outlast.truth.backtest.track_export import sentence
from outlast.truth.claims.evaluate import ClaimInputs, Evaluator, not_run
from outlast.truth.claims.load import load_claims
from outlast.truth.claims.scenario_runs import scenario_runs
from outlast.truth.claims.verdict import ClaimResult, judge
from outlast.web.cache import ShouldCancel, check_client, while_client_waits
from outlast.web.state import AddressNote, PageState
from outlast.web.tables import EvidencePart
from outlast.web.work import Work


class EvidenceKind(StrEnum):
    """The parts of the evidence that a reader opens by `show` in the address."""

    PRIORS = "priors"
    FACTS = "facts"
    CLAIMS = "claims"
    BACKTEST = "backtest"
    GAPS = "gaps"


FACTS_PER_PAGE: Final = 25
"""The facts on one page of the table: on a phone each is a card."""

ROWS_PER_PAGE: Final = 20
"""Uncertain numbers, claims or gaps on one page: their texts are longer."""

FUTURES: Final = 200
"""The futures of each scenario that a claim needs, and of a forecast."""

FORECASTERS: Final = ("model", "persistence", "no effect", "strict Leontief")
"""The forecasters in the order of the table's columns."""


def evidence_kinds(contest: Contest) -> tuple[EvidenceKind, ...]:
    """Return the parts of the evidence that a contest has."""
    has = {
        EvidenceKind.PRIORS: bool(contest.priors),
        EvidenceKind.FACTS: bool(contest.ledger.facts),
        EvidenceKind.CLAIMS: any(True for _ in layered(contest.layers, "claims/*.yaml")),
        EvidenceKind.BACKTEST: topmost(contest.layers, BACKTEST_FILE) is not None,
        EvidenceKind.GAPS: bool(contest.ledger.gaps),
    }
    return tuple(kind for kind, is_there in has.items() if is_there)


def evidence_part(
    work: Work, state: PageState, voice: Voice, kind: EvidenceKind, should_cancel: ShouldCancel
) -> EvidencePart:
    """Return a part of the evidence of a state.

    Raises:
        ClientGone: The client left.
    """
    contest = work.contest(state.scenario).folder
    match kind:
        case EvidenceKind.PRIORS:
            return _priors(work, state, voice)
        case EvidenceKind.FACTS:
            return _facts(work, state, voice)
        case EvidenceKind.CLAIMS:
            key = (kind, contest, state.runs, state.lang)
            make = partial(_claims, work, state, voice, should_cancel)
            whole = work.evidence.get(key, make, should_cancel)
            return _one_page(whole, state, voice, "page.claims-found")
        case EvidenceKind.BACKTEST:
            key = (kind, contest, state.lang)
            make = partial(_scores, work, state, voice, should_cancel)
            return work.evidence.get(key, make, should_cancel)
        case EvidenceKind.GAPS:
            return _gaps(work, state, voice)


def _part(table: Table, voice: Voice, summary: str, *remarks: str) -> EvidencePart:
    return EvidencePart(summary, table.columns, table.lines(voice), remarks)


def _priors(work: Work, state: PageState, voice: Voice) -> EvidencePart:
    """Return one page of the uncertain numbers in which the reader's words occur."""
    situation = work.situation(state.scenario)
    rows: list[Row] = [
        {
            "prior": voice.name("prior", key, prior.title),
            "kind": voice.say(f"role.{prior.kind.value}"),
            "distribution": distribution_text(key, prior, voice),
            "unit": unit_suffix(prior.unit, voice).strip(),
            "grade": voice.say(f"grade.{prior.grade.value}"),
            "basis": voice.say("list.clause").join(
                basis_text(each, situation.ledger, voice) for each in prior.basis
            ),
        }
        for key, prior in situation.priors.items()
    ]
    keys = ("prior", "kind", "distribution", "unit", "grade", "basis")
    whole = _part(listed(voice, keys, rows), voice, "")
    return _one_page(whole, state, voice, "page.priors-found")


def _gaps(work: Work, state: PageState, voice: Voice) -> EvidencePart:
    """Return one page of the numbers that nobody publishes, with what stands in for each."""
    situation = work.situation(state.scenario)
    rows: list[Row] = [
        {
            "title": gap_name(key, gap.title, voice),
            "unit": unit_suffix(gap.unit, voice).strip(),
            "needed_for": gap_purpose(gap, voice),
            "searched": gap_search(gap, voice),
            "stand_in": stand_in_told(gap, situation.ledger, situation.priors, voice),
        }
        for key, gap in situation.ledger.gaps.items()
    ]
    keys = ("title", "unit", "needed_for", "searched", "stand_in")
    return _one_page(_part(listed(voice, keys, rows), voice, ""), state, voice, "page.gaps-found")


def _one_page(whole: EvidencePart, state: PageState, voice: Voice, found: str) -> EvidencePart:
    """Return the page of a part that the state asks for, of the rows with the reader's words.

    Args:
        whole: The part with every row.
        state: The state, with words and page.
        voice: The language.
        found: The key of the sentence with the number of rows.
    """
    words = state.find.lower().split()
    matches = [
        line for line in whole.lines if all(word in " ".join(line).lower() for word in words)
    ]
    page, pages, remarks = _turned(state, voice, len(matches), ROWS_PER_PAGE)
    said = words or not whole.summary
    counted = voice.say(found, n=len(matches), of=len(whole.lines)) if said else ""
    return replace(
        whole,
        summary=voice.sentences((whole.summary, counted)),
        lines=matches[(page - 1) * ROWS_PER_PAGE : page * ROWS_PER_PAGE],
        page=page,
        pages=pages,
        searchable=True,
        remarks=(*whole.remarks, *remarks),
    )


def _turned(
    state: PageState, voice: Voice, rows: int, per_page: int
) -> tuple[int, int, tuple[str, ...]]:
    """Return the page to show, of how many, and a remark if the address asks for a later one."""
    pages = max(1, -(-rows // per_page))
    if state.page <= pages:
        return state.page, pages, ()
    values = {"key": "page", "text": f"{state.page}"}
    note = AddressNote("note.number", values, bounds=(1, pages))
    return pages, pages, (note.in_words(voice),)


def _facts(work: Work, state: PageState, voice: Voice) -> EvidencePart:
    """Return one page of the facts in which the reader's words occur."""
    ledger = work.situation(state.scenario).ledger
    words = state.find.lower().split()
    matches = [fact for fact in ledger.facts.values() if _has(fact, ledger, words)]
    page, pages, remarks = _turned(state, voice, len(matches), FACTS_PER_PAGE)
    rows: list[Row] = [
        {
            "fact": fact.title,
            "value": fact_value(fact, voice),
            "period": fact.period,
            "grade": voice.say(f"grade.{fact.grade.value}"),
            "source": f"{ledger.sources[fact.source].title}, {fact.locator}",
        }
        for fact in matches[(page - 1) * FACTS_PER_PAGE : page * FACTS_PER_PAGE]
    ]
    table = listed(voice, ("fact", "value", "period", "grade", "source"), rows)
    return EvidencePart(
        voice.say("page.facts-found", n=len(matches), of=len(ledger.facts)),
        table.columns,
        table.lines(voice),
        remarks,
        page,
        pages,
        searchable=True,
    )


def _has(fact: Fact, ledger: Ledger, words: list[str]) -> bool:
    """Return whether all words occur in a fact, its key or its source."""
    source = ledger.sources[fact.source]
    text = f"{fact.key} {fact.title} {source.producer} {source.title}".lower()
    return all(word in text for word in words)


def _claims(
    work: Work, state: PageState, voice: Voice, should_cancel: ShouldCancel
) -> EvidencePart:
    """Return every claim of the contest with the verdict of its test."""
    contest = work.contest(state.scenario)
    world, sets = contest.world.world, tuple(contest.sets.sets)
    inputs = ClaimInputs(
        contest.ledger, contest.items, contest.timeline, contest.layers, world, sets
    )
    leave = partial(_leave, should_cancel)
    runs = scenario_runs(contest.layers, FUTURES, 1, lambda _: check_client(should_cancel), leave)
    evaluator = Evaluator(inputs, runs.statistic if state.runs else not_run)
    claims = while_client_waits(load_claims(inputs).values(), should_cancel)
    results = [judge(each, evaluator) for each in claims]
    rows = [_claim(each, voice) for each in results]
    table = listed(voice, ("claim", "by", "verdict", "on"), rows)
    key = "page.claims-run" if state.runs else "page.claims-facts"
    command = same_counts_command(results, FUTURES, 1)
    remarks = (still_words(command, claims_voice(voice)),) if command else ()
    part = _part(table, voice, voice.say(key, n=len(results)), *remarks)
    return replace(part, can_run=not state.runs)


def _leave(should_cancel: ShouldCancel) -> bool:
    """End a run whose client has left: no caller of the run may take half of it for the whole.

    Raises:
        ClientGone: The client left.
    """
    check_client(should_cancel)
    return False


def _claim(result: ClaimResult, voice: Voice) -> Row:
    claim, words = result.claim, claims_voice(voice)
    return {
        "claim": title_of(claim, words),
        "by": author_of(claim.made, words),
        "verdict": verdict_name(result.conclusion.in_words, voice),
        "on": voice.say("list.clause").join(
            said(each, words) for each in result.conclusion.reasons
        ),
    }


def _scores(
    work: Work, state: PageState, voice: Voice, should_cancel: ShouldCancel
) -> EvidencePart:
    """Return the scores of the forecast that was frozen on the first declared day."""
    request = BacktestRequest(futures=FUTURES)
    card = backtest(request, work.contest(state.scenario), partial(_leave, should_cancel))
    scored = backtest_content(card)
    rows: list[Row] = [
        {
            "series": card.declared.series[score["series"]].meaning,
            "unit": unit_suffix(score["unit"], voice).strip(),
            "observed": score["observed"],
            "median": score["median"],
            **{name: score["crps"].get(name) for name in FORECASTERS},
            "held": voice.percent(score["coverage"]),
        }
        for score in scored["scores"]
    ]
    keys = ("series", "unit", "observed", "median", *FORECASTERS, "held")
    freeze, until = (voice.day(day) for day in (card.forecasts.freeze.day, card.until))
    summary = voice.say("page.backtest-said", freeze=freeze, until=until)
    against_pool = sentence(track_score(card))
    remarks = (against_pool, *scored["vintages"]["words"], *scored["summary"]["words"])
    return _part(listed(voice, keys, rows), voice, summary, *remarks)
