"""Numbers with their sources: units, sources, facts and the ledger that holds them."""

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

from outlast.lazy import lazy_names

if TYPE_CHECKING:
    from outlast.facts.fact import Fact, Gap, Observation, Statement
    from outlast.facts.grade import Grade
    from outlast.facts.ledger import Ledger
    from outlast.facts.load import load_ledger
    from outlast.facts.quantity import Quantity
    from outlast.facts.source import Licence, Reference, Source

__all__ = [
    "Fact",
    "Gap",
    "Grade",
    "Ledger",
    "Licence",
    "Observation",
    "Quantity",
    "Reference",
    "Source",
    "Statement",
    "load_ledger",
]


class _CallableRoom(ModuleType):
    """This room, which is a call as well: programs list facts by `ol.facts("gallium")`.

    Python puts a room under its own name into the package as soon as it is read, so that a
    function of that name could not stand there.
    """

    def __call__(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  as the call itself
        """Return the facts that a program asks for; the package knows where the call lives."""
        return sys.modules["outlast"].__getattr__("facts")(*args, **kwargs)


sys.modules[__name__].__class__ = _CallableRoom

__getattr__ = lazy_names(
    __name__,
    {
        "Fact": "fact",
        "Gap": "fact",
        "Grade": "grade",
        "Ledger": "ledger",
        "Licence": "source",
        "Observation": "fact",
        "Quantity": "quantity",
        "Reference": "source",
        "Source": "source",
        "Statement": "fact",
        "load_ledger": "load",
    },
)
