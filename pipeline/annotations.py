"""The annotations of declared models in words, with links to the models that they name."""

import re
import types
from collections.abc import Callable, Iterator
from datetime import date
from enum import Enum
from typing import Annotated, Any, Final, Literal, TypeVar, Union, get_args, get_origin

from annotated_types import Ge, Gt, Le, Len, Lt, MaxLen, MinLen
from pydantic import AfterValidator, BaseModel, RootModel

from outlast.facts.fact import Key, Locator, Period
from outlast.facts.units import Unit

Link = Callable[[type[BaseModel]], str]
"""Returns the text that names a model, with a link to its table."""

PLAIN: Final = {str: "text", float: "number", int: "whole number", bool: "`true` or `false`"}
PLURALS: Final = {str: "texts", date: "dates"}
PATTERNS: Final = {
    "^[a-z0-9-]+$": "text of small letters, digits and hyphens",
    "^[A-Z]{2}$": "country code of two letters",
    "^[0-9a-f]{64}$": "SHA-256 in hexadecimal",
}


def checked_by(alias: Any) -> object:  # noqa: ANN401  an alias of any annotation
    """Return the function that checks an annotated alias."""
    return next(each.func for each in alias.__metadata__ if isinstance(each, AfterValidator))


CHECKED: Final = {
    checked_by(Unit): "[unit](#units)",
    checked_by(Key): "key",
    checked_by(Period): "period",
    checked_by(Locator): "text that names a place in the source",
}
"""By checking function: the kind of text that passes it."""


def origin_of(model: type[BaseModel]) -> type[BaseModel]:
    """Return the generic model behind a parametrised one, or the model itself."""
    return model.__pydantic_generic_metadata__["origin"] or model


def models_in(annotation: Any) -> Iterator[type[BaseModel]]:  # noqa: ANN401  annotations are anything
    """Yield the models that an annotation names, generic ones without their parameters."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield origin_of(annotation)
        for argument in annotation.__pydantic_generic_metadata__["args"]:
            yield from models_in(argument)
    for argument in get_args(annotation):
        yield from models_in(argument)


def in_words(annotation: Any, metadata: list[Any], link: Link) -> str:  # noqa: ANN401
    """Return the kind of value that an annotation accepts, as a noun.

    Args:
        annotation: The annotation of a field.
        metadata: The limits that stand beside it.
        link: Returns the text that names a model.
    """
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        inner = [*annotation.__metadata__, *metadata]
        return in_words(arguments[0], [each for part in inner for each in _limits(part)], link)
    if origin in (Union, types.UnionType):
        parts = [each for each in arguments if each is not type(None)]
        return " or ".join(in_words(each, metadata, link) for each in parts)
    if origin is Literal:
        return _one_of([str(each).lower() if each is True else str(each) for each in arguments])
    if origin is dict:
        return _by_name(arguments[0], in_words(arguments[1], [], link))
    if origin is tuple:
        inner = PLURALS.get(arguments[0]) or in_words(arguments[0], [], link)
        return f"list of {inner}" if arguments[-1] is Ellipsis else f"pair of {inner}"
    if isinstance(annotation, TypeVar):
        return "the value that the key asks for"
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return _model(annotation, link)
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return _one_of([str(each.value) for each in annotation])
    if annotation is date:
        return "date"
    return _limited(PLAIN[annotation], metadata)


def _model(model: type[BaseModel], link: Link) -> str:
    """Return a model's name, with those of its parameters."""
    arguments = model.__pydantic_generic_metadata__["args"]
    if not arguments:
        return link(model)
    inner = ", ".join(in_words(each, [], link) for each in arguments)
    return f"{link(origin_of(model))} of {inner}"


def _by_name(key: Any, value: str) -> str:  # noqa: ANN401
    """Return the words for a mapping."""
    return f"{value}, by date" if key is date else f"{value}, by name"


def _one_of(values: list[str]) -> str:
    """Return the words for a choice."""
    if len(values) == 1:
        return f"`{values[0]}`"
    return "one of " + ", ".join(f"`{value}`" for value in values)


def _limits(part: Any) -> list[Any]:  # noqa: ANN401
    """Return the single limits behind one piece of metadata."""
    return list(part.metadata) if hasattr(part, "metadata") else [part]


def _limited(noun: str, metadata: list[Any]) -> str:
    """Return a noun with the limits that hold for it."""
    ends: list[str] = []
    for each in metadata:
        match each:
            case Ge(ge=low):
                ends.append(f"at least {low}")
            case Gt(gt=low):
                ends.append(f"above {low}")
            case Le(le=high):
                ends.append(f"at most {high}")
            case Lt(lt=high):
                ends.append(f"below {high}")
            case MaxLen(max_length=length):
                ends.append(f"of at most {length} letters")
            case AfterValidator(func=check) if check in CHECKED:
                noun = CHECKED[check]
            case MinLen() | Len() | AfterValidator():
                pass
            case _ if pattern := getattr(each, "pattern", None):
                noun = PATTERNS.get(pattern, f"text that matches `{pattern}`")
            case _:
                pass
    return " ".join([noun, " and ".join(ends)]).strip()


def sentences(docstring: str | None) -> str:
    """Return a docstring as one line of Markdown that a table can hold."""
    return re.sub(r"\s+", " ", docstring or "").strip().replace("|", r"\|")


def is_mapping(model: type[BaseModel]) -> bool:
    """Return whether a model is one value instead of a set of keys."""
    return issubclass(model, RootModel)
