"""The rules of the headline: on which condition the answer turns, or which side is likelier."""

from typing import Final

from outlast.present.by_definition import FEW
from outlast.present.display.time_axis import date_at
from outlast.present.display.voice import Voice
from outlast.present.outcomes import Turn, branch_case, short_side, short_sides, turns
from outlast.results import FirstBreaks, Results, SetOdds
from outlast.results.first_breaks import HEADLINE_CLOCK, NEITHER
from outlast.results.odds import ENOUGH

CHANCES: Final = (("certain", 0.95), ("very-likely", 0.8), ("likely", 0.55))
"""The words for a chance, each with its least share of futures, as Intelligence Community Directive
203 of the United States has them; below the last, a side is likelier than the other."""

HALF: Final = 0.5
"""A service that is short on the date in this share of futures counts as probably short."""


def headline_texts(results: Results, breaks: FirstBreaks, voice: Voice) -> list[str]:
    """Return the headline in ever fewer words."""
    if results.futures < ENOUGH:
        return [voice.say("headline.few", n=results.futures)]
    if found := turns(results, breaks):
        return _turning(results, found[0], voice)
    clock = results.situation.clock
    end = date_at(clock, clock.horizon_weeks, voice)
    if breaks.shares[NEITHER] > 1 - FEW:
        return [voice.say("headline.neither", end=end)]
    odds = breaks.odds
    one, other = short_sides(results, voice)
    if odds.winner is None:
        kind = "seldom" if odds.neither > HALF else "close"
        long = voice.say(f"headline.{kind}", one=one, other=other, end=end)
        return [long, voice.say(f"headline.{kind}-short", end=end)]
    share = odds.first[odds.winner]
    kind = next((word for word, least in CHANCES if share >= least), "likelier")
    winner = short_side(results, odds.winner, voice)
    loser = other if odds.winner == results.sides[0] else one
    words = {"side": voice.capital(winner), "rival": loser}
    plain = voice.say(f"headline.{kind}", **words)
    short = voice.say(f"headline.{kind}-short", **words)
    also = _also(results, breaks, odds.winner, voice)
    return [f"{plain}{also}", f"{short}{also}", plain, short] if also else [plain, short]


def _also(results: Results, breaks: FirstBreaks, winner: str, voice: Voice) -> str:
    """Return which sides are probably short on the date, or that most often neither breaks."""
    short = [side for side, p in zip(breaks.sides, breaks.already, strict=True) if p >= HALF]
    if len(short) > 1:
        return voice.say("headline.both-already")
    if short:
        name = short_side(results, short[0], voice)
        key = "headline.already-same" if short[0] == winner else "headline.already-other"
        return voice.say(key, side=voice.capital(name))
    return voice.say("headline.often-neither") if breaks.shares[NEITHER] >= HALF else ""


def _turning(results: Results, turn: Turn, voice: Voice) -> list[str]:
    """Return the headline of an answer that turns on a condition."""
    (key_a, odds_a), (key_b, odds_b) = turn.cases
    sides = [short_side(results, odds.winner or "", voice) for odds in (odds_a, odds_b)]
    kind = turn.kind if turn.kind in ("definition", "clock", "rule") else "question"
    cases = [_case(turn.kind, key, voice) if kind != "clock" else key for key in (key_a, key_b)]
    texts: list[str] = []
    if kind == "clock":
        year = f"{results.situation.clock.common_start.year}"
        long = [
            _on_clock(case, side, year, voice, place)
            for place, case, side in zip(("first", "then"), turn.cases, sides, strict=True)
        ]
        texts.append(voice.say("turn.count", first=long[0], then=long[1]))
        cases = [voice.say(f"turn.clock.{key}", year=year) for key in (key_a, key_b)]
    opening = "turn.question" if kind == "question" else "turn.count"
    for form in ("turn.case-long", "turn.case"):
        first = voice.say(form, case=cases[0], side=sides[0])
        then = voice.say("turn.case", case=cases[1], side=sides[1])
        texts.append(voice.say(opening, first=first, then=then))
    texts.append(voice.say("turn.bare-question" if kind == "question" else "turn.bare"))
    return texts


def _on_clock(case: tuple[str, SetOdds], side: str, year: str, voice: Voice, place: str) -> str:
    """Return the side that breaks first on a clock, as a clause of the headline."""
    clock, odds = case
    if clock == HEADLINE_CLOCK and odds.already[odds.winner or ""] >= HALF:
        return voice.say("turn.clock.already", side=side)
    return voice.say(f"turn.clock.{clock}.{place}", side=side, year=year)


def _case(kind: str, key: str, voice: Voice) -> str:
    """Return a case of a definition, a rule or a question in few words."""
    if kind == "definition":
        return voice.say(f"definition.short.{key}")
    if kind == "rule":
        return voice.say(f"rule.short.{key}")
    return branch_case(kind, key, voice)
