"""Claims in the reader's language: their own texts, their reasons, numbers and evidence."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from outlast.facts import Source
from outlast.present.display.fact_words import unit_suffix, unit_text
from outlast.present.display.names import gap_name, verdict_name
from outlast.present.display.voice import Voice
from outlast.present.display.words import with_words
from outlast.reading import outlast_command
from outlast.scenario.scenario import RECORD_ONLY
from outlast.truth.claims.interval import EvidenceItem
from outlast.truth.claims.model import Assertion, Attribution, Claim, ClaimTest, Thresholds
from outlast.truth.claims.phrase import GIVEN, LISTED, NAMED, PACKAGE, Phrase, Value
from outlast.truth.claims.verdict import ClaimResult, ClaimTestResult, ClaimVerdict

OPENINGS: Final = {
    ClaimVerdict.DEPENDS: "claims.depends",
    ClaimVerdict.UNKNOWN: "claims.needed",
    ClaimVerdict.CONTRADICTED: "claims.fails",
    None: "claims.needed",
}
"""The words before each reason of a verdict."""

COMMAS: Final = {"; ": "list.clause", " or ": "list.or"}
"""The words for the marks between listed phrases, where these are no plain commas."""

FIRST_SEED: Final = 1
"""The seed of a run that names none."""

SHARED: Final = ("definition", "policy", "evidence", "grade")
"""Kinds of things whose names every contest shares: they stand in the catalogue."""


def claims_voice(voice: Voice) -> Voice:
    """Return a voice with the words of claims as well."""
    return with_words(voice, PACKAGE)


def said(text: str, voice: Voice) -> str:
    """Return a text of a judged claim in the reader's language.

    Args:
        text: A phrase; any other text stands as it is, as a quotation does.
        voice: The language, with the words of claims.
    """
    if voice.language == "en" or not isinstance(text, Phrase):
        return text
    values = text.values
    if text.key == GIVEN:
        return str(values["zh"])
    if text.key == NAMED:
        return _named(text, voice)
    if text.key == LISTED:
        return _listed(values, voice)
    return voice.say(text.key, **{name: _part(value, voice) for name, value in values.items()})


def _part(value: Value, voice: Voice) -> str:
    """Return a part of a phrase in the reader's language."""
    if isinstance(value, tuple):
        return voice.say("list.comma").join(said(each, voice) for each in value)
    return said(value, voice) if isinstance(value, str) else voice.day(value)


def _named(name: Phrase, voice: Voice) -> str:
    """Return the name of a thing."""
    kind, key, bloc = (str(name.values[part]) for part in ("kind", "key", "bloc"))
    if kind == "verdict":
        return verdict_name(key, voice)
    if kind == "gap":
        return gap_name(key, str(name), voice)
    if kind == "unit":
        return unit_suffix(key, voice)
    if kind in SHARED and f"{kind}.{key}" in voice.messages:
        return voice.say(f"{kind}.{key}")
    title = voice.name(kind, key, str(name))
    if not bloc:
        return title
    return voice.say("name.of-bloc", name=title, bloc=voice.name("bloc", bloc))


def _listed(values: Mapping[str, Value], voice: Voice) -> str:
    """Return several phrases in a row."""
    parts, comma = values["parts"], str(values["comma"])
    mark = voice.say(COMMAS.get(comma, "list.comma")) if comma else ""
    return mark.join(said(each, voice) for each in parts) if isinstance(parts, tuple) else ""


def _chosen(text: str, chinese: str | None, voice: Voice) -> str:
    return (chinese if voice.language == "zh" else None) or text


def title_of(claim: Claim, voice: Voice) -> str:
    """Return the title of a claim."""
    return _chosen(claim.title, claim.title_zh, voice)


def statement_of(said_by: Claim | Assertion | ClaimTest, voice: Voice) -> str:
    """Return the statement of a claim, of an assertion or of a test."""
    return _chosen(said_by.says, said_by.says_zh, voice)


def note_of(claim: Claim, voice: Voice) -> str:
    """Return the remarks on a claim; empty if it has none."""
    return _chosen(claim.note or "", claim.note_zh, voice)


def author_of(made: Attribution, voice: Voice) -> str:
    """Return the author of a claim, and when it was made."""
    by = _chosen(made.by, made.by_zh, voice)
    return voice.say("claims.by", by=by, on=_period(f"{made.on}", voice))


def _period(period: str, voice: Voice) -> str:
    """Return a day or a month as Chinese writes it; in English, and any longer time, as it is."""
    if voice.language == "en" or "/" in period or period.count("-") == 0:
        return period
    if period.count("-") == 1:
        return voice.month(date.fromisoformat(f"{period}-01"))
    return voice.day(date.fromisoformat(period))


def made_words(made: Attribution, source: Source, voice: Voice) -> str:
    """Return the author of a claim, its date and its source, whose title stands as it is."""
    return voice.say(
        "claims.made",
        author=author_of(made, voice),
        source=source.title,
        producer=source.producer,
        locator=made.locator,
    )


def reason_words(verdict: ClaimVerdict | None, reason: str, voice: Voice) -> str:
    """Return a reason of a verdict after its opening; empty where the verdict needs none."""
    key = OPENINGS.get(verdict)
    return voice.say(key, reason=said(reason, voice)) if key else ""


def number_words(result: ClaimTestResult, voice: Voice) -> str:
    """Return the number of a test with its range and unit."""
    ends = result.ends_in_words
    if ends is None:
        return voice.say("claims.no-number")
    value, low, high = ends
    spread = result.interval.low != result.interval.high
    number = voice.say("claims.range", value=value, low=low, high=high) if spread else value
    unit = result.unit_in_words
    if not unit:
        return number
    unit = unit if voice.language == "en" else unit_text(unit, voice)
    return voice.say("claims.in-unit", number=number, unit=unit)


def threshold_words(test: ClaimTest, voice: Voice) -> str:
    """Return the thresholds of a test and the reason for them."""
    holds, why = bounds_words(test.holds, voice), _chosen(test.why, test.why_zh, voice)
    if test.open_within is None:
        return voice.say("claims.holds", holds=holds, why=why)
    beyond = bounds_words(test.open_within, voice)
    return voice.say("claims.holds-open", holds=holds, open=beyond, why=why)


def bounds_words(thresholds: Thresholds, voice: Voice) -> str:
    """Return thresholds in words, for example "at least 0.1 and below 0.9"."""
    bounds = thresholds.model_dump(exclude_none=True)
    each = (voice.say(f"bound.{name}", bound=f"{bound:g}") for name, bound in bounds.items())
    return voice.say("bound.and").join(each)


def same_counts_command(results: Sequence[ClaimResult], futures: int, seed: int) -> str:
    """Return the command whose counts are those of the runs of judged claims.

    Args:
        results: The claims.
        futures: The number of futures of each run.
        seed: The seed of the runs.

    Returns:
        The command; it names no scenario where there are several, and is empty without a run.
    """
    ran = {each.key for result in results for each in result.evidence if each.kind == "run"}
    if not ran:
        return ""
    scenario = ran.pop() if len(ran) == 1 else "SCENARIO"
    dice = ["--futures", f"{futures}", *(["--seed", f"{seed}"] if seed != FIRST_SEED else [])]
    return outlast_command("run", scenario, "--moves", RECORD_ONLY, *dice)


def still_words(command: str, voice: Voice) -> str:
    """Return the note on runs of claims without moves, with the command of the same counts."""
    return voice.say("claims.still", command=command)


def evidence_words(evidence: EvidenceItem, sources: Mapping[str, Source], voice: Voice) -> str:
    """Return one piece of evidence with its source; the title of a fact stands as it is."""
    title, shown = said(evidence.title, voice), said(evidence.shown, voice)
    if not evidence.source:
        return voice.say("claims.evidence", title=title, shown=shown)
    return voice.say(
        "claims.cited",
        title=title,
        shown=shown,
        producer=sources[evidence.source].producer,
        source=evidence.source,
        locator=evidence.locator,
        grade=said(evidence.grade, voice),
    )
