"""Declared things: frozen models, read from YAML with every problem at its line."""

import json
import re
import types
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Final, Self, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict, RootModel, ValidationError
from pydantic_core import ErrorDetails

from outlast.errors import MOST, Problems, nearest
from outlast.reading.document import Document, Plain, read_yaml
from outlast.reading.migrations import MIGRATIONS, NEWEST, RENAMED

Model = TypeVar("Model", bound=BaseModel)

_FORMAT: Final = re.compile(r"outlast/([a-z-]+)/([0-9]+)")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TYPES: Final = ("bool", "str", "int", "float", "[key]")
"""Words that pydantic adds to a path: the branch of a union, or a key."""

PASSES: Final = 4
"""How often content is read again without its unsound entries; each pass shows deeper ones."""

_WANTED: Final = {
    "date_type": ("be a date", "Dates are written year-month-day: 2025-04-16."),
    "float_type": ("be a number", "Write a number without quotes, such as 0.5."),
    "int_type": ("be a whole number", "Write digits without quotes."),
    "bool_type": ("be true or false", "Write true or false without quotes."),
    "bool_parsing": ("be true or false", "Write true or false."),
    "dict_type": ("hold keys", "Write keys below it, each with a colon."),
    "tuple_type": ("be a list", "Write it in brackets: [first, second]."),
}
"""By pydantic's name of a failure: the requirement on the key, and how to meet it."""


_MORE: Final = {
    "string_too_short": "Write a longer text.",
    "string_too_long": "Write a shorter text.",
    "too_short": "Write more entries.",
    "string_pattern_mismatch": "Write it in this form.",
    "greater_than": "Write a greater number.",
    "greater_than_equal": "Write a greater number.",
    "less_than": "Write a smaller number.",
    "less_than_equal": "Write a smaller number.",
}
"""By pydantic's name of a failure of length or form: its cure."""


class Frozen(BaseModel):
    """The law of everything declared: complete when made, closed to unknown keys, unchangeable."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        validate_default=True,
        defer_build=True,  # most commands read few of the models
    )

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Return a copy without the cached properties of the original: a change may alter them."""
        copied = super().model_copy(update=update, deep=deep)
        kept = vars(copied)
        for name in kept.keys() - type(self).model_fields.keys():
            del kept[name]
        return copied


def read_form(path: Path, form: str, model: type[Model], problems: Problems) -> Model | None:
    """Return a YAML file as a model, or note every problem with its line.

    Args:
        path: The file, whose first key is `format: outlast/<form>/1`.
        form: The form that is wanted.
        model: The model of the rest of the file.
        problems: Where problems are noted.
    """
    read = read_placed(path, form, model, problems)
    return read[0] if read else None


def read_placed(
    path: Path, form: str, model: type[Model], problems: Problems
) -> tuple[Model, Document] | None:
    """Return a YAML file as a model, with the document that knows its lines; see `read_form`."""
    return placed(read_yaml(path, problems), form, model, problems)


def placed(
    document: Document | None, form: str, model: type[Model], problems: Problems
) -> tuple[Model, Document] | None:
    """Return a document that was read as a model, and itself; or note every problem."""
    content = without_format(document, form, problems) if document else None
    if document is None or content is None:
        return None
    read = validated(document, content, model, problems)
    return None if read is None else (read, document)


def placed_as_far(
    document: Document | None,
    form: str,
    model: type[Model],
    problems: Problems,
    blanks: Mapping[str, Plain],
) -> tuple[Model, Document] | None:
    """Return a document as a model; every problem is noted, and the entries that are sound stay.

    Args:
        document: The document, if it could be read.
        form: The form that is wanted.
        model: The model of the rest of the file.
        problems: Where problems are noted.
        blanks: The values of keys that the model needs, where the file states none or a bad one.
    """
    content = without_format(document, form, problems) if document else None
    if document is None or content is None:
        return None
    read = validated(document, content, model, problems)
    if read is None:
        read = sound_part(content, model, blanks, problems.context)
    return None if read is None else (read, document)


def sound_part(
    content: Mapping[str, Plain],
    model: type[Model],
    blanks: Mapping[str, Plain],
    context: Mapping[str, object],
) -> Model | None:
    """Return content as a model without the entries that are not sound; None if none is left.

    An entry of a table leaves alone; so does a key that holds no table.
    """
    rest: dict[str, Plain] = {
        key: dict(value) if isinstance(value, dict) else value for key, value in content.items()
    }
    for _ in range(PASSES):
        try:
            return model.model_validate_json(json.dumps(rest), strict=True, context=dict(context))
        except ValidationError as refusal:
            for error in refusal.errors(include_url=False):
                _leave_out(rest, error["loc"], blanks)
    return None


def _leave_out(
    rest: dict[str, Plain], place: tuple[int | str, ...], blanks: Mapping[str, Plain]
) -> None:
    """Delete the entry that holds a place, or put its blank in its place."""
    top, table = str(place[0]) if place else "", rest.get(str(place[0])) if place else None
    if len(place) > 1 and isinstance(table, dict):
        table.pop(str(place[1]), None)
    elif top in blanks:
        rest[top] = blanks[top]
    else:
        rest.pop(top, None)


def without_format(
    document: Document, form: str, problems: Problems, version: int | None = None
) -> dict[str, Plain] | None:
    """Return the content of a document less its `format` line, or note the problem.

    An older version of the form is read through its migration, if it has one.

    Args:
        document: The document, whose first key is `format: outlast/<form>/<version>`.
        form: The form that is wanted.
        problems: The load, which learns of a problem.
        version: The version that is wanted; the newest of the form if absent.
    """
    wanted = version or NEWEST.get(form, 1)
    right = f"Its first line should be: format: outlast/{form}/{wanted}"
    if not isinstance(document.data, dict):
        problems.add(document.file, 1, "holds no keys.", right)
        return None
    stated = document.data.get("format")
    if stated is None:
        problems.add(document.file, 1, "does not name its form.", right)
        return None
    content = {key: value for key, value in document.data.items() if key != "format"}
    match = _FORMAT.fullmatch(str(stated))
    if match and match[1] == form and int(match[2]) < wanted:
        for step in range(int(match[2]), wanted):
            migrate = MIGRATIONS.get((form, step))
            if migrate is None:
                break
            content = migrate(content)
            for old, new in RENAMED.get((form, step), {}).items():
                moved = {at: line for at, line in document.lines.items() if at[:1] == (old,)}
                document.lines.update({(new, *at[1:]): line for at, line in moved.items()})
        else:
            return content
    refusal = unlike_form(str(stated), form, wanted)
    if refusal:
        problems.add(document.file, document.line(("format",)), refusal, right)
        return None
    return content


def unlike_form(stated: str, form: str, version: int = 1) -> str:
    """Return why the form that a file names is not the one that is wanted; empty if it is."""
    match = _FORMAT.fullmatch(stated)
    if match is None or match[1] != form:
        return f'has the form "{stated}".'
    if int(match[2]) != version:
        age = "a newer outlast" if int(match[2]) > version else "an older outlast"
        return f'"{stated}" is the form of {age}.'
    return ""


def validated(
    document: Document, content: Plain, model: type[Model], problems: Problems
) -> Model | None:
    """Return content as a model, or note every problem at its line in the document.

    Content passes as JSON under strict rules, so that texts become dates and tuples, but `"7"`
    never becomes 7.
    """
    try:
        text = json.dumps(content)
        return model.model_validate_json(text, strict=True, context=problems.context)
    except ValidationError as refusal:
        errors = refusal.errors(include_url=False)
        found = [(error["loc"], explained(error, model)) for error in errors[:MOST]]
        for line, (what, cure) in dict.fromkeys((document.line(at), said) for at, said in found):
            problems.add(document.file, line, what, cure)
        problems.count(document.file, len(errors) - MOST)
        return None


def explained(error: ErrorDetails, model: type[BaseModel]) -> tuple[str, str]:
    """Return one validation error in our words: the problem, and its cure."""
    kind, place, given = error["type"], error["loc"], error["input"]
    name = str(place[-1]) if place else ""
    context = error.get("ctx", {})
    match kind:
        case "extra_forbidden":
            return f'the key "{name}" is not known here.', nearest(name, keys_at(model, place[:-1]))
        case "missing":
            if name.isdecimal():
                return f'"{_label(place)}" has too few entries.', "Write the others too."
            return f'the key "{name}" is missing.', "Add it."
        case "literal_error" | "enum" if name == "[key]":
            allowed = re.findall(r"'([^']*)'", str(context.get("expected", "")))
            return f'the key "{given}" is not known here.', nearest(str(given), allowed)
        case "literal_error" | "enum":
            allowed = re.findall(r"'([^']*)'", str(context.get("expected", "")))
            return f'"{given}" is not a value of "{_label(place)}".', nearest(str(given), allowed)
        case "model_type":
            known = keys_at(model, place)
            cure = nearest("", known) if known else _WANTED["dict_type"][1]
            return f'"{_label(place)}" must hold keys.', cure
        case "value_error":
            what, _, cure = str(context["error"]).partition(" | ")
            return what, cure or "Mend it, or leave it out."
        case _:
            return _of_wrong_type(error)


def _of_wrong_type(error: ErrorDetails) -> tuple[str, str]:
    """Return an error about a value that is not of the type that its key wants."""
    kind, label, given = error["type"], _label(error["loc"]), error["input"]
    if error["loc"] and error["loc"][-1] in ("bool", "str"):
        return f'"{label}" must be text, true or false.', "Write one of these."
    if kind in _WANTED:
        wanted, cure = _WANTED[kind]
        return f'"{label}" must {wanted}.', cure
    match kind:
        case "date_from_datetime_parsing" | "date_from_datetime_inexact" | "date_parsing":
            cure = _WANTED["date_type"][1]
            if _DAY.fullmatch(str(given)):
                cure = "The calendar has no such day."
            return f'"{given}" is not a date.', cure
        case "string_type":
            plain = isinstance(given, bool | int | float)
            cure = "Write it in quotes." if plain else "Write a text on its line."
            return f'"{label}" must be text.', cure
        case "float_parsing" | "int_parsing" | "finite_number":
            return f'"{label}" must be a number, and "{given}" is none.', "Write its digits alone."
        case _:
            _, _, wanted = error["msg"].replace(" after validation", "").partition(" should ")
            return f'"{label}" should {wanted or error["msg"]}.', _MORE.get(kind, "Mend its form.")


def _label(place: tuple[int | str, ...]) -> str:
    """Return the innermost part of a path that is a name."""
    names = [part for part in place if isinstance(part, str) and part not in _TYPES]
    return names[-1] if names else "this"


def keys_at(model: type[BaseModel], place: tuple[int | str, ...]) -> list[str]:
    """Return the keys that a model knows at a path within it; none if the path leads elsewhere."""
    here: Any = model
    for part in place:
        here = _inside(here, part)
        if here is None:
            return []
    found = _models_in(here)
    return sorted({_alias(each, name) for each in found for name in each.model_fields})


def _alias(model: type[BaseModel], name: str) -> str:
    return model.model_fields[name].alias or name


def _inside(annotation: Any, part: int | str) -> Any:  # noqa: ANN401  annotations are anything
    """Return the annotation of one part of an annotated value."""
    for model in _models_in(annotation):
        if issubclass(model, RootModel):
            return _inside(model.model_fields["root"].annotation, part)
        for name, field in model.model_fields.items():
            if part in (name, field.alias):
                return field.annotation
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _inside(arguments[0], part)
    if origin in (Union, types.UnionType):
        inner = [_inside(argument, part) for argument in arguments]
        return next((found for found in inner if found is not None), None)
    if origin in (dict, list, tuple):
        return arguments[-1] if origin is dict else arguments[0]
    return None


def _models_in(annotation: Any) -> list[type[BaseModel]]:  # noqa: ANN401
    """Return the models that a value of this annotation can be."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    if get_origin(annotation) in (Union, types.UnionType, Annotated):
        return [model for argument in get_args(annotation) for model in _models_in(argument)]
    return []
