"""Numbers with their sources: units, sources, facts and the ledger that holds them."""

from typing import TYPE_CHECKING

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
