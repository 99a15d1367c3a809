"""The answer in ten seconds: headline, sentence, three reasons, one line of honesty, the strip.

Clauses and numbers come from one object, the results: from the first breaks of one set, and from
its odds under other definitions, clocks and branches. The rules hold for any contest and treat both
sides alike.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from outlast.economy.bloc_cost import ContestCost
from outlast.economy.cost import contest_cost
from outlast.present.cost import cost_line
from outlast.present.display.terms import terms_in
from outlast.present.display.time_axis import date_at, named_end
from outlast.present.display.voice import Voice
from outlast.present.first_service import FirstService, first_service
from outlast.present.fitting import HEADLINE, SENTENCE, fitting
from outlast.present.headline import SELDOM
from outlast.present.headline_rules import headline_texts
from outlast.present.honesty import honesty
from outlast.present.outcomes import Cell, rounded_note, short_sides, strip
from outlast.present.reasons import Reason, reasons
from outlast.reading import outlast_command
from outlast.results import FirstBreaks, Results
from outlast.results.first_breaks import BOTH, NEITHER, ONE, OTHER
from outlast.results.odds import ENOUGH

LEVERS: Final = 3
"""Levers that are named."""

VISIBLE: Final = 0.005
"""A smaller share of futures has no clause of its own."""

USUAL: Final = 0.5
"""From this share of a side's first breaks on, a service is its usual first."""


class KnownEffect(Protocol):
    """The counts with one lever moved to one setpoint, as the shipped answers keep them."""

    @property
    def name(self) -> str:
        """The lever in the reader's language."""
        ...

    @property
    def setpoint(self) -> str:
        """The meaning of the setpoint in the reader's language."""
        ...

    @property
    def shares(self) -> Sequence[float]:
        """The shares of futures by their ends, in the order of their codes."""
        ...


@dataclass(frozen=True)
class Summary:
    """The answer of results in ten seconds, as texts of one language."""

    headline: str
    """At most 16 words, in Chinese 32 characters."""

    sentence: str
    """The counts, at most 35 words."""

    reasons: tuple[Reason, Reason, Reason]
    """Why one side, why the other, and what decides it."""

    honesty: str
    """Services that are short already, the grades of inputs, the hit rate of past intervals."""

    cost: str | None
    """The cost of denial to each bloc; none where the contest has no bridge to an economy."""

    levers: str | None
    """The three levers that would change it most; none where their effects are not known."""

    command: str
    """The command that shows the effects of levers."""

    strip: tuple[Cell, ...]
    """The answer under each definition of need and each clock."""

    terms: tuple[str, ...]
    """The keys of the glossary's terms that occur in these texts."""


@dataclass(frozen=True)
class ShortAnswer:
    """The headline and the counted sentence alone, which need no further computation."""

    headline: str
    sentence: str


def summary(  # noqa: PLR0913  each is a choice of the caller's
    results: Results,
    voice: Voice,
    *,
    service_set: str | None = None,
    definition: str | None = None,
    effects: Sequence[KnownEffect] | None = None,
    why: tuple[Reason, Reason, Reason] | None = None,
    cost: ContestCost | None = None,
) -> Summary:
    """Return the answer in ten seconds.

    The reasons follow one future for each side through the engine, which takes about a second;
    who has them already gives them.

    Args:
        results: The results.
        voice: The language.
        service_set: The set of services; the default one if absent.
        definition: The definition of need; the first if absent.
        effects: The counts with single levers moved, where they are known.
        why: The reasons of these results in this language.
        cost: The cost of denial, computed here if absent.

    Raises:
        InputError: There is no such set or definition.
    """
    breaks = results.first_breaks(service_set, definition)
    head, counts = _short(results, breaks, voice)
    why = why or reasons(results, breaks, voice)
    honest = honesty(results, breaks, voice)
    levers = levers_line(results, breaks, effects or (), voice)
    cost = cost or contest_cost(results)
    cells = strip(results, breaks.service_set, voice)
    texts = (head, counts, *(reason.text for reason in why), honest, levers or "")
    return Summary(
        headline=head,
        sentence=counts,
        reasons=why,
        honesty=honest,
        cost=cost_line(results, cost, voice) if cost else None,
        levers=levers,
        command=_command(results, voice),
        strip=cells,
        terms=terms_in([*texts, *(cell.label for cell in cells)], voice.language),
    )


def short_answer(
    results: Results,
    voice: Voice,
    *,
    service_set: str | None = None,
    definition: str | None = None,
) -> ShortAnswer:
    """Return the headline and the counted sentence, fast enough for a lever that moves.

    Raises:
        InputError: There is no such set or definition.
    """
    return ShortAnswer(*_short(results, results.first_breaks(service_set, definition), voice))


def _short(results: Results, breaks: FirstBreaks, voice: Voice) -> tuple[str, str]:
    """Return the headline and the counted sentence."""
    return (
        fitting(headline_texts(results, breaks, voice), HEADLINE, voice),
        fitting(_sentences(results, breaks, voice), SENTENCE, voice),
    )


def _sentences(results: Results, breaks: FirstBreaks, voice: Voice) -> list[str]:
    """Return the counted sentence in ever fewer words; its counts are always all there."""
    one, other = (first_service(results, breaks, end, voice) for end in (ONE, OTHER))
    services = (one, other)
    return [
        _sentence(results, breaks, named, voice, timed=timed)
        for named, timed in (
            (services, True),
            (services, False),
            ((None, None), True),
            ((None, None), False),
        )
    ]


def _sentence(
    results: Results,
    breaks: FirstBreaks,
    services: tuple[FirstService | None, FirstService | None],
    voice: Voice,
    *,
    timed: bool,
) -> str:
    """Return the counted sentence, the likelier side first.

    Args:
        results: The results.
        breaks: The first breaks of one set.
        services: The usual first service of each side, as far as it is named.
        voice: The language.
        timed: Whether the times have a clause.
    """
    order = sorted((ONE, OTHER), key=lambda end: -breaks.shares[end])
    names = short_sides(results, voice)
    clauses: list[str] = []
    for at, end in enumerate(order):
        service = services[end]
        of = ""
        if service is not None:
            key = "summary.usually" if service.share >= USUAL else "summary.most-often"
            of = voice.say(key, service=service.name)
        share = voice.hundred(breaks.shares[end])
        by = _by(results, breaks, end, voice) if timed else ""
        clauses.append(voice.say(f"summary.side-{at + 1}", side=names[end], p=share, by=by, of=of))
    counted = [breaks.shares[end] for end in (ONE, OTHER, NEITHER)]
    if breaks.shares[BOTH] >= VISIBLE:
        clauses.append(voice.say("summary.both", p=voice.hundred(breaks.shares[BOTH])))
        counted.append(breaks.shares[BOTH])
    clauses.append(voice.say("summary.neither", p=voice.hundred(breaks.shares[NEITHER])))
    clock = results.situation.clock
    return voice.say(
        "summary.sentence" if results.futures >= ENOUGH else "summary.sentence-few",
        end=date_at(clock, clock.horizon_weeks, voice),
        clauses=voice.say("list.clause").join(clauses) + rounded_note(counted, voice),
        n=results.futures,
    )


def _by(results: Results, breaks: FirstBreaks, end: int, voice: Voice) -> str:
    """Return how many futures have ended so by the month in which half of them have.

    The count is of all futures, as the clause's other count is, so that no reader has to ask half
    of what. Nothing where it is no news.
    """
    times = breaks.quantiles(end)
    if times is None or times[1] <= 0 or breaks.shares[end] < SELDOM:
        return ""
    clock = results.situation.clock
    share = breaks.share_by(end, named_end(clock, times[1]))
    return voice.say("summary.by", p=voice.hundred(share), when=date_at(clock, times[1], voice))


def levers_line(
    results: Results, breaks: FirstBreaks, effects: Sequence[KnownEffect], voice: Voice
) -> str | None:
    """Return the levers that would change the counts most, each at its strongest setpoint."""
    best: dict[str, tuple[float, int, KnownEffect]] = {}
    for each in effects:
        change, end = max((abs(each.shares[end] - breaks.shares[end]), end) for end in (ONE, OTHER))
        if each.name not in best or change > best[each.name][0]:
            best[each.name] = (change, end, each)
    strongest = sorted(best.values(), key=lambda item: -item[0])[:LEVERS]
    if not strongest:
        return None
    names = short_sides(results, voice)
    clauses = [
        voice.say(
            "summary.lever",
            lever=each.name,
            setpoint=each.setpoint,
            side=names[end],
            p=voice.hundred(each.shares[end]),
        )
        for _, end, each in strongest
    ]
    return voice.say("summary.levers", levers=voice.say("list.clause").join(clauses))


def _command(results: Results, voice: Voice) -> str:
    """Return the command that shows the effects of levers on these results."""
    manifest = results.manifest
    given = (
        word for pair in manifest.given.items() for word in ("--set", "=".join(map(str, pair)))
    )
    spoken = () if voice.language == "en" else ("--lang", voice.language)
    return outlast_command("levers", manifest.argument, *manifest.options, *given, *spoken)
