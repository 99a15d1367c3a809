"""The state of the page, which stands whole in its address: read, checked, written."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from math import isfinite
from typing import Final
from urllib.parse import urlencode

from outlast.errors import nearest
from outlast.present.display.voice import LANGUAGES
from outlast.scenario.adjust import Kind, Question
from outlast.web.levers import Lever

MOST: Final = 1000
"""Futures that the page runs at most."""

USUAL: Final = 200
"""Futures of an answer unless the address tells."""

QUICK: Final = 64
"""Futures of a rough answer."""

SET: Final = "set."
"""What stands before the name of a prior in the address."""

GIVEN: Final = (SET, Kind.SWITCH.value)
"""What stands before the names of what a reader sets."""

KNOWN: Final = (
    "scenario",
    "seed",
    "lang",
    "futures",
    "a",
    "b",
    "future",
    "show",
    "find",
    "page",
    "runs",
    "levers",
    "quick",
    "look",
    "move",
)
"""The keys of an address besides those of priors."""

LONGEST: Final = 60
"""Letters of a reader's word that are told again."""

SEEDS: Final = 2**31
"""What a seed is smaller than."""


@dataclass(frozen=True)
class Note:
    """Something in the address that was not followed: a key of the words, and its values."""

    key: str
    values: Mapping[str, str]


@dataclass(frozen=True)
class State:
    """Everything on which the page depends."""

    scenario: str
    seed: int = 1
    lang: str = "en"
    futures: int = USUAL
    values: Mapping[str, float] = field(default_factory=dict[str, float])
    """Priors that are fixed."""

    answers: Mapping[str, str] = field(default_factory=dict[str, str])
    """Questions that are settled otherwise than the scenario does, by their keys."""

    a: str = ""
    b: str = ""
    """The two scenarios that are compared."""

    future: int | None = None
    """The future whose chain of causes is told; the median one if absent."""

    show: str = ""
    """The part of the evidence that is shown."""

    find: str = ""
    """Words to find among facts."""

    page: int = 1
    levers: bool = False
    """Whether every lever is tried at its stops."""

    runs: bool = False
    """Whether claims are tested on futures too."""

    quick: bool = False
    look: str = ""
    move: str = ""
    """The prior that is dragged."""

    notes: tuple[Note, ...] = ()

    def query(self, **changed: str | float) -> str:
        """Return the address after the question mark, with some of it changed."""
        pairs: dict[str, str | float] = {
            "scenario": self.scenario,
            "seed": self.seed,
            "lang": self.lang,
            "futures": self.futures,
            **{f"{SET}{key}": f"{value:.6g}" for key, value in self.values.items()},
            **self.answers,
        }
        if self.a or self.b:
            pairs |= {"a": self.a, "b": self.b}
        if self.future is not None:
            pairs["future"] = self.future
        if self.show:
            pairs["show"] = self.show
        if self.levers:
            pairs["levers"] = 1
        return urlencode({**pairs, **changed})


def _whole(text: str, least: int, most: int) -> int | None:
    """Return a whole number between two ends, if a text is one."""
    if not text.isascii() or not text.isdigit() or len(text) > 10:  # noqa: PLR2004
        return None
    return number if least <= (number := int(text)) <= most else None


def read(pairs: Iterable[tuple[str, str]], default: State) -> State:
    """Return the state of an address; priors are checked by `settled`, scenarios by who loads."""
    found = default
    notes: list[Note] = []
    texts: dict[str, str] = {}
    for key, text in pairs:
        if key.startswith(GIVEN) or key in KNOWN:
            if text.strip():
                texts[key] = text.strip()[:LONGEST]
        else:
            cure = nearest(key[:LONGEST], [*KNOWN[:12], *GIVEN])
            notes.append(Note("note.key", {"key": key[:LONGEST], "cure": cure}))
    for key, least, most in (
        ("seed", 0, SEEDS),
        ("futures", 1, MOST),
        ("future", 0, MOST - 1),
        ("page", 1, MOST),
    ):
        if key in texts:
            number = _whole(texts[key], least, most)
            if number is None:
                told = {"key": key, "text": texts[key], "low": f"{least}", "high": f"{most}"}
                notes.append(Note("note.number", told))
            else:
                found = replace(found, **{key: number})  # type: ignore[arg-type]
    if "lang" in texts:
        if texts["lang"] in LANGUAGES:
            found = replace(found, lang=texts["lang"])
        else:
            cure = nearest(texts["lang"], list(LANGUAGES))
            notes.append(Note("note.lang", {"text": texts["lang"], "cure": cure}))
    return replace(
        found,
        scenario=texts.get("scenario", found.scenario),
        a=texts.get("a", ""),
        b=texts.get("b", ""),
        show=texts.get("show", ""),
        find=texts.get("find", ""),
        runs=texts.get("runs") == "1",
        levers=texts.get("levers") == "1",
        quick=texts.get("quick") == "1",
        look=texts.get("look", ""),
        move=texts.get("move", ""),
        notes=tuple(notes),
    )


def settled(
    state: State,
    pairs: Iterable[tuple[str, str]],
    known: Mapping[str, Lever],
    asked: Mapping[str, Question],
) -> State:
    """Return a state with what an address sets; what cannot be set is noted.

    Args:
        state: The state.
        pairs: Keys and texts of the address.
        known: The priors that can be fixed at a number.
        asked: The questions that can be settled, by their keys.
    """
    values: dict[str, float] = {}
    answers: dict[str, str] = {}
    notes = list(state.notes)
    for name, text in pairs:
        if not name.startswith(GIVEN) or not text.strip():
            continue
        key, shown = name.removeprefix(SET)[:LONGEST], text.strip()[:LONGEST]
        if name in asked:
            question = asked[name]
            if shown not in question.answers:
                cure = nearest(shown, list(question.answers))
                notes.append(Note("note.answer", {"key": name, "text": shown, "cure": cure}))
            elif shown != question.shipped:
                answers[name] = shown
            continue
        if key not in known:
            cure = nearest(key, [*known, *(each.removeprefix(SET) for each in asked)])
            notes.append(Note("note.prior", {"key": key, "cure": cure}))
            continue
        lever = known[key]
        try:
            value = float(shown)
        except ValueError:
            value = float("nan")
        if isfinite(value) and lever.low <= value <= lever.high:
            values[key] = value
        else:
            ends = {"low": f"{lever.low:g}", "high": f"{lever.high:g}"}
            notes.append(Note("note.number", {"key": name[:LONGEST], "text": shown, **ends}))
    return replace(state, values=values, answers=answers, notes=tuple(notes))
