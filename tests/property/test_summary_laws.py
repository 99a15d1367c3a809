"""The answer in ten seconds for any results: never too long, equal for both sides, and true."""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outlast.engine.arrays import Bools, Reals
from outlast.present import reasons as reasons_file
from outlast.present.display.time_axis import date_at
from outlast.present.display.voice import LANGUAGES, Voice, voice_of
from outlast.present.fitting import HEADLINE, REASON, SENTENCE, length
from outlast.present.outcomes import turns
from outlast.present.summary import Summary, summary
from outlast.results import FirstBreaks, Results
from outlast.results.first_breaks import CLOCKS, ENDINGS, ONE, OTHER
from outlast.study.trace import Link, LinkKind, Trace
from tests.present.fake import loaded, outcome, share_by_then

SHIPPED = ("today", "june-2025", "april-2025", "lapse", "truce", "cutoff", "tariff-245", "lilliput")
FUTURES = 96
LINK: dict[str, Callable[[Results], Link]] = {
    "withheld": lambda results: Link(
        LinkKind.WITHHELD,
        4.0,
        0.5,
        next(iter(results.situation.world.sites)),
        next(iter(results.situation.world.sites)),
        next(iter(results.situation.timeline.measures)),
    ),
    "undelivered": lambda results: Link(
        LinkKind.UNDELIVERED,
        4.0,
        0.5,
        next(iter(results.situation.world.sites)),
        next(iter(results.situation.world.sites)),
    ),
    "lacks": lambda results: Link(
        LinkKind.LACKS, 4.0, 0.5, next(iter(results.situation.world.sites))
    ),
}
"""A last cause of each kind."""


@cache
def base(scenario: str) -> Results:
    return outcome(scenario)


def invented(scenario: str, seed: int, chances: list[float], futures: int = FUTURES) -> Results:
    """Return results of a scenario in which every line and every clock breaks by luck."""
    results, rng = base(scenario), np.random.default_rng(seed)
    horizon = results.situation.clock.horizon_weeks
    lines = len(results.lowered.names.lines)
    sides = [results.sides.index(each.side) for each in results.lowered.names.sets]
    record = {
        name: np.repeat(values[:1], futures, axis=0) for name, values in results.record.items()
    }
    for at, clock in enumerate(CLOCKS):
        pair = np.array(chances[2 * at : 2 * at + 2])
        broken = rng.random((futures, 2)) < pair
        begin = -60.0 if clock == "since-denial" else 0.0
        times = np.where(broken, rng.uniform(begin, horizon, (futures, 2)), horizon + 1.0)
        now = (rng.random((futures, 2)) < chances[6]) & broken & (clock == "from-date")
        times = np.where(now, 0.0, times)
        ending = ENDINGS[clock]
        record[f"strict{ending}"] = record[f"quorum{ending}"] = times[:, sides]
        record[f"first{ending}"] = rng.uniform(0.0, horizon * 1.5, (futures, lines))
    record["since"] = (rng.random((futures, lines)) < chances[6]) * 8.0
    found = replace(results, record=record)
    switches = results.situation.timeline.switches
    held: Bools = rng.random(futures) < 0.5
    found.__dict__["switch_branches"] = {
        key: tuple(zip(list(switch.branches)[:2], (held, ~held), strict=True))
        for key, switch in switches.items()
    }
    return found


def spoken(results: Results, language: str, kind: str = "withheld") -> Summary:
    """Return the summary of results, with a last cause of one kind in place of a run."""
    cause = Trace("", "", 0, True, (LINK[kind](results),))  # noqa: FBT003  it broke

    def traced(*_: object) -> list[Trace]:
        return [cause]

    with patch.object(reasons_file, "kept_traces", traced):
        return summary(results, voice_of(results.situation, language))


CHANCES = st.lists(st.sampled_from([0.0, 0.01, 0.2, 0.5, 0.9, 1.0]), min_size=7, max_size=7)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "scenario",
    [
        name if name in ("today", "lilliput") else pytest.param(name, marks=pytest.mark.slow)
        for name in SHIPPED
    ],
)
@settings(max_examples=6, deadline=None)
@given(seed=st.integers(0, 999), chances=CHANCES, kind=st.sampled_from(sorted(LINK)))
def test_no_text_is_longer_than_allowed(
    scenario: str, language: str, seed: int, chances: list[float], kind: str
) -> None:
    results = invented(scenario, seed, chances)
    voice = voice_of(results.situation, language)
    said = spoken(results, language, kind)
    texts = [(said.headline, HEADLINE), (said.sentence, SENTENCE)]
    texts += [(reason.text, REASON) for reason in said.reasons]
    for text, limits in texts:
        assert 0 < length(text, voice) <= limits[language], text
        assert "…" not in text, "a shipped name does not fit"
    if language == "en":
        assert len(said.headline.split()) <= 16
        assert len(said.sentence.split()) <= 35
    else:
        assert len(said.headline) <= 32
    assert "\n" not in "".join((*(text for text, _ in texts), said.honesty))
    assert [reason.key for reason in said.reasons] == ["one", "other", "decides"]


@pytest.mark.parametrize(
    ("language", "held", "limited"),
    [("en", "holds back", "limits its own imports of"), ("zh", "的供应", "的进口")],
)
def test_a_side_that_stops_its_own_imports_limits_them(
    language: str, held: str, limited: str
) -> None:
    results = invented("lilliput", 1, [0.5] * 6 + [0.0])
    actor = next(iter(results.situation.timeline.measures.values())).side
    said = spoken(results, language)
    for reason, side in zip(said.reasons, results.first_breaks().sides, strict=False):
        assert (limited in reason.text) == (side == actor)
        assert (held in reason.text) == (side != actor)


@pytest.mark.parametrize(
    ("measure", "english", "chinese"),
    [
        (
            "us-232-minerals-quota",
            "the US itself limits imported magnets by quota",
            "美国自行以配额限制永磁体进口",
        ),
        ("us-tariff-301-minerals-magnets", "the US puts a tariff on imports of", "加征了关税"),
        ("us-232-minerals-price-floor", "the US sets a least price for imports of", "设了最低价"),
        ("us-dfars-magnets", "the US bars imports of magnets from state purchases", "政府采购"),
        ("us-tariffs.quarter", "the US puts a duty on imports of magnets", "加征了税费"),
    ],
)
def test_a_side_that_limits_its_own_imports_is_said_to_do_so_by_its_kind_of_act(
    measure: str, english: str, chinese: str
) -> None:
    results = invented("today", 1, [0.5] * 6 + [0.0])
    sites = results.situation.world.sites
    there, here = (
        next(
            key for key, each in sites.items() if (each.good, each.bloc) == ("ndfeb-magnets", bloc)
        )
        for bloc in ("CN", "US")
    )
    cause = Trace("", "", 0, True, (Link(LinkKind.WITHHELD, 4.0, 0.5, here, there, measure),))  # noqa: FBT003
    place = results.first_breaks().sides.index("us")

    def traced(*_: object) -> list[Trace]:
        return [cause]

    with patch.object(reasons_file, "kept_traces", traced):
        for language, words in (("en", english), ("zh", chinese)):
            said = summary(results, voice_of(results.situation, language))
            assert words in said.reasons[place].text


def allowed(results: Results, breaks: FirstBreaks, voice: Voice) -> set[str]:
    """Return every number that stands in the first breaks of a case, its clocks and branches."""
    clock = results.situation.clock
    every = [
        results.first_breaks(breaks.service_set, breaks.definition, breaks.rule, each)
        for each in CLOCKS
    ]
    every += [results.first_breaks(breaks.service_set, each) for each in results.definitions()]
    shares = [share for case in every for share in (*case.shares, *case.already)]
    for branch in results.branches():
        for odds in branch.sets:
            if odds.key == breaks.odds.key:
                shares += list(odds.first.values())
    found = {number for share in shares for number in digits(voice.hundred(share))}
    for end in (ONE, OTHER):
        times = (*(breaks.quantiles(end) or ()), *(breaks.quantiles(end, later=True) or ()))
        found |= {number for weeks in times for number in digits(date_at(clock, weeks, voice))}
        found |= set(digits(voice.hundred(share_by_then(results, end, voice))))
    days = (clock.on, clock.common_start)
    dates = "".join(f"{day.year} {day.month} {day.day} " for day in days)
    last = voice.month(clock.on.fromordinal(clock.on.toordinal() + 7 * clock.horizon_weeks))
    fixed = digits(voice.say("reason.typical", low="", high=""))
    return found | {*digits(dates), *digits(last), *fixed, "100"}


def digits(text: str) -> list[str]:
    """Return the numbers of a text; names such as H200 are none."""
    return re.findall(r"(?<![A-Za-z\d-])\d+(?![A-Za-z\d-])", text)


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 999), chances=CHANCES, language=st.sampled_from(LANGUAGES))
def test_every_number_stands_in_the_results(seed: int, chances: list[float], language: str) -> None:
    results = invented("today", seed, chances)
    voice, breaks = voice_of(results.situation, language), results.first_breaks()
    said = spoken(results, language)
    known = allowed(results, breaks, voice)
    for text in (said.headline, said.sentence, *(reason.text for reason in said.reasons)):
        unknown = [number for number in digits(text) if number not in known]
        assert not unknown, (text, unknown)


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 999), chances=CHANCES)
def test_headline_and_strip_name_the_same_sides(seed: int, chances: list[float]) -> None:
    results = invented("today", seed, chances)
    said, breaks = spoken(results, "en"), results.first_breaks()
    here = next(
        cell
        for cell in said.strip
        if (cell.definition, cell.clock) == (breaks.definition, breaks.clock)
    )
    assert here.shares == breaks.shares
    cases = {(cell.definition, cell.clock): cell.side for cell in said.strip}
    assert len(cases) == len(said.strip) == len(results.definitions()) * len(CLOCKS)
    on_clocks = {cases[breaks.definition, clock] for clock in CLOCKS} - {None}
    if len(on_clocks) > 1:
        assert said.headline.startswith("It turns on what you count")
    if not turns(results, breaks):
        named = here.side
        text = said.headline.lower()
        if named == "cn":
            assert text.startswith("china ")
        elif named == "us":
            assert text.startswith("the us ")
        else:
            assert "neither" in text or "too close" in text


def swapped(results: Results) -> Results:
    """Return the same results with the two sides of every set exchanged."""
    sets = results.lowered.names.sets
    place = {(each.service_set, each.definition, each.side): row for row, each in enumerate(sets)}
    one, other = results.sides
    order = [
        place.get((each.service_set, each.definition, other if each.side == one else one), row)
        for row, each in enumerate(sets)
    ]
    record = dict(results.record)
    for rule in ("strict", "quorum"):
        for ending in ENDINGS.values():
            values: Reals = record[f"{rule}{ending}"]
            record[f"{rule}{ending}"] = values[:, order]
    found = replace(results, record=record)
    found.__dict__["switch_branches"] = results.switch_branches
    return found


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 999), chances=CHANCES)
def test_the_wording_is_the_same_for_both_sides(seed: int, chances: list[float]) -> None:
    results = invented("today", seed, [*chances[:6], 0.0])
    never = results.situation.clock.horizon_weeks + 1.0
    lines = {
        name: np.full_like(each, never)
        for name, each in results.record.items()
        if name.startswith("first")
    }
    branches = results.switch_branches
    results = replace(results, record={**results.record, **lines})
    results.__dict__["switch_branches"] = branches
    one, other = spoken(results, "en").headline, spoken(swapped(results), "en").headline
    names = {"the US": "@", "The US": "@", "China": "@"}

    def shape(text: str) -> str:
        for name, mark in names.items():
            text = text.replace(name, mark)
        return text

    assert shape(one) == shape(other)


def test_the_scenarios_are_all_that_are_shipped() -> None:
    folder = loaded("today")[0].origin.contest.folder / "scenarios"
    assert {file.stem for file in folder.glob("*.yaml")} == set(SHIPPED) - {"lilliput"}
