"""The form of a question: a control for each field of `api.screening_fields`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from outlast.api.screening_fields import (
    END_USES,
    FIELDS,
    FieldGroup,
    FieldKind,
    QueryField,
)
from outlast.present.display.voice import Voice

BIT_LENGTHS = (4, 8, 16)
"""The bit lengths for which the form has a rate."""


@dataclass(frozen=True)
class Control:
    """A control of a form."""

    key: str
    kind: FieldKind
    label: str
    value: str = ""
    options: tuple[tuple[str, str], ...] = ()
    """The answers of a choice, each with its words."""

    about: str = ""
    """A remark below it."""

    required: bool = False


def controls(
    texts: Mapping[str, str], voice: Voice, today: date
) -> dict[FieldGroup, list[Control]]:
    """Return the controls of each part of the form.

    Args:
        texts: The texts of the question, by key.
        voice: The language.
        today: The day that the form states where the question states none.
    """
    return {
        group: [
            each
            for field in FIELDS
            if field.group is group
            for each in _controls(field, texts, voice, today)
        ]
        for group in (FieldGroup.SHIPMENT, FieldGroup.PARTIES, FieldGroup.NUMBERS)
    }


def _controls(
    field: QueryField, texts: Mapping[str, str], voice: Voice, today: date
) -> Iterator[Control]:
    """Yield the controls of a field: one, or one for each name that its key takes."""
    value, say = texts.get(field.key, ""), voice.say
    given = [key for key in texts if key.startswith(f"{field.key}.")]
    match field.kind:
        case FieldKind.RATES:
            keys = dict.fromkeys([*(f"{field.key}.{bits}" for bits in BIT_LENGTHS), *given])
            for key in keys:
                label = say("field.tops", bits=key.rpartition(".")[2])
                yield Control(key, FieldKind.NUMBER, label, texts.get(key, ""))
        case FieldKind.ATTRIBUTES:
            for key in given:
                name = key.partition(".")[2]
                known = f"attribute.{name}" in voice.messages
                label = say(f"attribute.{name}") if known else name
                yield Control(key, FieldKind.TEXT, label, texts[key])
        case FieldKind.CHOICE:
            options = tuple((use, say(f"end-use.{use}")) for use in END_USES)
            yield Control(field.key, field.kind, say(f"field.{field.key}"), value, options)
        case FieldKind.ANSWERS:
            return
        case FieldKind.DAY:
            shown = value or today.isoformat()
            yield Control(field.key, field.kind, say(f"field.{field.key}"), shown)
        case _:
            about = f"field.{field.key}.about"
            yield Control(
                field.key,
                field.kind,
                say(f"field.{field.key}"),
                value,
                about=say(about) if about in voice.messages else "",
                required=field.key == "to",
            )
