"""The glossary: each term with its definition, in both languages, and the terms of a text."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from outlast.errors import InputError, nearest
from outlast.present.display.voice import LANGUAGES, Voice

SHORT: Final = "short"
"""The term on which every count rests."""


CLAUSE: Final = re.compile(r"[;\N{FULLWIDTH SEMICOLON}\N{IDEOGRAPHIC FULL STOP}]|\.(?= |$)")
"""The end of a clause of a definition."""


@dataclass(frozen=True)
class Term:
    """A term in one language."""

    key: str
    name: str
    text: str
    """Its definition, in a sentence or two."""

    forms: tuple[str, ...]
    """The words by which it occurs in texts."""


@dataclass(frozen=True)
class MarkedText:
    """A piece of a text, with the key of the term that it is, or none."""

    text: str
    term: str | None = None


@cache
def terms(language: str = "en") -> Mapping[str, Term]:
    """Return all terms of a language by key.

    Raises:
        InputError: There is no such language; the nearest one is named.
    """
    if language not in LANGUAGES:
        cure = nearest(language, list(LANGUAGES))
        raise InputError.of(f'"{language}" is not a language of outlast.', cure)
    file = files("outlast.present.display") / "catalogue" / "terms.json"
    content = json.loads(file.read_text(encoding="utf-8"))
    found: dict[str, Term] = {}
    for key, languages in content.items():
        entry = languages[language]
        found[key] = Term(key, entry["name"], entry["text"], tuple(entry["forms"]))
    return found


def defined(term: str, voice: Voice) -> str:
    """Return a term with its definition, by its key."""
    known = terms(voice.language)[term]
    label = voice.say("list.label", label=voice.capital(known.name))
    return voice.sentences((label, known.text))


def defined_briefly(term: str, voice: Voice) -> str:
    """Return a term with the first clause of its definition, by its key."""
    known = terms(voice.language)[term]
    label = voice.say("list.label", label=voice.capital(known.name))
    clause = CLAUSE.split(known.text, maxsplit=1)[0]
    return voice.sentences((label, f"{clause}{voice.say('list.stop')}"))


def find_term(word: str, language: str = "en") -> Term:
    """Return the term of a key, a name or a form, in whichever language the word is.

    Raises:
        InputError: There is no such term; the nearest ones are named.
    """
    known = terms(language)
    wanted = word.strip().casefold()
    names: dict[str, str] = {}
    for spoken in (language, *LANGUAGES):
        for term in terms(spoken).values():
            for name in (term.name, *term.forms, term.key):
                names.setdefault(name.casefold(), term.key)
    if wanted not in names:
        cure = nearest(wanted, sorted(names))
        raise InputError.of(f'"{word}" is not a term of the glossary.', cure)
    return known[names[wanted]]


def terms_in(texts: Iterable[str], language: str = "en") -> tuple[str, ...]:
    """Return the keys of the terms that occur in texts, in the order in which they first do."""
    pieces = (piece for text in texts for piece in marked(text, language))
    return tuple(dict.fromkeys(piece.term for piece in pieces if piece.term))


def marked(text: str, language: str = "en") -> tuple[MarkedText, ...]:
    """Return a text in pieces, each term by itself; the longest form at each place counts."""
    owner, pattern = _forms(language)
    pieces: list[MarkedText] = []
    end = 0
    for match in pattern.finditer(text):
        if match.start() > end:
            pieces.append(MarkedText(text[end : match.start()]))
        pieces.append(MarkedText(match[0], owner[match[0]]))
        end = match.end()
    if end < len(text):
        pieces.append(MarkedText(text[end:]))
    return tuple(pieces)


@cache
def _forms(language: str) -> tuple[Mapping[str, str], re.Pattern[str]]:
    """Return the term of each form, and the pattern of all forms, the longest first."""
    owner: dict[str, str] = {}
    for term in terms(language).values():
        for form in term.forms:
            owner.setdefault(form, term.key)
            owner.setdefault(form[:1].upper() + form[1:], term.key)
    longest = sorted(owner, key=lambda form: (-len(form), form))
    words = "|".join(map(re.escape, longest))
    return owner, re.compile(rf"(?<![\w-])(?:{words})(?![\w-])" if language == "en" else words)
