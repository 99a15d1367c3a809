"""The first two pages: the answer, why, what would change it, and what is not known."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from outlast.present.display.terms import terms
from outlast.present.display.voice import LANGUAGES, Voice
from outlast.present.outcomes import short_sides
from outlast.present.registry import Subject, figure
from outlast.present.summary import Summary, summary
from outlast.report.parts import ReportBlock, ReportFigure, ReportTable, SubHeading, TextBlock
from outlast.report.words import report_voice
from outlast.results import Results
from outlast.results.first_breaks import ONE, OTHER
from outlast.study.lever_effects import LeverEffect, LeverEffects

LEVERS: Final = 5
"""Levers in the table."""

TERMS: Final = 6
"""Terms that are explained."""

LIMITS: Final = ("limit.05", "limit.03", "limit.09")
"""The limits that a reader of two pages must know."""


@dataclass(frozen=True)
class BriefEffect:
    """One lever at one setpoint, in words, with the shares of the two sides."""

    name: str
    setpoint: str
    shares: tuple[float, ...]


def brief_blocks(subject: Subject, voice: Voice) -> list[ReportBlock]:
    """Return the blocks of the first two pages.

    Args:
        subject: The results, with the effects of levers where they are known.
        voice: The language, with the words of the report.
    """
    results, effects = subject.results, subject.lever_effects
    known = [_effect(each, voice) for each in effects.ranked] if effects else []
    found = summary(results, voice, effects=known)
    dots = replace(figure("dots").build(subject, voice), caption=())  # codes stand at the end
    return [
        TextBlock(found.headline, lead=True),
        TextBlock(found.sentence),
        ReportFigure(dots, with_finding=False, with_table=False),
        *(_labelled(reason.label, reason.text, voice) for reason in found.reasons),
        *([TextBlock(found.cost)] if found.cost else []),
        SubHeading(voice.say("brief.change")),
        *_change(found, effects, known, results, voice),
        SubHeading(voice.say("brief.unknown")),
        TextBlock(found.honesty),
        *(TextBlock(voice.say(key)) for key in LIMITS),
        SubHeading(voice.say("brief.words")),
        *_terms(_keys(subject, found, voice), voice),
    ]


def _effect(effect: LeverEffect, voice: Voice) -> BriefEffect:
    """Return a lever at a setpoint in words."""
    name = voice.name("prior", effect.lever, effect.title)
    setpoint = voice.name("stop", f"{effect.lever}.{effect.at:g}", effect.says)
    return BriefEffect(name, setpoint, tuple(each.share for each in effect.changes))


def _change(
    found: Summary,
    effects: LeverEffects | None,
    known: Sequence[BriefEffect],
    results: Results,
    voice: Voice,
) -> list[ReportBlock]:
    """Return the answer by what is counted, and the levers that change it most."""
    one, other = short_sides(results, voice)
    cells = tuple(
        (
            cell.label,
            cell.winner,
            voice.hundred(cell.shares[ONE]),
            voice.hundred(cell.shares[OTHER]),
        )
        for cell in found.strip
    )
    columns = (voice.say("brief.counted"), voice.say("brief.winner"), one, other)
    blocks: list[ReportBlock] = [ReportTable(voice.say("brief.strip"), columns, cells)]
    if effects is None or not known:
        return [*blocks, TextBlock(voice.say("brief.no-levers", command=found.command))]
    base = tuple(voice.hundred(share) for share in effects.shares)
    lines = [(voice.say("brief.shipped"), "", *base)]
    lines += [
        (each.name, each.setpoint, *(voice.hundred(share) for share in each.shares))
        for each in known[:LEVERS]
    ]
    columns = (voice.say("brief.lever"), voice.say("brief.stop"), one, other)
    note = voice.say("brief.note", n=effects.base.futures)
    return [*blocks, ReportTable(voice.say("brief.levers"), columns, tuple(lines), note)]


def _keys(subject: Subject, found: Summary, voice: Voice) -> list[str]:
    """Return the keys of the terms that are explained: the same ones in every language.

    A language may use a term's own word where another has a plain one, so that the texts of all
    languages are read, in the order of the languages.

    Args:
        subject: The results, with the effects of levers where they are known.
        found: The texts in the language of the report.
        voice: The language of the report.
    """
    results, effects = subject.results, subject.lever_effects
    names = results.situation.origin.contest.names
    keys: list[str] = []
    for language in LANGUAGES:
        if language == voice.language:
            keys += found.terms
            continue
        other = report_voice(language).naming(names)
        known = [_effect(each, other) for each in effects.ranked] if effects else []
        keys += summary(results, other, effects=known).terms
    return list(dict.fromkeys(keys))[:TERMS]


def _terms(keys: Sequence[str], voice: Voice) -> list[ReportBlock]:
    """Return terms, each with its definition."""
    known = terms(voice.language)
    return [_labelled(known[key].name, known[key].text, voice) for key in keys]


def _labelled(label: str, text: str, voice: Voice) -> TextBlock:
    return TextBlock(text, label=voice.say("list.label", label=label))
