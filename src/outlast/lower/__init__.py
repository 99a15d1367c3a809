"""Lowering: a scenario becomes the arrays of the engine; names end here."""

from outlast.lower.index import AxisNames
from outlast.lower.lower import lower
from outlast.lower.lowered import BaseFlow, Lowered

__all__ = ["AxisNames", "BaseFlow", "Lowered", "lower"]
