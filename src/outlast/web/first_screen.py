"""The first screen: headline, counted sentence, dots, reasons, honesty, and the strip, as HTML."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup, escape

from outlast.present.comparison import counted_change, signed
from outlast.present.display.names import Sided, side_names
from outlast.present.display.terms import SHORT, defined, marked, terms
from outlast.present.display.voice import Voice
from outlast.present.outcomes import Cell, short_sides
from outlast.present.reasons import Reason, reasons
from outlast.present.summary import levers_line, short_answer, summary
from outlast.results import Results
from outlast.results.first_breaks import ONE, OTHER
from outlast.web.cache import ShouldCancel
from outlast.web.choices import ChoiceEffect, all_effects, as_shipped
from outlast.web.dot_picture import dot_pictures
from outlast.web.state import PageState
from outlast.web.work import Work


@dataclass(frozen=True)
class ChangeChip:
    """The change of one side's share against the shipped answer."""

    side: int
    text: str


@dataclass(frozen=True)
class Sight:
    """The part that stays in view: headline, sentence, chips, dots."""

    headline: str
    sentence: Markup
    chips: tuple[ChangeChip, ...]
    pictures: Mapping[str, Markup]
    status: str
    label: str = ""
    """The origin of an answer that was not computed here."""


@dataclass(frozen=True)
class StripCell:
    """One cell of the strip: the answer under one definition and one clock."""

    winner: str
    at: int | None
    """The place of the side that breaks first among the sides; none if no side can be named."""

    counts: str
    shares: tuple[float, ...]
    """By end; none where they are not known."""


@dataclass(frozen=True)
class Strip:
    """The answer under every definition, one row each, and every clock, one column each."""

    about: str
    """How its rows, columns and counts are read."""

    heads: tuple[Markup, ...]
    rows: tuple[tuple[Markup, tuple[StripCell, ...]], ...]


@dataclass(frozen=True)
class Below:
    """The part below the dots: reasons, honesty, strip."""

    short: str
    """The definition of being short."""

    reasons: tuple[tuple[str, str, Markup], ...]
    cost: str | None
    honesty: Markup
    levers: str | None
    strip: Strip


def is_moved(state: PageState) -> bool:
    """Return whether a reader changed the scenario."""
    return bool(state.values or state.answers)


def sight(
    work: Work,
    state: PageState,
    results: Results,
    voice: Voice,
    should_cancel: ShouldCancel,
) -> Sight:
    """Return the part that stays in view, beside the shipped answer if a lever is moved.

    Args:
        work: The runs and caches.
        state: The state.
        results: Its results, whole ones or a first answer.
        voice: The language.
        should_cancel: Asked while the shipped answer is computed.
    """
    before = beside(work, state, results, {}, should_cancel) if is_moved(state) else None
    breaks = results.first_breaks()
    short = short_answer(results, voice)
    whole = results.futures >= state.futures
    return Sight(
        headline=short.headline,
        sentence=in_colours(short.sentence, results, breaks.shares, voice),
        chips=_chips(results, before, voice) if before else (),
        pictures={
            name: Markup(svg)  # noqa: S704  made here, from escaped texts
            for name, svg in dot_pictures(results, voice, before).items()
        },
        status=voice.say("page.done" if whole else "page.first", n=results.futures),
    )


def beside(  # noqa: PLR0913  the answer beside which it stands, and its settings
    work: Work,
    state: PageState,
    results: Results,
    values: Mapping[str, float],
    should_cancel: ShouldCancel,
    *,
    answers: Mapping[str, str] | None = None,
) -> Results:
    """Return the answer with other settings, in as many futures and the same precision.

    Args:
        work: The runs and caches.
        state: The state of the answer.
        results: The answer.
        values: The priors that are fixed instead of the state's.
        should_cancel: Asked between blocks of futures.
        answers: The questions that are answered instead of the state's; none by default.
    """
    there = replace(state, values=values, answers=answers or {}, futures=results.futures)
    if results.manifest.precision == "float32":
        return work.moved(there, should_cancel)
    return work.results(there, should_cancel)


def below(work: Work, state: PageState, results: Results, voice: Voice) -> Below:
    """Return the part below the dots."""
    effects = () if is_moved(state) else _clear(work, state, results, voice)
    told = summary(results, voice, effects=effects, why=_reasons(work, state, results, voice))
    return Below(
        defined(SHORT, voice),
        tuple((each.key, each.label, with_terms(each.text, voice)) for each in told.reasons),
        told.cost,
        with_terms(told.honesty, voice),
        told.levers,
        _strip(results, told.strip, voice),
    )


def levers_told(work: Work, state: PageState, results: Results, voice: Voice) -> str:
    """Return the levers that would change an answer most; empty until every effect is known."""
    effects = _clear(work, state, results, voice)
    return levers_line(results, results.first_breaks(), effects, voice) or ""


def _clear(
    work: Work, state: PageState, results: Results, voice: Voice
) -> tuple[ChoiceEffect, ...]:
    """Return the clear effects with the counts that the cards beside the answer show.

    Where the release did not count them, the choices ran with fewer futures than the answer, so
    their own counts differ by chance too: then each is the answer with the change that equal dice
    make in it.
    """
    throughout = replace(state, since="")  # the sentence tells the same on every screen
    effects, shares = all_effects(work, throughout, voice), results.first_breaks().shares
    if work.shipped(as_shipped(state)) is not None:
        return tuple(each for each in effects if any(each.clear))
    return tuple(
        replace(each, shares=(*(shares[at] + each.changes[at] for at in (0, 1)), *each.shares[2:]))
        for each in effects
        if any(each.clear)
    )


def _reasons(
    work: Work, state: PageState, results: Results, voice: Voice
) -> tuple[Reason, Reason, Reason]:
    """Return the reasons of an answer, which take about a second to trace."""
    made = results.manifest
    settings = (*sorted(state.answers.items()), *sorted(state.values.items()))
    key = (state.scenario, settings, made.futures, made.seed, made.precision, voice.language)
    return work.reasons.get(key, lambda: reasons(results, results.first_breaks(), voice))


def _strip(results: Results, cells: Sequence[Cell], voice: Voice) -> Strip:
    """Return the strip as a table of definitions by clocks."""
    clocks = tuple(dict.fromkeys(cell.clock for cell in cells))
    definitions = tuple(dict.fromkeys(cell.definition for cell in cells))
    at = {(cell.definition, cell.clock): _cell(results, cell, voice) for cell in cells}
    return Strip(
        strip_about(results, voice),
        tuple(with_terms(voice.say(f"clock.label.{clock}"), voice) for clock in clocks),
        tuple(
            (
                with_terms(voice.say(f"definition.short.{definition}"), voice),
                tuple(at[definition, clock] for clock in clocks),
            )
            for definition in definitions
        ),
    )


def strip_about(results: Sided, voice: Voice) -> str:
    """Return how rows, columns and counts of the strip are read."""
    one, other = short_sides(results, voice)
    return voice.say("page.strip-about", one=one, other=other, day=results.situation.clock.on)


def _cell(results: Results, cell: Cell, voice: Voice) -> StripCell:
    """Return a cell of the strip with its counts in words."""
    one, other = (voice.hundred(cell.shares[end]) for end in (ONE, OTHER))
    at = None if cell.side is None else list(results.sides).index(cell.side)
    return StripCell(cell.winner, at, f"{one} : {other}", cell.shares)


def _chips(results: Results, before: Results, voice: Voice) -> tuple[ChangeChip, ...]:
    """Return the change of each side's share, and both alike."""
    now, then = results.first_breaks(), before.first_breaks()
    return tuple(
        ChangeChip(
            at,
            voice.say(
                "page.chip",
                side=voice.capital(side),
                change=signed(counted_change(now.shares[at], then.shares[at])),
            ),
        )
        for at, side in enumerate(short_sides(results, voice))
    )


def with_terms(text: str, voice: Voice) -> Markup:
    """Return a text as HTML in which each term of the glossary opens its definition, once each."""
    known, seen = terms(voice.language), set[str]()
    parts: list[Markup] = []
    for piece in marked(text, voice.language):
        if piece.term is None or piece.term in seen:
            parts.append(escape(piece.text))
        else:
            seen.add(piece.term)
            parts.append(
                Markup(
                    '<button type="button" class="term" popovertarget="term-{}" title="{}">{}'
                    "</button>"
                ).format(piece.term, known[piece.term].text, piece.text)
            )
    return Markup("").join(parts)


def in_colours(text: str, results: Sided, shares: Sequence[float], voice: Voice) -> Markup:
    """Return the counted sentence as HTML: sides in their colours, counts in bold, terms marked."""
    wanted: dict[str, str] = {}
    for at, names in enumerate(
        zip(short_sides(results, voice), side_names(results, voice), strict=True)
    ):
        for name in names:
            wanted |= {name: f"side{at}", voice.capital(name): f"side{at}"}
    counts = {voice.hundred(share) for share in shares} - {"100"}
    wanted |= dict.fromkeys((count for count in counts if count.isdigit()), "tally")
    return _coloured(with_terms(text, voice), wanted)


def _coloured(html: Markup, wanted: Mapping[str, str]) -> Markup:
    """Return HTML with some words of its text in classes; tags stay as they are."""
    names: Sequence[str] = sorted(wanted, key=len, reverse=True)
    escaped = {str(escape(name)): name for name in names}
    words = "|".join(_whole(each) for each in escaped)
    pieces = re.split(r"(<[^>]*>)", str(html))

    def shown(found: re.Match[str]) -> str:
        return f'<strong class="{wanted[escaped[found[0]]]}">{found[0]}</strong>'

    told = "".join(
        piece if piece.startswith("<") else re.sub(words, shown, piece) for piece in pieces
    )
    return Markup(told)  # noqa: S704  its texts are escaped


def _whole(word: str) -> str:
    """Return the pattern of a word that is no part of another word or number."""
    if not word.isascii():
        return re.escape(word)
    return rf"(?<![0-9A-Za-z.,#&]){re.escape(word)}(?![0-9A-Za-z]|[.,]\d)"
