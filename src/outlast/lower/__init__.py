"""Lowering: a scenario becomes the arrays of the engine; names end here."""

from outlast.lower.index import Names
from outlast.lower.lower import Lowered, lower

__all__ = ["Lowered", "Names", "lower"]
