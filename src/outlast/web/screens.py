"""The four screens: what each shows of a state, ready to be written as HTML."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from outlast.present.by_open_question import flips
from outlast.present.display.names import scenario_name
from outlast.present.display.voice import Voice
from outlast.present.registry import view
from outlast.present.terminal import breaking, sentence_text, services_note, services_table
from outlast.present.view import Row, Table, View, listed
from outlast.present.views.chain import chain
from outlast.present.views.dots import dots
from outlast.present.views.gap import rivals
from outlast.present.views.levers import levers
from outlast.present.views.measures import measures
from outlast.present.views.paths import paths
from outlast.results import Results
from outlast.scenario.load import Situation
from outlast.scenario.prior import Basis, Prior, Role
from outlast.web import compared
from outlast.web.downloads import cited
from outlast.web.evidence import PARTS
from outlast.web.evidence import shown as part
from outlast.web.figures import drawn
from outlast.web.state import State
from outlast.web.work import Work

Stop = Callable[[], bool]

REASONS: Final = ("paths", "gap", "drivers", "met", "cover", "dependence", "frontier", "compute")
"""The figures of the screen of reasons, in order."""

DIGITS: Final = 3
"""Significant digits of a distribution's numbers."""


@dataclass(frozen=True)
class Shown:
    """A figure on the page: title, finding, pictures by look, table, caption."""

    name: str
    title: str
    finding: str
    pictures: Mapping[str, str]
    columns: tuple[tuple[str, str], ...]
    lines: list[list[str]]
    caption: tuple[str, ...]
    data: Mapping[str, list[Row]]
    """The data sets of the picture."""


def shown(work: Work, view: View, voice: Voice, *, only: str = "") -> Shown:
    """Return a figure whose pictures stand in the page itself."""
    return replace(linked(view, voice), pictures=drawn(work, view, voice.language, only=only))


def linked(view: View, voice: Voice) -> Shown:
    """Return a figure whose picture the reader's screen fetches in the one look that it wants."""
    lines = view.table.lines(voice)
    return Shown(
        view.name, view.title, view.finding, {}, view.table.columns, lines, view.caption, view.data
    )


def sentence(results: Results, voice: Voice) -> str:
    """Return the counted sentence, after what it hangs on."""
    return voice.sentences([flips(results, voice), sentence_text(results, voice)])


def answer(work: Work, state: State, voice: Voice, stop: Stop) -> dict[str, Any]:
    """Return what the screen of the answer shows."""
    results = work.results(state, stop)
    services = services_table(results, voice, breaking(results))
    base = baselines(work, state, stop)
    view = dots(results, voice, baseline=base[-1][1]) if base else dots(results, voice)
    return {
        "sentence": sentence(results, voice),
        "baselines": [voice.say(key, told=sentence(each, voice)) for key, each in base],
        "figures": [
            shown(work, view, voice, only=state.look),
            linked(paths(results, voice), voice),
        ],
        "services": _plain(services, voice),
        "services_note": services_note(results, voice, shown=len(services.rows)),
        "futures": results.futures,
        "cited": cited(results, voice),
        "command": results.manifest.command,
    }


def baselines(work: Work, state: State, stop: Stop) -> list[tuple[str, Results]]:
    """Return what an answer under a changed assumption stands beside: as shipped, without levers.

    Levers are measured against the same assumptions, so that a second baseline is drawn where both
    were changed. To settle an open question is to assume.
    """
    priors = work.situation(state.scenario).priors
    assumed = {
        key: value for key, value in state.values.items() if priors[key].kind is Role.ASSUMPTION
    }
    if not assumed and not state.answers:
        return []
    shipped = replace(state, values={}, answers={})
    found = [("page.as-shipped", work.results(shipped, stop))]
    if len(assumed) < len(state.values):
        without = replace(state, values=assumed)
        found.append(("page.no-lever", work.results(without, stop)))
    return found


def why(work: Work, state: State, voice: Voice, stop: Stop) -> dict[str, Any]:
    """Return what the screen of reasons shows."""
    results = work.results(state, stop)
    asked = state.future if state.future is None or state.future < results.futures else None
    told = chain(results, voice, asked)
    left_out = {"gap"} if rivals(results) is None else set[str]()
    if not results.situation.world.compute:
        left_out.add("compute")
    views = [view(name, results, voice, asked) for name in REASONS if name not in left_out]
    return {
        "sentence": sentence(results, voice),
        "cited": cited(results, voice),
        "chain": told,
        "figures": [linked(each, voice) for each in views if _has_marks(each)],
        "levers": linked(levers(work.stops(state, stop), voice), voice) if state.levers else None,
        "told": [each.finding for each in views if not _has_marks(each)],
    }


def compare(work: Work, state: State, voice: Voice, stop: Stop) -> dict[str, Any]:
    """Return what the screen of two scenarios shows."""
    one = work.results(state, stop, scenario=state.a)
    other = work.results(state, stop, scenario=state.b)
    compared.like(one, other)
    both = dots(other, voice, baseline=one)
    told = compared.sentence(one, other, voice)
    return {
        "sentence": told,
        "cited": cited(other, voice),
        "figures": [linked(both, voice)],
        "key": voice.say(
            "page.dots-compared",
            one=scenario_name(one, voice),
            other=scenario_name(other, voice),
        ),
        "sets": _plain(compared.table(one, other, voice), voice),
    }


def evidence(work: Work, state: State, voice: Voice, stop: Stop) -> dict[str, Any]:
    """Return what the screen of evidence shows: the part that is asked for, or the rest."""
    if state.show in PARTS:
        return {"part": part(work, state, voice)}
    results = work.results(state, stop)
    situation = results.situation
    return {
        "part": None,
        "sentence": sentence(results, voice),
        "cited": cited(results, voice),
        "figures": [linked(measures(results, voice), voice)],
        "priors": _plain(_priors(situation, voice), voice),
        "gaps": _plain(_gaps(situation, voice), voice),
    }


SCREENS: Final = {"answer": answer, "why": why, "compare": compare, "evidence": evidence}
"""The screens by name."""


def _has_marks(view: View) -> bool:
    return any(view.data.values())


def _plain(table: Table, voice: Voice) -> dict[str, Any]:
    return {"columns": table.columns, "lines": table.lines(voice)}


def _priors(situation: Situation, voice: Voice) -> Table:
    rows: list[Row] = [
        {
            "prior": voice.name("prior", key, prior.title),
            "kind": voice.say(f"role.{prior.kind.value}"),
            "distribution": _distribution(prior),
            "unit": prior.unit,
            "grade": voice.say(f"grade.{prior.grade.value}"),
            "basis": voice.say("list.clause").join(
                _basis(each, situation, voice) for each in prior.basis
            ),
        }
        for key, prior in situation.priors.items()
    ]
    return listed(voice, ("prior", "kind", "distribution", "unit", "grade", "basis"), rows)


def _distribution(prior: Prior) -> str:
    """Return a distribution in a word and its numbers."""
    given: dict[str, Any] = prior.distribution.model_dump(exclude_none=True)
    ((kind, numbers),) = given.items()
    told = ", ".join(f"{name} {value:.{DIGITS}g}" for name, value in numbers.items())
    return f"{kind}: {told}"


def _basis(basis: Basis, situation: Situation, voice: Voice) -> str:
    ledger = situation.ledger
    if basis.source is not None:
        return f"{ledger.sources[basis.source].title}, {basis.locator}"
    if basis.fact is not None:
        fact = ledger.facts[basis.fact]
        return f"{fact.title} ({ledger.sources[fact.source].title})"
    return voice.say("page.assume", why=basis.assume or "")


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
