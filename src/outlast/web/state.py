"""The state of the page, which its address holds whole: reading, checking, writing."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final
from urllib.parse import urlencode

from outlast.api.screening_fields import is_key, known_keys
from outlast.errors import FEW, closest
from outlast.facts.bounds import exact_text
from outlast.present.display.voice import LANGUAGES, Voice
from outlast.scenario.adjust import (
    MOST_LETTERS,
    QuestionKind,
    RefusalReason,
    RefusedSetting,
    read_settings,
)
from outlast.scenario.adjust import questions as questions_of
from outlast.scenario.from_date import PREFIX as FROM_DATE
from outlast.scenario.from_date import from_date_name, levers_from_date
from outlast.scenario.headline_levers import headline_levers
from outlast.scenario.load import Situation
from outlast.web.words import bounds_in_words

MOST_FUTURES: Final = 1000
"""The largest number of futures that the page runs."""

DEFAULT_FUTURES: Final = 1000
"""The futures of an answer whose address states no number."""

FIRST_FUTURES: Final = 192
"""The futures of a first answer, which the whole one replaces: whole lanes of the engine."""

ROUGH_FUTURES: Final = 64
"""The futures of a rough answer."""

PRIOR_PREFIX: Final = QuestionKind.CHOICE.value
"""The prefix of a prior's name in the address."""

SETTING_PREFIXES: Final = tuple(kind.value for kind in (QuestionKind.CHOICE, QuestionKind.SWITCH))
"""The prefixes of the names of settings in the address."""

IN_THE_PAST: Final = "past"
"""The text of an address in which the levers beside the answer hold in the past too."""

FROM_THE_DATE: Final = "date"
"""The text of an address in which the levers beside the answer move on the scenario's date."""

ON_THE_DATE: Final = "from-date"
"""The way to try levers in which each moves on the scenario's date."""

WAYS_TO_TRY: Final = ("1", ON_THE_DATE)
"""The ways to try every lever."""

READER_KEYS: Final = (
    *("scenario", "seed", "lang", "futures", "a", "b"),
    *("future", "month", "show", "find", "page", "runs", "levers", "list", "since"),
)
"""The keys of an address that readers meet, besides settings."""

SCRIPT_KEYS: Final = ("quick", "look", "move")
"""The keys that scripts and programs use."""

ON_OR_OFF: Final = ("0", "1")
"""The texts of a key that a reader turns on or off."""

TEXTS_OF: Final[Mapping[str, tuple[str, ...]]] = {
    "since": (IN_THE_PAST, FROM_THE_DATE),
    "levers": WAYS_TO_TRY,
    "runs": ON_OR_OFF,
    "quick": ON_OR_OFF,
}
"""The texts that some keys can have, whatever the scenario."""

MINE: Final = "mine"
"""The name of the column of a comparison that has the reader's settings."""

MOST_MONTHS: Final = 1200
"""The largest number of months after the date that an address can name."""

SEED_LIMIT: Final = 2**31
"""Seeds are smaller than this."""


@dataclass(frozen=True)
class AddressNote:
    """An entry of the address that the page could not use: a key of the words, and its values."""

    key: str
    values: Mapping[str, str]
    wrong: str = ""
    """The part of the entry that is misspelled, if one is."""

    known: tuple[str, ...] = ()
    """The spellings that would be right."""

    bounds: tuple[float, float] | None = None
    """The bounds that a number leaves."""

    unit: str = "1"

    setting: tuple[str, str, str] | None = None
    """The kind, the key and the title of the setting that the entry names, if it names one."""

    def in_words(self, voice: Voice) -> str:
        """Return the note as a sentence."""
        values = dict(self.values)
        if self.setting is not None:
            values["key"] = voice.name(*self.setting)
        if self.bounds is not None:
            values["bounds"] = bounds_in_words(voice, *self.bounds, self.unit)
        return voice.sentences([voice.say(self.key, **values), cure(voice, self.wrong, self.known)])


def cure(voice: Voice, wrong: str, known: tuple[str, ...]) -> str:
    """Return the closest known spelling in a sentence, or all known ones if they are few."""
    close = closest(wrong, known)
    if close is not None:
        return voice.say("note.closest", name=close)
    return voice.say("note.known", names=voice.join(known)) if 0 < len(known) <= FEW else ""


@dataclass(frozen=True)
class PageState:
    """Everything on which the page depends."""

    scenario: str
    seed: int = 1
    lang: str = "en"
    futures: int = DEFAULT_FUTURES
    values: Mapping[str, float] = field(default_factory=dict[str, float])
    """The priors that the reader fixed."""

    answers: Mapping[str, str] = field(default_factory=dict[str, str])
    """The questions that the reader answered otherwise than the scenario does, by their names."""

    a: str = ""
    """The first of two scenarios to compare."""

    b: str = ""
    """The second of them."""

    future: int | None = None
    """The future whose chain of causes the page traces; the median one if absent."""

    month: int | None = None
    """The month after the date at which the page shows who depends on whom; the date if absent."""

    show: str = ""
    """The part of the evidence to show."""

    find: str = ""
    """Words to find among facts."""

    page: int = 1
    """The page of facts."""

    levers: str = ""
    """How the page tries every lever at its setpoints: `1` from the first of its measures on,
    `from-date` from the scenario's date on, or not at all."""

    since: str = ""
    """From when the levers beside the answer hold, as a reader chose it: `past` or `date`."""

    runs: bool = False
    """Whether the page tests claims on futures too."""

    quick: bool = False
    """Whether a rough answer is enough."""

    look: str = ""
    """The one look in which to draw figures; all looks if empty."""

    move: str = ""
    """The prior whose slider the reader drags."""

    question: Mapping[str, str] = field(default_factory=dict[str, str])
    """The fields of the question that is screened, by key."""

    parts: str = ""
    """The list of parts that is screened: `new`, or the mark of one that is kept."""

    notes: tuple[AddressNote, ...] = ()

    @property
    def on_date(self) -> bool:
        """Whether the levers beside the answer move on the scenario's date, the past as it was."""
        return self.since == FROM_THE_DATE

    def query(self, **changed: str | float) -> str:
        """Return the address after the question mark, with some entries changed."""
        pairs: dict[str, str | float] = {
            "scenario": self.scenario,
            "seed": self.seed,
            "lang": self.lang,
            "futures": self.futures,
            **{f"{PRIOR_PREFIX}{key}": exact_text(value) for key, value in self.values.items()},
            **self.answers,
        }
        if self.a or self.b:
            pairs |= {"a": self.a, "b": self.b}
        if self.future is not None:
            pairs["future"] = self.future
        if self.month is not None:
            pairs["month"] = self.month
        if self.show:
            pairs["show"] = self.show
        if self.on_date:
            pairs["since"] = FROM_THE_DATE
        if self.levers:
            pairs["levers"] = self.levers
        if self.parts:
            pairs["list"] = self.parts
        pairs |= self.question
        return urlencode({**pairs, **changed})


def read_address(pairs: Iterable[tuple[str, str]], default: PageState) -> PageState:
    """Return the state of an address without its settings, which `with_settings_of` adds.

    Args:
        pairs: The keys and texts of the address. Whether its scenarios exist is not checked here.
        default: The state of an empty address.
    """
    notes: list[AddressNote] = []
    texts: dict[str, str] = {}
    question: dict[str, str] = {}
    for key, text in pairs:
        if key.startswith(SETTING_PREFIXES) or key in (*READER_KEYS, *SCRIPT_KEYS):
            if text.strip():
                texts[key] = text.strip()[:MOST_LETTERS]
        elif is_key(key):
            if text.strip():
                question[key] = text.strip()
        else:
            shown = key[:MOST_LETTERS]
            known = (*READER_KEYS, *SETTING_PREFIXES, *known_keys())
            notes.append(AddressNote("note.key", {"key": shown}, shown, known))
    numbers = _read_numbers(texts, notes, default.futures)
    for key, known in TEXTS_OF.items():
        notes += unknown_text(key, texts.get(key, ""), known)
        if texts.get(key) not in known:
            texts.pop(key, None)
    lang = texts.get("lang", default.lang)
    if lang not in LANGUAGES:
        notes.append(AddressNote("note.lang", {"text": lang}, lang, LANGUAGES))
        lang = default.lang
    return replace(
        default,
        scenario=texts.get("scenario", default.scenario),
        seed=numbers.get("seed", default.seed),
        lang=lang,
        futures=numbers.get("futures", default.futures),
        future=numbers.get("future", default.future),
        month=numbers.get("month", default.month),
        page=numbers.get("page", default.page),
        a=texts.get("a", ""),
        b=texts.get("b", ""),
        show=texts.get("show", ""),
        find=texts.get("find", ""),
        runs=texts.get("runs") == "1",
        since=texts.get("since", ""),
        levers=texts.get("levers", ""),
        quick=texts.get("quick") == "1",
        look=texts.get("look", ""),
        move=texts.get("move", ""),
        question=question,
        parts=texts.get("list", ""),
        notes=tuple(notes),
    )


def unknown_text(key: str, text: str, known: Sequence[str]) -> list[AddressNote]:
    """Return the note that a key cannot have a text; none if it can, or has none."""
    return [text_note(key, text, known)] if text and text not in known else []


def text_note(key: str, text: str, known: Iterable[str]) -> AddressNote:
    """Return the note that a key cannot have a text, with those that it can."""
    return AddressNote("note.text", {"key": key, "text": text}, text, tuple(known))


def repeated_keys(pairs: Iterable[tuple[str, str]]) -> list[str]:
    """Return the keys that stand more than once in an address, cut to the letters of a note."""
    counts = Counter(key for key, _ in pairs)
    return [key[:MOST_LETTERS] for key, count in counts.items() if count > 1]


def _read_numbers(
    texts: Mapping[str, str], notes: list[AddressNote], futures: int
) -> dict[str, int]:
    """Return the whole numbers among texts, and note those that are none or out of bounds.

    Args:
        texts: The texts by key.
        notes: Receives the notes.
        futures: The number of futures of an address that states none.
    """
    found: dict[str, int] = {}
    for key, low, high in (
        ("seed", 0, SEED_LIMIT - 1),
        ("futures", 1, MOST_FUTURES),
        ("future", 0, MOST_FUTURES - 1),
        ("month", 1, MOST_MONTHS),
        ("page", 1, MOST_FUTURES),
    ):
        text = texts.get(key)
        if text is None:
            continue
        is_short_number = text.isascii() and text.isdigit() and len(text) <= 10  # noqa: PLR2004
        most = found.get("futures", futures) - 1 if key == "future" else high
        if is_short_number and low <= int(text) <= most:
            found[key] = int(text)
        else:
            notes.append(AddressNote("note.number", {"key": key, "text": text}, bounds=(low, most)))
    return found


def with_settings_of(
    state: PageState, pairs: Iterable[tuple[str, str]], situation: Situation
) -> PageState:
    """Return a state with the settings of an address; the ones that cannot be used are noted."""
    settings, refused = read_settings(
        situation,
        [
            (name[: MOST_LETTERS + len(PRIOR_PREFIX)], text.strip())
            for name, text in pairs
            if name.startswith(SETTING_PREFIXES) and text.strip()
        ],
    )
    questions = questions_of(situation)
    return replace(
        state,
        values=_in_span(settings.values, state.since, situation),
        answers={
            name: answer
            for name, answer in settings.answers.items()
            if name not in questions or answer != questions[name].shipped
        },
        notes=(*state.notes, *(_note(each, situation) for each in refused)),
    )


def _in_span(values: Mapping[str, float], since: str, situation: Situation) -> dict[str, float]:
    """Return values of which those of the choices beside the answer hold from the chosen day on."""
    found, movable = dict(values), levers_from_date(situation.priors) if since else {}
    for lever in headline_levers(situation) if since else ():
        names = (lever.key, from_date_name(lever.key))
        here, other = names if since == IN_THE_PAST else names[::-1]
        if names[1] in movable and other in found:
            value = found.pop(other)
            found.setdefault(here, value)
    return found


def _note(refused: RefusedSetting, situation: Situation) -> AddressNote:
    key = refused.name.removeprefix(PRIOR_PREFIX)
    setting = _setting(refused.name, situation)
    match refused.reason:
        case RefusalReason.UNKNOWN_NAME:
            return AddressNote("note.prior", {"key": key}, key, refused.known)
        case RefusalReason.UNKNOWN_ANSWER:
            values = {"key": refused.name, "text": refused.text}
            return AddressNote("note.answer", values, refused.text, refused.known, setting=setting)
        case RefusalReason.OUT_OF_BOUNDS:
            values = {"key": refused.key, "text": refused.text}
            bounds, unit = refused.bounds, refused.unit
            if refused.share is None or refused.number is None:
                return AddressNote("note.number", values, bounds=bounds, unit=unit, setting=setting)
            share, whole = exact_text(refused.share), exact_text(refused.number)
            values |= {"share": share, "per_cent": whole}
            return AddressNote("note.per-cent", values, bounds=bounds, unit=unit, setting=setting)


def _setting(name: str, situation: Situation) -> tuple[str, str, str] | None:
    """Return the kind, the key and the title of a setting by its name; None if it has no title."""
    key = name.removeprefix(PRIOR_PREFIX)
    key = key.removeprefix(FROM_DATE)
    if key in situation.priors:
        return ("prior", key, situation.priors[key].title)
    asked = questions_of(situation).get(name)
    return ("switch", asked.key, asked.title) if asked is not None else None
