"""The command that screens a question on a terminal."""

from collections.abc import Iterator

from outlast.api.field_texts import attribute
from outlast.api.screening_fields import FIELDS, FieldKind, QueryField, address_texts
from outlast.api.screening_query import ScreeningQuery
from outlast.reading import command_line


def screening_command(query: ScreeningQuery, options: tuple[str, ...] = ()) -> str:
    """Return the command line of a question.

    Args:
        query: The question.
        options: The options that choose the contest.
    """
    texts = address_texts(query.content())
    words = ["outlast", "screen", *([query.item] if query.item else [])]
    for field in FIELDS:
        words += _words(field, query, texts)
    return command_line([*words, *options])


def _words(field: QueryField, query: ScreeningQuery, texts: dict[str, str]) -> Iterator[str]:
    """Yield the words of a field on a command line."""
    flag, value = f"--{field.key}", texts.get(field.key)
    if field.is_prefix:
        yield from _named(field, texts)
    elif field.kind is FieldKind.OWNERS:
        for owner, share in query.owners.items():
            yield from (flag, owner, f"{share}")
    elif field.kind is FieldKind.TRUTH and value is not None:
        yield from _truth(field, query, says_yes=attribute(value) is True)
    elif field.kind is not FieldKind.ITEM and value is not None:
        yield from (flag, value)


def _named(field: QueryField, texts: dict[str, str]) -> Iterator[str]:
    """Yield the words of a field whose keys have names."""
    for key, text in texts.items():
        head, _, name = key.partition(".")
        if head != field.key:
            continue
        if field.kind is FieldKind.RATES:
            yield from (f"--{head}", text, "--bits", name)
        elif field.kind is FieldKind.ANSWERS:
            yield from ("--set", f"{key}={text}")
        else:
            yield from (f"--{head}", f"{name}={text}")


def _truth(field: QueryField, query: ScreeningQuery, *, says_yes: bool) -> Iterator[str]:
    """Yield the words of a field that says yes or no."""
    if not field.opposite:
        yield f"--{field.key}" if says_yes else f"--not-{field.key}"
    elif says_yes:
        yield f"--{field.key}"
    elif not query.operations:  # beside rates, the terminal takes it for granted
        yield from ("--attribute", f"{field.names}=yes")
