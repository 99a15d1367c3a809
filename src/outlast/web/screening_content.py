"""A screening as the template of the page reads it: plain texts of one language."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from outlast.api.screen import Screened
from outlast.api.screening_fields import STATED_BY, FieldKind, key_of
from outlast.api.screening_parties import later_listings, near_parties, shown_parties
from outlast.policy import ATTRIBUTES, Policy
from outlast.policy.forks import Fork
from outlast.policy.verdict import BranchVerdict, Determination, Missing, Verdict
from outlast.present.licence_words import exception_words, licence_words, serve_sometimes
from outlast.present.record_age import passed_line
from outlast.scenario.contest import is_shipped
from outlast.web.condition_words import ScreeningVoice
from outlast.web.screening_form_fields import Control
from outlast.web.screening_texts import (
    AreaContent,
    PartyContent,
    RuleContent,
    area_content,
    later_contents,
    party_contents,
    policy_words,
    rule_content,
)
from outlast.web.state import PageState

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
class AttributeQuestion:
    """A question that the reader can answer in place."""

    control: Control
    conditions: tuple[str, ...]
    """The conditions that hang on it, in words."""


@dataclass(frozen=True)
class ScreeningContent:
    """A screening, complete."""

    mark: Mark
    sentence: str
    remarks: tuple[str, ...]
    passed: tuple[str, ...]
    """Open questions of the record whose day has passed, and on which this verdict hangs."""

    title: str
    way: str
    facts: tuple[str, ...]
    same_for: tuple[str, ...]
    """The items that the name means, where their verdict is one."""

    questions: tuple[AttributeQuestion, ...]
    branches: tuple[BranchGroup, ...]
    rules: tuple[RuleContent, ...]
    duties: tuple[RuleContent, ...]
    parties: tuple[PartyContent, ...]
    uncovered: tuple[AreaContent, ...]
    not_checked: tuple[AreaContent, ...]
    unknown_item: bool
    """Whether the record knows no item of the name."""

    nearest: tuple[tuple[str, str], ...]
    """The nearest names, each with the query that screens it."""

    switches: tuple[Control, ...] = field(default=())


def mark(verdict: Verdict, words: ScreeningVoice) -> Mark:
    """Return a verdict with its word."""
    return Mark(verdict.value, words.voice.say(f"screening.verdict.{verdict.value}"))


def screening_content(
    screened: Screened, words: ScreeningVoice, state: PageState, passed: Sequence[Fork]
) -> ScreeningContent:
    """Return a screening as the template reads it.

    Args:
        screened: The screening.
        words: The language.
        state: The state of the page, with the question.
        passed: The open questions of the record whose day has passed.
    """
    found, shipment, say = screened.determination, screened.shipment, words.voice.say
    texts = state.question
    differs = len({each.treatment for each in found.branches}) > 1
    open_names = [name for each in found.branches for name in each.switches]
    bearing = {each.measure.id for each in (*found.rules, *found.duties)}
    hangs = [
        each for each in passed if each.switch in open_names or bearing.intersection(each.measures)
    ]
    settles = is_shipped(words.library.folder)
    there = words.country(shipment.destination)
    here = words.country(shipment.origin) if shipment.origin else say("screening.from-unknown")
    return ScreeningContent(
        mark=mark(found.verdict, words),
        sentence=_sentence(found, words),
        remarks=(
            *_remarks(found, words),
            *(
                say("screening.near-party", name=name, names=say("list.comma").join(names))
                for name, names in near_parties(screened, words.library).items()
            ),
        ),
        passed=tuple(passed_line(each, words.voice, settles=settles) for each in hangs),
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
        questions=tuple(_questions(screened, words, texts)),
        branches=tuple(branch_groups(found.branches, words)) if differs else (),
        rules=tuple(rule_content(each, words) for each in found.rules),
        duties=tuple(rule_content(each, words) for each in found.duties),
        parties=(
            *party_contents(shown_parties(screened, words.library), words),
            *later_contents(later_listings(screened, words.library), words),
        ),
        uncovered=tuple(area_content(each, words) for each in found.uncovered),
        not_checked=tuple(area_content(each, words) for each in found.not_checked),
        unknown_item=any(each.attribute == "item" for each in found.missing) and not screened.items,
        nearest=tuple(
            (name, replace(state, question={**texts, "item": name}).query())
            for name in screened.nearest
        ),
        switches=tuple(_switches(found, words, texts)),
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


def _questions(
    screened: Screened, words: ScreeningVoice, texts: Mapping[str, str]
) -> Iterable[AttributeQuestion]:
    """Yield a question for each thing that is missing; conditions on one thing are one question."""
    groups: dict[str, list[Missing]] = {}
    for each in screened.determination.missing:
        groups.setdefault(key_of(each.attribute), []).append(each)
    for key, missing in groups.items():
        first = missing[0]
        choices = any(each.attribute in {"item", "made_in", "kind"} for each in missing)
        told = () if choices else tuple(words.condition(each.condition) for each in missing)
        if first.attribute == "item" and not screened.items:
            continue  # the nearest names are links
        control = _control(key, missing, screened, words, texts)
        yield AttributeQuestion(control, tuple(dict.fromkeys(told)))


def _control(
    key: str,
    missing: Sequence[Missing],
    screened: Screened,
    words: ScreeningVoice,
    texts: Mapping[str, str],
) -> Control:
    """Return the control by which a reader answers a question."""
    say, attribute = words.voice.say, missing[0].attribute
    stated = STATED_BY.get(attribute)
    kind = stated.kind if stated else _kind_of(missing)
    value = texts.get(key, "")
    if attribute == "item":
        options = tuple((words.own_name(each), words.item(each)) for each in screened.items)
        return Control(key, FieldKind.CHOICE, say("screening.which-item"), "", options)
    if attribute == "kind":
        kinds = tuple(dict.fromkeys(name for each in missing for name in _kinds(each.condition)))
        options = tuple((name, name) for name in kinds)
        return Control(key, FieldKind.CHOICE, words.attribute(attribute), value, options)
    if attribute == "code":
        return Control(key, FieldKind.TEXT, say("screening.which-code"), value)
    if kind is FieldKind.RATES:
        return Control(f"{key}.8", FieldKind.NUMBER, say("field.tops", bits="8"), "")
    label = say(f"field.{stated.key}") if stated else words.attribute(attribute)
    return Control(key, kind, label, value, about=say_if(f"ask.{key}", words))


def _kinds(condition: str) -> Iterable[str]:
    """Yield the kinds of goods that a condition names."""
    for part in condition.split(" or "):
        named = part.removeprefix("kind is ").removeprefix("kind one of ")
        if not named.startswith("none of "):
            yield from named.split(", ")


def say_if(key: str, words: ScreeningVoice) -> str:
    """Return a sentence if there is one."""
    return words.voice.say(key) if key in words.voice.messages else ""


def _kind_of(missing: Sequence[Missing]) -> FieldKind:
    """Return the kind of an attribute that no field states, from the conditions that test it."""
    spelled = missing[0].attribute.replace("_", " ")
    conditions = [each.condition for each in missing]
    if all(each in {spelled, f"not {spelled}"} for each in conditions):
        return FieldKind.TRUTH
    numeric = missing[0].attribute in ATTRIBUTES and any(
        f"{spelled} {sign}" in each for each in conditions for sign in ("<", ">")
    )
    return FieldKind.NUMBER if numeric else FieldKind.TEXT


def _switches(
    found: Determination, words: ScreeningVoice, texts: Mapping[str, str]
) -> Iterable[Control]:
    """Yield a choice for each open question of the record on which the verdict hangs."""
    record, voice = words.library.timeline, words.voice
    taken = [key.removeprefix("switch.") for key in texts if key.startswith("switch.")]
    names = [name for each in found.branches for name in each.switches]
    differing = {
        name for name in names if len({each.switches.get(name) for each in found.branches}) > 1
    }
    for name in dict.fromkeys([*taken, *names]):
        if name not in record.switches or name not in {*taken, *differing}:
            continue
        options = tuple(
            (answer, voice.name("answer", f"{name}.{answer}", answer))
            for answer in record.switches[name].branches
        )
        question = voice.name("switch", name, " ".join(record.switches[name].question.split()))
        key = f"switch.{name}"
        yield Control(key, FieldKind.CHOICE, question, texts.get(key, ""), options)
