"""A screening on the terminal in the words of the page, for languages other than English."""

from collections.abc import Iterator, Sequence
from datetime import date

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from outlast.api.condition_words import ScreeningVoice, record_words
from outlast.api.library import Library
from outlast.api.record_reach import age_lines, record_voice
from outlast.api.screen import Screened
from outlast.api.screening_fields import flag_of
from outlast.api.screening_texts import RuleContent, parties_told
from outlast.api.screening_told import BranchGroup, ToldScreening, told_screening
from outlast.policy.age import age_of
from outlast.policy.verdict import Missing

CODE = "code"
"""The attribute that the exporter's own code in full states."""


def show_told(
    screened: Screened, library: Library, shown: Console, today: date, language: str
) -> None:
    """Show a screening in a language.

    Args:
        screened: The screening.
        library: The contest.
        shown: The console.
        today: The day of reading.
        language: The language.
    """
    words = ScreeningVoice(library, record_words(record_voice(library, language)))
    screening, say = told_screening(screened, words), words.voice.say
    passed = len(age_of(library.timeline, today, screened.shipment.on).passed)
    lines = age_lines(library, today, screened.shipment.on, language=language)
    for place, line in enumerate(lines):
        _line(shown, line, 0, "yellow" if place < passed else "dim")
    if library.timeline.parties is not None:
        _line(shown, parties_told(library.timeline.parties, words.voice), 0, "dim")
    _heading(screening, shown)
    for line in _reasons(screening, screened, words):
        _line(shown, line, 2)
    for group in screening.branches:
        _branch(group, words, shown)
    if screening.same_for:
        _section(say("screening.same-for"), screening.same_for, shown)
    caught = screened.determination.verdict.caught
    _rules(
        say("screening.rules" if caught else "screening.rules-open"), screening.rules, words, shown
    )
    _rules(say("screening.duties"), screening.duties, words, shown)
    listed = [
        (each.sentence, *(f"{one} {text}" for one, text in each.lists))
        for each in screening.parties
    ]
    _section(say("screening.parties"), [line for each in listed for line in each], shown)
    _section(say("screening.uncovered"), [each.title for each in screening.uncovered], shown)
    _section(say("screening.not-checked"), [each.title for each in screening.not_checked], shown)
    shown.print()
    _line(shown, say("screening.notice"), 2, "dim")


def _heading(screening: ToldScreening, shown: Console) -> None:
    """Show the shipment, the numbers that rules test, and the verdict."""
    shown.print()
    shown.print(Text(screening.title, style="bold"))
    _line(shown, screening.way, 0)
    if screening.facts:
        _line(shown, " · ".join(screening.facts), 0, "dim")
    shown.print()
    if screening.sentence.startswith(screening.mark.word):
        _line(shown, screening.sentence, 2, "bold")
        return
    _line(shown, screening.mark.word, 2, "bold")
    _line(shown, screening.sentence, 2)


def _reasons(screening: ToldScreening, screened: Screened, words: ScreeningVoice) -> Iterator[str]:
    """Yield the remarks on a verdict, the nearest names, and all that is not known."""
    say = words.voice.say
    yield from screening.remarks
    if screening.unknown_item and screened.nearest:
        yield say("screening.nearest") + say("list.comma").join(screened.nearest)
    elif screening.unknown_item:
        yield say("screening.no-nearest")
    missing = [each for each in screened.determination.missing if each.attribute != "item"]
    if missing:
        label = say("screening.tests")
        conditions = dict.fromkeys(_missing(each, words) for each in missing)
        yield label + say("list.clause").join(conditions)


def _missing(missing: Missing, words: ScreeningVoice) -> str:
    """Return a condition that cannot be decided, with the option that states the thing it tests."""
    thing = words.condition(missing.condition)
    if missing.attribute == CODE:
        return thing
    return words.voice.say("screening.give", thing=thing, option=flag_of(missing.attribute))


def _branch(group: BranchGroup, words: ScreeningVoice, shown: Console) -> None:
    """Show the branches that have one verdict, with their conditions."""
    say, clause = words.voice.say, words.voice.say("list.clause")
    named = group.policy if group.policy.startswith(group.mark.word) else group.mark.word
    _line(shown, named, 4, "bold")
    if group.shared:
        _line(shown, f"{say('screening.if')} {clause.join(group.shared)}", 6)
    if group.one_of:
        key = "screening.and-one-of" if group.shared else "screening.one-of"
        _line(shown, f"{say(key)} {clause.join(group.one_of)}", 6)
    for each in group.cases:
        key = "screening.and" if group.shared else "screening.if"
        _line(shown, f"{say(key)} {clause.join(each)}", 6)


def _rules(title: str, rules: Sequence[RuleContent], words: ScreeningVoice, shown: Console) -> None:
    """Show measures that bear on a shipment, with their paragraphs and texts."""
    if not rules:
        return
    say = words.voice.say
    shown.print()
    _line(shown, title, 2, "bold")
    for each in rules:
        _line(shown, each.title, 4, "bold")
        _line(shown, each.effect, 6)
        if each.holds_for:
            _line(shown, each.holds_for, 6)
        if each.paragraphs:
            _line(shown, say("screening.paragraph") + "; ".join(each.paragraphs), 6, "dim")
        for text in each.texts:
            _line(shown, text.citation, 6, "dim")
            if text.address:
                _line(shown, text.address, 6, "dim")
        _line(shown, say("screening.evidence") + each.evidence, 6, "dim")


def _section(title: str, lines: Sequence[str], shown: Console) -> None:
    """Show a title with its lines, if there are any."""
    if lines:
        shown.print()
        _line(shown, title, 2, "bold")
        for line in lines:
            _line(shown, line, 4)


def _line(shown: Console, text: str, indent: int, style: str = "") -> None:
    shown.print(Padding(Text(text, style=style), (0, 0, 0, indent)))
