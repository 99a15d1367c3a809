"""Strict YAML 1.2 and CSV, where every value keeps its file and line."""

from outlast.reading.document import Document, Place, read_yaml, told_yaml
from outlast.reading.form import Frozen, placed, read_form, read_placed, validated
from outlast.reading.parts import parts
from outlast.reading.paths import DATA, named
from outlast.reading.table import Placed, read_table

__all__ = [
    "DATA",
    "Document",
    "Frozen",
    "Place",
    "Placed",
    "named",
    "parts",
    "placed",
    "read_form",
    "read_placed",
    "read_table",
    "read_yaml",
    "told_yaml",
    "validated",
]
