"""Numbers with their sources: units, sources, facts and the ledger that holds them."""

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
