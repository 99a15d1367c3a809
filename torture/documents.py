"""Changes to a YAML document: its values, keys and entries, by the marks of the parser."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.events import (
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from torture.edits import (
    Edit,
    Editor,
    Lines,
    is_day,
    is_number,
    wrong_days,
    wrong_numbers,
    wrong_texts,
)


@dataclass(frozen=True)
class Span:
    """A value of a document, with its key if it has one."""

    key: str
    """Its key; its number in a list, as text."""

    begin: int
    """The offset of the key, or of the value where it has none."""

    start: int
    """The offset of the value."""

    end: int
    """The offset after the value."""

    line: int
    """The line of the key, counted from 0."""

    scalar: str | None
    """The value where it is a scalar."""

    in_list: bool
    in_flow: bool


@lru_cache(maxsize=4)
def spans(text: str) -> tuple[Span, ...]:
    """Return every value of a sound document."""
    parser: Any = YAML(typ="safe", pure=True)
    events: Iterator[Any] = iter(parser.parse(text))
    found: list[Span] = []

    def value(event: Any, key: Any, number: int, *, in_flow: bool) -> int:  # noqa: ANN401
        end: int = event.end_mark.index
        if _opens(event):
            end = inner(event)
        begins: Any = event if key is None else key
        found.append(
            Span(
                key=key.value if key is not None else str(number),
                begin=begins.start_mark.index,
                start=event.start_mark.index,
                end=end,
                line=begins.start_mark.line,
                scalar=event.value if _is_scalar(event) else None,
                in_list=key is None,
                in_flow=in_flow,
            )
        )
        return end

    def inner(start: Any) -> int:  # noqa: ANN401
        number = 0
        while True:
            event: Any = next(events)
            if _closes(event):
                return event.end_mark.index
            key = event if _has_keys(start) else None
            value(next(events) if key is not None else event, key, number, in_flow=start.flow_style)
            number += 1

    for event in events:
        if _opens(event):
            inner(event)
    return tuple(found)


def _opens(event: object) -> bool:
    return isinstance(event, MappingStartEvent | SequenceStartEvent)


def _closes(event: object) -> bool:
    return isinstance(event, MappingEndEvent | SequenceEndEvent)


def _has_keys(event: object) -> bool:
    return isinstance(event, MappingStartEvent)


def _is_scalar(event: object) -> bool:
    return isinstance(event, ScalarEvent)


def _shuffled(lines: Lines, random: Random) -> list[Span]:
    found = list(spans(lines.text))
    random.shuffle(found)
    return found


def _put(lines: Lines, span: Span, text: str, says: str) -> Edit:
    changed = lines.text[: span.start] + text + lines.text[span.end :]
    return Edit(span.line + 1, f"{span.key[:40]}: {says}", changed)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\u0085", "\\N") + '"'


def _wrong_values(lines: Lines, random: Random) -> Iterator[Edit]:
    """Yield a wrong number, day or text in the place of a scalar, of its own sort."""
    found = [span for span in _shuffled(lines, random) if span.scalar is not None]
    for _ in range(20):
        for span in found:
            text = lines.text[span.start : span.end]
            scalar = span.scalar or ""
            if is_number(text):
                kind, wrong = random.choice(list(wrong_numbers(text)))
            elif is_day(text):
                kind, wrong = random.choice(list(wrong_days(text)))
            else:
                kind, wrong = random.choice(list(wrong_texts(scalar, random)))
                wrong = _quoted(wrong)
            yield _put(lines, span, wrong, f"{text[:40]} is {wrong[:40]!r} ({kind})")


def _other_sorts(lines: Lines, random: Random) -> Iterator[Edit]:
    """Yield a value of another sort: nothing, a truth value, a list, a map, a quoted number."""
    sorts = ("null", "true", "[]", "{}", "0", '""', "[x]", "{x: 1}", "yes", "0407", "*x", "!!str x")
    found = _shuffled(lines, random)
    for _ in sorts:
        for span in found:
            wrong = random.choice((*sorts, "quoted", "in a list"))
            if wrong == "quoted":
                wrong = _quoted(span.scalar or "x")
            elif wrong == "in a list":
                wrong = f"[{_quoted(span.scalar or 'x')}]"
            if span.scalar is None and not span.in_flow:
                wrong += "\n"
            yield _put(lines, span, wrong, f"is {wrong.strip()[:40]}")


def _nested(lines: Lines, random: Random) -> Iterator[Edit]:
    """Yield a value in very deep brackets."""
    for span in _shuffled(lines, random):
        depth = random.choice((30, 3000))
        if span.scalar is not None:
            yield _put(lines, span, "[" * depth + "]" * depth, f"{depth} brackets")


def _dropped(lines: Lines, random: Random) -> Iterator[Edit]:
    """Yield the document without a key, or without an entry of a list."""
    for span in _shuffled(lines, random):
        begin, end = span.begin, span.end
        if span.in_flow:
            rest = lines.text[end:]
            end += len(rest) - len(rest.lstrip(", ")) if rest.startswith(",") else 0
            yield Edit(
                span.line + 1, f"{span.key[:40]} is missing", lines.text[:begin] + lines.text[end:]
            )
        else:
            last = lines.text.count("\n", 0, end) + (span.scalar is not None)
            yield Edit(
                span.line + 1,
                f"{span.key[:40]} is missing",
                lines.without(span.line, max(last, span.line + 1)),
            )


def _keys(lines: Lines, random: Random) -> Iterator[Edit]:
    """Yield a key that is mistyped, empty, in capitals, hidden or taken from another place."""
    found = [span for span in _shuffled(lines, random) if not span.in_list]
    for span in found:
        at = random.randrange(len(span.key)) if span.key else 0
        wrong = random.choice(
            (
                f"{span.key[:at]}{span.key[at + 1 :]}x",
                '""',
                span.key.upper(),
                _quoted(f"{span.key[:at]}\u200b{span.key[at:]}"),
                random.choice(found).key,
                "0",
                "2025-01-01",
                "[a, b]",
            )
        )
        rest = lines.text[span.begin :]
        end = span.begin + rest.index(":") if rest.startswith(span.key) else span.start
        if end != span.start:
            changed = lines.text[: span.begin] + wrong + lines.text[end:]
            yield Edit(span.line + 1, f"the key {span.key[:40]} is {wrong[:40]}", changed)


def _added(lines: Lines, random: Random) -> Iterator[Edit]:
    """Yield a key that nobody knows, a key that stands twice, a line indented otherwise."""
    found = [span for span in _shuffled(lines, random) if not span.in_list and not span.in_flow]
    for span in found:
        line = lines.lines[span.line]
        indent = line[: len(line) - len(line.lstrip())]
        key = random.choice(("colour", "Format", span.key, "titel", "why"))
        more = f"{indent}{key}: 1\n"
        yield Edit(span.line + 1, f"{key[:40]} is added", lines.inserted(span.line, more))
        yield Edit(
            span.line + 1, "one blank more leads the line", lines.replaced(span.line, " " + line)
        )


DOCUMENT_EDITS: Final[dict[str, Editor]] = {
    "value": _wrong_values,
    "sort": _other_sorts,
    "nesting": _nested,
    "dropped": _dropped,
    "key": _keys,
    "added": _added,
}
"""The changes to a document, by kind."""
