"""Memory of results that the same parts of the record decide, by the parts themselves."""

from typing import Any


class Memo(dict[object, Any]):
    """Intermediate results by key. A copy for another process begins empty."""

    def __reduce__(self) -> tuple[Any, ...]:
        """Return the recipe of an empty memo."""
        return Memo, ()


class Same:
    """A part of the record as a key: equal to itself alone, and alive as long as the key is."""

    __slots__ = ("part",)

    def __init__(self, part: object) -> None:
        self.part = part

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other.part is self.part

    def __hash__(self) -> int:
        return id(self.part)
