"""Strict YAML 1.2 and CSV, where every value keeps its file and line."""

from outlast.reading.document import Document, Place, parse_yaml, read_yaml
from outlast.reading.findings import Finding, Findings, collect, each_unknown, unknown
from outlast.reading.form import Frozen, placed, read_form, read_placed, validated
from outlast.reading.layers import Layers, layered, topmost
from outlast.reading.parts import parts
from outlast.reading.paths import CONTESTS, DATA, DEFAULT_CONTEST, named
from outlast.reading.table import Placed, read_table

__all__ = [
    "CONTESTS",
    "DATA",
    "DEFAULT_CONTEST",
    "Document",
    "Finding",
    "Findings",
    "Frozen",
    "Layers",
    "Place",
    "Placed",
    "collect",
    "each_unknown",
    "layered",
    "named",
    "parse_yaml",
    "parts",
    "placed",
    "read_form",
    "read_placed",
    "read_table",
    "read_yaml",
    "topmost",
    "unknown",
    "validated",
]
