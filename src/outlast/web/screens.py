"""The screens of the page: the content of each for a state, as its template reads it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from outlast.present.answer_text import answer_text
from outlast.present.citation import citation
from outlast.present.clocks import clocks_note, clocks_table
from outlast.present.comparison import comparison_sentence, comparison_table
from outlast.present.display.fact_words import basis_text, distribution_text
from outlast.present.display.names import scenario_name
from outlast.present.display.voice import Voice
from outlast.present.registry import Subject, figures
from outlast.present.terminal import breaking, services_note, services_table
from outlast.present.view import Row, Table, View, listed
from outlast.present.views.chain import chain
from outlast.present.weights import weights_lines
from outlast.results import Results
from outlast.results.comparison import paired_runs
from outlast.scenario.load import Situation
from outlast.scenario.prior import Role
from outlast.web.cache import ShouldCancel, check_client, while_client_waits
from outlast.web.evidence import EvidenceKind, evidence_kinds, evidence_part
from outlast.web.figures import inline_figure, linked_figure
from outlast.web.frames import LIVE_FIGURES
from outlast.web.screening import screening_screen
from outlast.web.state import PageState
from outlast.web.tables import page_table
from outlast.web.work import Work

Screen = Callable[[Work, PageState, Voice, ShouldCancel], dict[str, Any]]


def answer_screen(
    work: Work, state: PageState, voice: Voice, should_cancel: ShouldCancel
) -> dict[str, Any]:
    """Return the content of the answer; its first figure stands in the HTML itself."""
    results = work.results(state, should_cancel)
    services = services_table(results, voice, breaking(results))
    beside = baselines(work, state, should_cancel)
    subject = Subject(results, baseline=beside[-1][1] if beside else None)
    entries = while_client_waits(figures("answer", results), should_cancel)
    first, *others = (entry.build(subject, voice) for entry in entries)
    return {
        "sentence": answer_text(results, voice),
        "baselines": [voice.say(key, answer=answer_text(each, voice)) for key, each in beside],
        "figures": [
            inline_figure(work, first, voice, should_cancel, only=state.look),
            *(linked_figure(view, voice) for view in others),
        ],
        "live": tuple(LIVE_FIGURES),
        "services": page_table(services, voice),
        "services_note": services_note(results, voice, shown=len(services.rows)),
        "clocks": page_table(clocks_table(results, voice), voice),
        "clocks_note": clocks_note(results, voice),
        "weights": voice.sentences(weights_lines(results, voice)),
        "futures": results.futures,
        "cited": citation(results, voice),
        "command": results.manifest.command,
    }


def baselines(
    work: Work, state: PageState, should_cancel: ShouldCancel
) -> list[tuple[str, Results]]:
    """Return the results beside which an answer under changed assumptions stands.

    These are the results as shipped, and where levers were moved too, the results under the same
    assumptions with no lever moved: levers are measured against the same assumptions. To answer an
    open question is to assume.

    Returns:
        Keys of the words that introduce each, with the results.
    """
    priors = work.situation(state.scenario).priors
    assumed = {
        key: value for key, value in state.values.items() if priors[key].kind is Role.ASSUMPTION
    }
    if not assumed and not state.answers:
        return []
    shipped = replace(state, values={}, answers={})
    found = [("page.as-shipped", work.results(shipped, should_cancel))]
    if len(assumed) < len(state.values):
        without = replace(state, values=assumed)
        found.append(("page.no-lever", work.results(without, should_cancel)))
    return found


def why_screen(
    work: Work, state: PageState, voice: Voice, should_cancel: ShouldCancel
) -> dict[str, Any]:
    """Return the content of the reasons: the chain of causes of one future, then the figures."""
    results = work.results(state, should_cancel)
    is_there = state.future is not None and state.future < results.futures
    future = state.future if is_there else None
    entries = list(figures("why", results))
    effects = work.lever_effects(state, should_cancel) if state.levers else None
    subject = Subject(results, future=future, lever_effects=effects)
    built = [
        (entry, entry.build(subject, voice))
        for entry in while_client_waits(entries, should_cancel)
        if effects or not entry.needs_lever_effects
    ]
    views = [view for entry, view in built if not entry.needs_lever_effects]
    on_request = [view for entry, view in built if entry.needs_lever_effects]
    check_client(should_cancel)
    return {
        "sentence": answer_text(results, voice),
        "cited": citation(results, voice),
        "chain": chain(results, voice, future),
        "on_request": [linked_figure(view, voice) for view in on_request],
        "figures": [linked_figure(view, voice) for view in views if _has_marks(view)],
        "findings": [view.finding for view in views if not _has_marks(view)],
    }


def compare_screen(
    work: Work, state: PageState, voice: Voice, should_cancel: ShouldCancel
) -> dict[str, Any]:
    """Return the content of the comparison of two scenarios; empty until both are chosen."""
    if not (state.a and state.b):
        return {"figures": []}
    one = work.results(state, should_cancel, scenario=state.a)
    other = work.results(state, should_cancel, scenario=state.b)
    runs = paired_runs(one, other)
    voice = voice.naming(other.situation.origin.contest.names)  # they may be of another contest
    subject = Subject(other, baseline=one)
    entries = while_client_waits(figures("compare", other), should_cancel)
    views = [entry.build(subject, voice) for entry in entries]
    names = {"one": scenario_name(one, voice), "other": scenario_name(other, voice)}
    return {
        "sentence": comparison_sentence(runs, voice),
        "cited": citation(other, voice),
        "figures": [linked_figure(view, voice) for view in views],
        "key": voice.say("page.dots-compared", **names),
        "sets": page_table(comparison_table(runs, voice), voice),
    }


def evidence_screen(
    work: Work, state: PageState, voice: Voice, should_cancel: ShouldCancel
) -> dict[str, Any]:
    """Return the content of the evidence: one part, or measures, priors and gaps."""
    kinds = evidence_kinds(work.contest(state.scenario))
    if state.show in kinds:
        kind = EvidenceKind(state.show)
        return {
            "kind": kind,
            "kinds": kinds,
            "part": evidence_part(work, state, voice, kind, should_cancel),
        }
    results = work.results(state, should_cancel)
    situation, subject = results.situation, Subject(results)
    entries = while_client_waits(figures("evidence", results), should_cancel)
    views = [entry.build(subject, voice) for entry in entries]
    return {
        "kind": None,
        "kinds": kinds,
        "sentence": answer_text(results, voice),
        "cited": citation(results, voice),
        "figures": [linked_figure(view, voice) for view in views],
        "priors": page_table(_priors(situation, voice), voice),
        "gaps": page_table(_gaps(situation, voice), voice),
    }


SCREENS: Final[dict[str, Screen]] = {
    "answer": answer_screen,
    "why": why_screen,
    "compare": compare_screen,
    "evidence": evidence_screen,
    "screen": screening_screen,
}
"""The screens by name."""


def _has_marks(view: View) -> bool:
    return any(view.data.values())


def _priors(situation: Situation, voice: Voice) -> Table:
    rows: list[Row] = [
        {
            "prior": voice.name("prior", key, prior.title),
            "kind": voice.say(f"role.{prior.kind.value}"),
            "distribution": distribution_text(key, prior, voice),
            "unit": prior.unit,
            "grade": voice.say(f"grade.{prior.grade.value}"),
            "basis": voice.say("list.clause").join(
                basis_text(each, situation.ledger, voice) for each in prior.basis
            ),
        }
        for key, prior in situation.priors.items()
    ]
    return listed(voice, ("prior", "kind", "distribution", "unit", "grade", "basis"), rows)


def _gaps(situation: Situation, voice: Voice) -> Table:
    rows: list[Row] = [
        {
            "title": gap.title,
            "unit": gap.unit,
            "needed_for": gap.needed_for,
            "searched": gap.searched,
            "stand_in": gap.stand_in,
        }
        for gap in situation.ledger.gaps.values()
    ]
    return listed(voice, ("title", "unit", "needed_for", "searched", "stand_in"), rows)
