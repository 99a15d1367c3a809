"""The screens of the page: the content of each for a state, as its template reads it."""

from collections.abc import Callable
from typing import Any, Final

from outlast.economy.cost import contest_cost
from outlast.present.citation import citation
from outlast.present.clocks import clocks_note, clocks_table
from outlast.present.cost import cost_line
from outlast.present.display.terms import terms
from outlast.present.display.voice import Voice
from outlast.present.registry import Subject, figures
from outlast.present.summary import short_answer
from outlast.present.terminal import breaking, services_note, services_table
from outlast.present.view import View
from outlast.present.views.chain import side_chains
from outlast.present.weights import weights_lines
from outlast.results import Results
from outlast.scenario.prior import Role
from outlast.study.lever_effects import LeverEffects
from outlast.web.about import about_screen
from outlast.web.cache import ShouldCancel, check_client, while_client_waits
from outlast.web.choices import cards, shown_effects
from outlast.web.compare_screen import compare_screen
from outlast.web.cost_screen import cost_screen
from outlast.web.dependence_picture import who_needs_whom
from outlast.web.evidence import EvidenceKind, evidence_kinds, evidence_part
from outlast.web.figures import linked_figure
from outlast.web.first_screen import below, beside, is_moved, sight
from outlast.web.screening import screening_screen
from outlast.web.setting_groups import setting_groups, settings_count
from outlast.web.shipped_screen import shipped_screen
from outlast.web.state import MOST_FUTURES, SEED_LIMIT, PageState
from outlast.web.tables import page_table
from outlast.web.trying import tried
from outlast.web.waiting import Waiting
from outlast.web.work import Work

Screen = Callable[[Work, PageState, Voice, ShouldCancel], dict[str, Any]]


def answer_screen(
    work: Work, state: PageState, voice: Voice, should_cancel: ShouldCancel
) -> dict[str, Any]:
    """Return the content of the answer: at once, even where it is not computed here yet.

    Until then stands the answer that the release computed, or one from few futures.
    """
    shipped = None if work.known(state) else work.shipped(state)
    if shipped is not None:
        return shipped_screen(work, state, voice, shipped)
    results = work.first(state, should_cancel)
    services = services_table(results, voice, breaking(results))
    others = baselines(work, state, results, should_cancel)
    return {
        "sight": sight(work, state, results, voice, should_cancel),
        "below": below(work, state, results, voice),
        "refine": results.futures < state.futures,
        "cards": cards(work, state, voice, shown_effects(work, state, voice)),
        "date": work.situation(state.scenario).scenario.date,
        "settings": settings_count(work.situation(state.scenario)),
        "baselines": in_sentences(others, voice),
        "services": page_table(services, voice),
        "services_note": services_note(results, voice, shown=len(services.rows)),
        "clocks": page_table(clocks_table(results, voice), voice),
        "clocks_note": clocks_note(results, voice),
        "weights": voice.sentences(weights_lines(results, voice)),
        "futures": results.futures,
        "cited": citation(results, voice),
        "command": results.manifest.command,
        "terms": tuple(terms(voice.language).values()),
    }


def settings_screen(
    work: Work, state: PageState, voice: Voice, should_cancel: ShouldCancel
) -> dict[str, Any]:
    """Return the content of all settings, beside the part of the answer that stays in view."""
    results = work.first(state, should_cancel)
    situation = work.situation(state.scenario)
    return {
        "sight": sight(work, state, results, voice, should_cancel),
        "below": None,
        "refine": results.futures < state.futures,
        "settings": settings_count(situation),
        "groups": setting_groups(situation, state, voice),
        "date": situation.scenario.date,
        "moved": is_moved(state),
        "seeds": SEED_LIMIT,
        "most": MOST_FUTURES,
        "terms": tuple(terms(voice.language).values()),
    }


def baselines(
    work: Work, state: PageState, results: Results, should_cancel: ShouldCancel
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
        key: value
        for key, value in state.values.items()
        if key in priors and priors[key].kind is Role.ASSUMPTION
    }
    if not assumed and not state.answers:
        return []
    found = [("page.as-shipped", beside(work, state, results, {}, should_cancel))]
    if len(assumed) < len(state.values):
        without = beside(work, state, results, assumed, should_cancel, answers=state.answers)
        found.append(("page.no-lever", without))
    return found


def in_sentences(others: list[tuple[str, Results]], voice: Voice) -> list[str]:
    """Return the answers beside which one stands, each in a sentence."""
    return [voice.say(key, answer=short_answer(each, voice).sentence) for key, each in others]


def why_screen(
    work: Work, state: PageState, voice: Voice, should_cancel: ShouldCancel
) -> dict[str, Any]:
    """Return the content of the reasons: the chains of both sides, who needs whom, the figures."""
    results = work.results(state, should_cancel)
    is_there = state.future is not None and state.future < results.futures
    future = state.future if is_there else None
    subject = Subject(results, future=future)
    entries = while_client_waits(figures("why", results), should_cancel)
    views = [entry.build(subject, voice) for entry in entries]
    check_client(should_cancel)
    chains = side_chains(results, voice, future)
    one, other = (chain.future for _, chain in chains)
    check_client(should_cancel)
    return {
        "cited": citation(results, voice),
        "chains": chains,
        "future": future,
        "futures": results.futures,
        "needs": who_needs_whom(results, voice, (one, other), state.month),
        "figures": [linked_figure(work, view, voice) for view in views if _has_marks(view)],
        "findings": [view.finding for view in views if not _has_marks(view)],
    }


def changes_screen(
    work: Work, state: PageState, voice: Voice, should_cancel: ShouldCancel
) -> dict[str, Any]:
    """Return the content of the changes: the headline levers by effect, then drivers and stocks."""
    results = work.results(state, should_cancel)
    found = tried(work, state, voice) if state.levers else None
    effects = found if isinstance(found, LeverEffects) else None
    subject = Subject(results, lever_effects=effects)
    built = [
        (entry, entry.build(subject, voice))
        for entry in while_client_waits(figures("changes", results), should_cancel)
        if effects or not entry.needs_lever_effects
    ]
    check_client(should_cancel)
    known = sorted(shown_effects(work, state, voice), key=lambda each: -each.largest)
    return {
        "cited": citation(results, voice),
        "effects": [(each.name, each.in_words(voice)) for each in known if any(each.clear)],
        "waiting": found if isinstance(found, Waiting) else None,
        "cost": _cost_line(results, voice),
        "date": results.situation.scenario.date,
        "figures": [linked_figure(work, view, voice) for _, view in built if _has_marks(view)],
        "findings": [view.finding for _, view in built if not _has_marks(view)],
    }


def _cost_line(results: Results, voice: Voice) -> str:
    """Return the cost of denial in a line; empty where none is computed."""
    cost = contest_cost(results)
    return cost_line(results, cost, voice) if cost else ""


def evidence_screen(
    work: Work, state: PageState, voice: Voice, should_cancel: ShouldCancel
) -> dict[str, Any]:
    """Return the content of the evidence: one part, or the measures of both sides."""
    kinds = evidence_kinds(work.contest(state.scenario))
    if state.show in kinds:
        kind = EvidenceKind(state.show)
        return {
            "kind": kind,
            "kinds": kinds,
            "part": evidence_part(work, state, voice, kind, should_cancel),
        }
    results = work.results(state, should_cancel)
    subject = Subject(results)
    entries = while_client_waits(figures("evidence", results), should_cancel)
    views = [entry.build(subject, voice) for entry in entries]
    return {
        "kind": None,
        "kinds": kinds,
        "cited": citation(results, voice),
        "figures": [linked_figure(work, view, voice, at_top=True) for view in views],
    }


SCREENS: Final[dict[str, Screen]] = {
    "answer": answer_screen,
    "settings": settings_screen,
    "why": why_screen,
    "changes": changes_screen,
    "cost": cost_screen,
    "compare": compare_screen,
    "evidence": evidence_screen,
    "screen": screening_screen,
    "about": about_screen,
}
"""The screens by name."""


def _has_marks(view: View) -> bool:
    return any(view.data.values())
