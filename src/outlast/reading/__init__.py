"""Strict YAML 1.2 and CSV, where every value keeps its file and line."""

from outlast.reading.brief import Brief, brief
from outlast.reading.command_line import command_line, outlast_command
from outlast.reading.day import Day
from outlast.reading.document import Document, Place, parse_yaml, read_yaml
from outlast.reading.findings import Finding, Findings, collect, each_unknown, unknown
from outlast.reading.form import Frozen, placed, read_form, read_placed, validated
from outlast.reading.layers import Layers, layered, topmost
from outlast.reading.parts import parts
from outlast.reading.paths import (
    CONTESTS,
    DATA,
    DEFAULT_CONTEST,
    expand_home,
    named,
    user_path,
)
from outlast.reading.table import Placed, read_table

__all__ = [
    "CONTESTS",
    "DATA",
    "DEFAULT_CONTEST",
    "Brief",
    "Day",
    "Document",
    "Finding",
    "Findings",
    "Frozen",
    "Layers",
    "Place",
    "Placed",
    "brief",
    "collect",
    "command_line",
    "each_unknown",
    "expand_home",
    "layered",
    "named",
    "outlast_command",
    "parse_yaml",
    "parts",
    "placed",
    "read_form",
    "read_placed",
    "read_table",
    "read_yaml",
    "topmost",
    "unknown",
    "user_path",
    "validated",
]
