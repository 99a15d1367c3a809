"""A screening as the template of the page reads it: plain texts of one language, with controls."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from outlast.api.condition_words import ScreeningVoice
from outlast.api.screen import Screened
from outlast.api.screening_fields import STATED_BY, FieldKind, key_of
from outlast.api.screening_told import ToldScreening, told_screening
from outlast.policy import ATTRIBUTES
from outlast.policy.forks import Fork
from outlast.policy.verdict import Determination, Missing
from outlast.present.record_age import passed_line
from outlast.scenario.contest import is_shipped
from outlast.web.screening_form_fields import Control
from outlast.web.state import PageState


@dataclass(frozen=True)
class AttributeQuestion:
    """A question that the reader can answer in place."""

    control: Control
    conditions: tuple[str, ...]
    """The conditions that hang on it, in words."""


@dataclass(frozen=True)
class ScreeningContent:
    """A screening with the questions and links by which a reader goes on."""

    screening: ToldScreening
    passed: tuple[str, ...]
    """Open questions of the record whose day has passed, and on which this verdict hangs."""

    questions: tuple[AttributeQuestion, ...]
    nearest: tuple[tuple[str, str], ...]
    """The nearest names, each with the query that screens it."""

    switches: tuple[Control, ...] = field(default=())


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
    found, texts = screened.determination, state.question
    open_names = [name for each in found.branches for name in each.switches]
    bearing = {each.measure.id for each in (*found.rules, *found.duties)}
    hangs = [
        each for each in passed if each.switch in open_names or bearing.intersection(each.measures)
    ]
    settles = is_shipped(words.library.folder)
    return ScreeningContent(
        screening=told_screening(screened, words),
        passed=tuple(passed_line(each, words.voice, settles=settles) for each in hangs),
        questions=tuple(_questions(screened, words, texts)),
        nearest=tuple(
            (name, replace(state, question={**texts, "item": name}).query())
            for name in screened.nearest
        ),
        switches=tuple(_switches(found, words, texts)),
    )


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
