"""What the screen of evidence can show besides measures, priors and gaps: facts, claims, scores."""

from collections.abc import Callable
from typing import Any, Final

from outlast.facts import Fact, Ledger
from outlast.present.display.voice import Voice
from outlast.present.view import Row, listed
from outlast.present.views.claims import state as verdict
from outlast.truth.backtest.export import told
from outlast.truth.backtest.scorecard import Asked as AskedScores
from outlast.truth.backtest.scorecard import backtest, shipped_parts
from outlast.truth.claims.evaluate import Asked, NoRuns, Runs
from outlast.truth.claims.load import SHELF, Known, load_claims
from outlast.truth.claims.runs import ensembles
from outlast.truth.claims.verdict import Judged, judge
from outlast.web.state import State
from outlast.web.work import Work

PARTS: Final = ("facts", "claims", "backtest")
"""What can be asked for; without, the screen shows measures, priors and gaps."""

PAGE: Final = 100
"""Facts on a page."""

FUTURES: Final = 200
"""Futures of each scenario that a claim needs, and of a forecast."""

FORECASTERS: Final = ("model", "persistence", "no effect", "strict Leontief")
"""The forecasters in the order of the table."""

Shown = dict[str, Any]


def shown(work: Work, state: State, voice: Voice) -> Shown:
    """Return a part of the evidence as a table with what is said of it."""
    bare: Shown = {"more": [], "page": 1, "pages": 1}
    if state.show == "facts":
        return bare | _facts(state, voice)
    if state.show == "claims":
        key = ("claims", state.runs, state.lang)
        return bare | work.kept.get(key, lambda: _claims(state, voice))
    return bare | work.kept.get(("backtest", state.lang), lambda: _scores(voice))


def _facts(state: State, voice: Voice) -> Shown:
    """Return the facts whose words are asked for, a page of them."""
    ledger = shipped_parts().ledger
    words = state.find.lower().split()
    found = [fact for fact in ledger.facts.values() if _has(fact, ledger, words)]
    pages = max(1, -(-len(found) // PAGE))
    page = min(state.page, pages)
    here = found[(page - 1) * PAGE : page * PAGE]
    rows: list[Row] = [
        {
            "fact": fact.title,
            "value": _value(fact, voice),
            "period": fact.period,
            "grade": voice.say(f"grade.{fact.grade.value}"),
            "source": f"{ledger.sources[fact.source].title}, {fact.locator}",
        }
        for fact in here
    ]
    table = listed(voice, ("fact", "value", "period", "grade", "source"), rows)
    return {
        "said": voice.say("page.facts-found", n=len(found), of=len(ledger.facts)),
        "columns": table.columns,
        "lines": table.lines(voice),
        "page": page,
        "pages": pages,
    }


def _has(fact: Fact, ledger: Ledger, words: list[str]) -> bool:
    """Return whether all words stand in a fact, its key or its source."""
    source = ledger.sources[fact.source]
    text = f"{fact.key} {fact.title} {source.producer} {source.title}".lower()
    return all(word in text for word in words)


def _value(fact: Fact, voice: Voice) -> str:
    """Return a value with its range and unit; a year is no quantity."""
    number: Callable[[float], str] = "{:g}".format if fact.unit == "year" else voice.number
    unit = "" if fact.unit in ("1", "year") else f" {fact.unit}"
    value = f"{number(fact.value)}{unit}"
    if fact.low is None or fact.high is None:
        return value
    return f"{value} ({number(fact.low)} … {number(fact.high)})"


def _claims(state: State, voice: Voice) -> Shown:
    """Return every shipped claim with the verdict that its test gives now."""
    runs: Runs = ensembles(FUTURES, 1, _quiet) if state.runs else NoRuns()
    known = _known()
    asked = Asked(known.ledger, known.items, known.timeline, runs)
    judged = [judge(each, asked) for each in load_claims(SHELF, known).values()]
    table = listed(
        voice, ("claim", "by", "verdict", "on"), [_claim(each, voice) for each in judged]
    )
    return {
        "said": voice.say("page.claims-run" if state.runs else "page.claims-facts", n=len(judged)),
        "columns": table.columns,
        "lines": table.lines(voice),
    }


def _known() -> Known:
    """Return what claims may name: the shipped ledger, items and record."""
    parts = shipped_parts()
    return Known(parts.ledger, parts.items, parts.timeline)


def _quiet(_: str) -> None:
    """Say nothing: nobody watches a server's terminal."""


def _claim(judged: Judged, voice: Voice) -> Row:
    claim = judged.claim
    return {
        "claim": claim.title,
        "by": f"{claim.made.by}, {claim.made.on}",
        "verdict": verdict(judged.ruling.words, voice),
        "on": "; ".join(judged.ruling.on),
    }


def _scores(voice: Voice) -> Shown:
    """Return the scores of the forecast frozen on the first day that is offered."""
    scored = told(backtest(AskedScores(futures=FUTURES)))
    rows: list[Row] = [
        {
            "series": score["series"],
            "unit": score["unit"],
            "observed": score["observed"],
            "median": score["median"],
            **{name: score["crps"].get(name) for name in FORECASTERS},
            "held": voice.percent(score["coverage"]),
        }
        for score in scored["scores"]
    ]
    keys = ("series", "unit", "observed", "median", *FORECASTERS, "held")
    table = listed(voice, keys, rows)
    summary = [*scored["vintages"]["words"], *scored["summary"]["words"]]
    return {
        "said": voice.say("page.backtest-said", freeze=scored["freeze"], until=scored["until"]),
        "more": summary,
        "columns": table.columns,
        "lines": table.lines(voice),
    }
