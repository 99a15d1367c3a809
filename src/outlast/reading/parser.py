"""The parser of strict YAML; it is not loaded where the content is cached."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import isfinite
from typing import Any, Final, Protocol, cast

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from ruamel.yaml.reader import ReaderError

from outlast.errors import Problems
from outlast.reading.cache import Content, Place, Plain
from outlast.reading.hidden import CONTROL, described, refuse_hidden
from outlast.wording import HIDDEN

MOST: Final = 30_000
"""Values in the longest document that is read."""

LARGEST: Final = 1024 * 1024
"""Characters in the longest document that is read."""

DEEPEST: Final = 24
"""Levels of nesting in the deepest document that is read."""

LONGEST_TEXT: Final = 10_000
"""Characters in the longest text that a document may hold as one value."""

LONGEST: Final = 18
"""Digits in the longest whole number that is read; more would not survive as a number."""

_NULL: Final = re.compile(r"~|null|Null|NULL|")
_BOOL: Final = re.compile(r"true|True|TRUE|false|False|FALSE")
# A number with a leading zero is a code whose zero counts (0407): it stays text.
_INT: Final = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_FLOAT: Final = re.compile(r"[-+]?(\.[0-9]+|(0|[1-9][0-9]*)(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NOT_FINITE: Final = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")


class _Mark(Protocol):
    """A place in the text, as the parser gives it."""

    line: int


class _RefusedError(Exception):
    """The text is YAML, but not of the strict kind that is read here."""

    def __init__(self, line: int, what: str, cure: str) -> None:
        super().__init__(what)
        self.line, self.what, self.cure = line, what, cure


def parsed(text: str, name: str, problems: Problems) -> Content | None:
    """Return the content of a text with the line of each value, or note every problem.

    Refused, besides text that is not YAML: a repeated key, an anchor, alias or tag, a second
    document, nesting beyond `DEEPEST`, numbers that are not finite, hidden characters, a text that
    is empty or begins or ends with a blank.
    """
    if len(text) > LARGEST:
        problems.add(name, 0, f"is larger than {LARGEST // 2**20} MiB.", "Split the file.")
        return None
    if refuse_hidden(text, name, problems):
        return None
    builder = _Builder(name, problems)
    try:
        parser: Any = YAML(typ="safe", pure=True)
        data = builder.document(parser.parse(text))
    except _RefusedError as refusal:
        problems.add(name, refusal.line, refusal.what, refusal.cure)
        return None
    except MarkedYAMLError as refusal:
        problems.add(name, *_explained(refusal))
        return None
    except ReaderError as refusal:
        line = text.count("\n", 0, cast("int", refusal.position)) + 1
        problems.add(name, line, "holds a control character.", CONTROL)
        return None
    except (YAMLError, RecursionError) as refusal:
        reason = str(refusal).split("\n", maxsplit=1)[0]
        problems.add(name, 0, f"is not YAML: {reason}.", "Save it as plain YAML.")
        return None
    return Content(data, builder.lines)


def _explained(refusal: MarkedYAMLError) -> tuple[int, str, str]:
    """Return the line at which a text stops being YAML, the problem, and its cure."""
    context = cast("str", refusal.context or "")
    reason = cast("str", refusal.problem or context)
    opened = "flow" in context or "quoted" in context
    first = cast("_Mark | None", refusal.context_mark)
    last = cast("_Mark | None", refusal.problem_mark)
    mark = (first or last) if opened else (last or first)
    cure = "Look at the indentation and the colons of this line and the one before."
    if r"'\t'" in reason:
        cure = "Indent with spaces."
    if opened:
        kind = "quote" if "quote" in context else "bracket"
        cure = f"This line opens a {kind} that is never closed."
        if "got ':'" in reason:
            cure += " Or a text with a colon lacks its quotes."
    elif "mapping values" in reason:
        cure = "Put a text that contains a colon in quotes."
    return mark.line + 1 if mark else 0, f"is not YAML: {reason}.", cure


@dataclass
class _Builder:
    """Turns parser events into plain data, without recursion into the parser's own objects."""

    file: str
    problems: Problems
    lines: dict[Place, int] = field(default_factory=dict[Place, int])

    def document(self, events: Iterator[Event]) -> Plain:
        """Return the content of the single document in a stream of events."""
        content: Plain = None
        documents = 0
        for event in events:
            if isinstance(event, DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise _RefusedError(
                        _line(event), "a second document begins here.", "One file, one document."
                    )
            elif isinstance(event, ScalarEvent | AliasEvent | CollectionStartEvent):
                content = self.value(event, events, ())
        return content

    def value(self, event: Event, events: Iterator[Event], path: Place) -> Plain:
        """Return the value that begins with an event; the rest of it comes from the stream."""
        self.lines.setdefault(path, _line(event))
        if len(self.lines) > MOST:
            raise _RefusedError(_line(event), f"more than {MOST:,} values.", "Split the file.")
        _refuse_indirection(event)
        if len(path) > DEEPEST:
            raise _RefusedError(
                _line(event), f"is nested deeper than {DEEPEST} levels.", "Write it flatter."
            )
        if isinstance(event, MappingStartEvent):
            return self.mapping(events, path)
        if isinstance(event, SequenceStartEvent):
            return self.sequence(events, path)
        if not isinstance(event, ScalarEvent):
            raise _RefusedError(_line(event), "cannot be understood here.", "Write it out.")
        found = _scalar(event)
        if isinstance(found, str):
            self.refuse_text(found, event, "a text")
        return found

    def mapping(self, events: Iterator[Event], path: Place) -> Plain:
        """Return a mapping whose start has been read."""
        content: dict[str, Plain] = {}
        for event in events:
            if isinstance(event, MappingEndEvent):
                break
            _refuse_indirection(event)
            if not isinstance(event, ScalarEvent):
                raise _RefusedError(
                    _line(event), "a key must be plain text.", "Write one name before the colon."
                )
            key = _text(event)
            self.refuse_text(key, event, "a key")
            repeated = key in content
            if repeated:
                first = self.lines[(*path, key)]
                self.problems.add(
                    self.file,
                    _line(event),
                    f'the key "{key}" stands here a second time.',
                    f"It stands first in line {first}; keep one of the two.",
                )
            else:
                self.lines[(*path, key)] = _line(event)
            value = self.value(next(events), events, (*path, key))
            if not repeated:
                content[key] = value
        return content

    def refuse_text(self, text: str, event: ScalarEvent, kind: str) -> None:
        """Note a text that is empty, that blanks surround, or that holds a hidden character."""
        hidden = HIDDEN.search(text)
        if hidden:
            self.problems.add(self.file, _line(event), *described(hidden[0]))
        elif not text.strip():
            cure = "Write it, or leave its line out."
            self.problems.add(self.file, _line(event), f"{kind} is empty.", cure)
        elif len(text) > LONGEST_TEXT:
            what = f"{kind} has {len(text):,} characters."
            self.problems.add(self.file, _line(event), what, f"Write at most {LONGEST_TEXT:,}.")
        elif "\t" in text and event.style not in ("|", ">"):
            self.problems.add(self.file, _line(event), f"{kind} holds a tab.", "Write a blank.")
        elif event.style in ("'", '"') and text != text.strip():
            shown = text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
            what = f'{kind} begins or ends with a blank: "{shown}".'
            self.problems.add(self.file, _line(event), what, "Delete the blank.")

    def sequence(self, events: Iterator[Event], path: Place) -> Plain:
        """Return a sequence whose start has been read."""
        content: list[Plain] = []
        for event in events:
            if isinstance(event, SequenceEndEvent):
                break
            content.append(self.value(event, events, (*path, len(content))))
        return content


def _line(event: Event) -> int:
    return cast("_Mark", event.start_mark).line + 1


def _text(event: ScalarEvent) -> str:
    return cast("str", event.value)


def _refuse_indirection(event: Event) -> None:
    """Refuse anchors, aliases and tags: a value is written out in its place."""
    if isinstance(event, AliasEvent):
        raise _RefusedError(_line(event), "uses an alias (*).", "Write the value out in full.")
    if isinstance(event, ScalarEvent | CollectionStartEvent):
        if event.anchor is not None:
            raise _RefusedError(_line(event), "uses an anchor (&).", "Write the value out in full.")
        if event.tag is not None:
            raise _RefusedError(_line(event), f"uses a tag ({event.tag}).", "Leave the tag out.")


def _scalar(event: ScalarEvent) -> Plain:
    """Return a scalar under YAML 1.2's core schema; quoted scalars stay text."""
    text: str = _text(event)
    if event.style in ("'", '"', "|", ">"):
        return text
    if _NULL.fullmatch(text):
        return None
    if _BOOL.fullmatch(text):
        return text.lower() == "true"
    if _INT.fullmatch(text) and len(text) <= LONGEST:
        return int(text)
    if _FLOAT.fullmatch(text) and isfinite(float(text)):
        return float(text)
    if _NOT_FINITE.fullmatch(text) or _FLOAT.fullmatch(text):
        shown = text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
        raise _RefusedError(_line(event), f"{shown} is not a finite number.", "Write a number.")
    return text
