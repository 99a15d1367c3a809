"""The parts of a declared thing, each with the path that leads to it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final, cast

from pydantic import BaseModel, RootModel

from outlast.reading.document import Place

LEAVES: Final = frozenset({str, int, float, bool, type(None), date})
"""The types of most values: they hold no part, and looking into them costs a command its start."""


def parts(value: object, path: Place = ()) -> Iterator[tuple[Place, BaseModel]]:
    """Yield every model within a value, itself among them, with its path in the file."""
    if isinstance(value, RootModel):
        yield from parts(cast("RootModel[Any]", value).root, path)
    elif isinstance(value, BaseModel):
        yield path, value
        for name, field in type(value).model_fields.items():
            part = getattr(value, name)
            if type(part) not in LEAVES:
                yield from parts(part, (*path, field.alias or name))
    elif isinstance(value, Mapping):
        for key, part in cast("Mapping[object, object]", value).items():
            yield from parts(part, (*path, str(key)))
    elif isinstance(value, tuple | list):
        for index, part in enumerate(cast("Sequence[object]", value)):
            if type(part) not in LEAVES:
                yield from parts(part, (*path, index))
