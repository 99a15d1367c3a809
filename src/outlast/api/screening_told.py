"""A screening in the reader's language, for page and terminal: plain texts that name no control."""

from collections.abc import Iterable
from dataclasses import dataclass

from outlast.api.condition_words import ScreeningVoice
from outlast.api.screen import Screened
from outlast.api.screening_parties import later_listings, near_parties, shown_parties
from outlast.api.screening_texts import (
    AreaContent,
    PartyContent,
    RuleContent,
    area_content,
    later_contents,
    party_contents,
    policy_words,
    rule_content,
)
from outlast.policy import Policy
from outlast.policy.verdict import BranchVerdict, Determination, Verdict
from outlast.present.licence_words import exception_words, licence_words, serve_sometimes

MORE = 2
"""The number of items from which a name means several."""

FACTS = ("tpp", "performance_density", "memory_bandwidth_gb_s", "memory_density_gb_s_mm2")
"""The attributes of a chip that the head of an answer shows, and its interconnect."""


@dataclass(frozen=True)
class Mark:
    """A verdict with its word; the template adds its colour and its shape."""

    slug: str
    word: str


@dataclass(frozen=True)
class BranchGroup:
    """The branches that have one verdict."""

    mark: Mark
    policy: str
    shared: tuple[str, ...]
    """The conditions that all of them share, in words."""

    one_of: tuple[str, ...]
    """The further condition of each branch, where each has one alone."""

    cases: tuple[tuple[str, ...], ...]
    """The further conditions of each branch, where they have several."""


@dataclass(frozen=True)
class ToldScreening:
    """A screening in one language."""

    mark: Mark
    sentence: str
    remarks: tuple[str, ...]
    title: str
    way: str
    facts: tuple[str, ...]
    same_for: tuple[str, ...]
    """The items that the name means, where their verdict is one."""

    branches: tuple[BranchGroup, ...]
    rules: tuple[RuleContent, ...]
    duties: tuple[RuleContent, ...]
    parties: tuple[PartyContent, ...]
    uncovered: tuple[AreaContent, ...]
    not_checked: tuple[AreaContent, ...]
    unknown_item: bool
    """Whether the record knows no item of the name."""


def mark(verdict: Verdict, words: ScreeningVoice) -> Mark:
    """Return a verdict with its word."""
    return Mark(verdict.value, words.voice.say(f"screening.verdict.{verdict.value}"))


def told_screening(screened: Screened, words: ScreeningVoice) -> ToldScreening:
    """Return a screening in the reader's language."""
    found, shipment, say = screened.determination, screened.shipment, words.voice.say
    differs = len({each.treatment for each in found.branches}) > 1
    there = words.country(shipment.destination)
    here = words.country(shipment.origin) if shipment.origin else say("screening.from-unknown")
    return ToldScreening(
        mark=mark(found.verdict, words),
        sentence=_sentence(found, words),
        remarks=(
            *_remarks(found, words),
            *(
                say("screening.near-party", name=name, names=say("list.comma").join(names))
                for name, names in near_parties(screened, words.library).items()
            ),
        ),
        title=_title(screened, words),
        way=say(
            "screening.way",
            here=here,
            there=there,
            day=shipment.on,
            use=say(f"end-use.{shipment.end_use.value}"),
        ),
        facts=tuple(_facts(screened, words)),
        same_for=() if differs or len(screened.items) < MORE else _titles(screened, words),
        branches=tuple(branch_groups(found.branches, words)) if differs else (),
        rules=tuple(rule_content(each, found, words) for each in found.rules),
        duties=tuple(rule_content(each, found, words) for each in found.duties),
        parties=(
            *party_contents(shown_parties(screened, words.library), words),
            *later_contents(later_listings(screened, words.library), words),
        ),
        uncovered=tuple(area_content(each, words) for each in found.uncovered),
        not_checked=tuple(area_content(each, words) for each in found.not_checked),
        unknown_item=any(each.attribute == "item" for each in found.missing) and not screened.items,
    )


def _titles(screened: Screened, words: ScreeningVoice) -> tuple[str, ...]:
    """Return the titles of the items that a name means."""
    return tuple(words.item(each) for each in screened.items)


def _title(screened: Screened, words: ScreeningVoice) -> str:
    """Return the title of the thing that was screened."""
    items, say = screened.items, words.voice.say
    if len(items) == 1 and screened.title == items[0].title:
        return words.item(items[0])
    if len(items) == 1:  # a code, under which there may be other goods too
        return screened.asked
    if items:
        return say("screening.several", name=screened.asked, n=len(items))
    numbers = "tpp" in screened.shipment.attributes and screened.asked == screened.title
    is_named = screened.shipment.item != "the chip"
    return screened.title if is_named or not numbers else say("screening.by-numbers")


def _sentence(found: Determination, words: ScreeningVoice) -> str:
    """Return the verdict as a sentence."""
    say = words.voice.say
    if found.verdict is Verdict.LICENCE:
        sometimes = serve_sometimes(found.branches)
        instead = exception_words(found.exceptions, words.voice, sometimes=sometimes)
        policy = words.voice.capital(f"{policy_words(found.policy, words)}{instead}")
        return say("screening.licence", policy=policy)
    return say(f"screening.sentence.{found.verdict.value}")


def _remarks(found: Determination, words: ScreeningVoice) -> Iterable[str]:
    """Yield the remarks on a verdict."""
    if found.after_the_record and found.record_until is not None:
        yield words.voice.say("screening.after-record", until=found.record_until)


def _facts(screened: Screened, words: ScreeningVoice) -> Iterable[str]:
    """Yield the numbers of a chip that rules test."""
    attributes = screened.shipment.attributes
    for name in (*FACTS, "interconnect_gb_s"):
        value = attributes.get(name)
        if isinstance(value, int | float) and not isinstance(value, bool):
            number = f"{value:,.4g}" if value < 1000 else f"{value:,.0f}"  # noqa: PLR2004
            yield words.voice.say("screening.fact", name=words.attribute(name), value=number)


def branch_groups(
    branches: Iterable[BranchVerdict], words: ScreeningVoice
) -> Iterable[BranchGroup]:
    """Yield the branches of each verdict and policy, the strictest first."""
    groups: dict[tuple[Verdict, Policy | None, tuple[str, ...]], list[tuple[str, ...]]] = {}
    for branch in branches:
        conditions = tuple(_branch_conditions(branch, words))
        known = groups.setdefault(branch.treatment, [])
        if conditions not in known:
            known.append(conditions)
    for (verdict, policy, exceptions), conditions in groups.items():
        shared = tuple(each for each in conditions[0] if all(each in one for one in conditions))
        rest = [tuple(each for each in one if each not in shared) for one in conditions]
        are_single = all(len(each) == 1 for each in rest)
        yield BranchGroup(
            mark(verdict, words),
            licence_words(policy, exceptions, words.voice) if policy else "",
            shared,
            tuple(each[0] for each in rest) if are_single else (),
            tuple(each for each in rest if each) if not are_single else (),
        )


def _branch_conditions(branch: BranchVerdict, words: ScreeningVoice) -> Iterable[str]:
    """Yield the conditions of a branch in words."""
    voice = words.voice
    for name, answer in branch.switches.items():
        question = words.library.timeline.switches[name].question
        yield voice.say(
            "condition.answered",
            question=voice.name("switch", name, " ".join(question.split())),
            answer=voice.name("answer", f"{name}.{answer}", answer),
        )
    for condition, holds in branch.supposing.items():
        yield words.condition(condition, holds=holds)
