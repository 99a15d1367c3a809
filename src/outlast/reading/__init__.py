"""Strict YAML 1.2 and CSV, where every value keeps its file and line."""

from typing import TYPE_CHECKING

from outlast.lazy import lazy_names
from outlast.reading.brief import Brief, brief
from outlast.reading.command_line import command_line, outlast_command

if TYPE_CHECKING:
    from outlast.reading.day import Day
    from outlast.reading.document import Document, Place, parse_yaml, read_yaml
    from outlast.reading.findings import (
        Finding,
        Findings,
        collect,
        each_unknown,
        empty_lists,
        unknown,
    )
    from outlast.reading.form import (
        Frozen,
        placed,
        placed_as_far,
        read_form,
        read_placed,
        validated,
    )
    from outlast.reading.layers import Layers, layered, name_in_layers, topmost
    from outlast.reading.paths import CONTESTS, DATA, DEFAULT_CONTEST, expand_home, named, user_path
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
    "empty_lists",
    "expand_home",
    "layered",
    "name_in_layers",
    "named",
    "outlast_command",
    "parse_yaml",
    "placed",
    "placed_as_far",
    "read_form",
    "read_placed",
    "read_table",
    "read_yaml",
    "topmost",
    "unknown",
    "user_path",
    "validated",
]

__getattr__ = lazy_names(
    __name__,
    {
        "CONTESTS": "paths",
        "DATA": "paths",
        "DEFAULT_CONTEST": "paths",
        "Day": "day",
        "Document": "document",
        "Finding": "findings",
        "Findings": "findings",
        "Frozen": "form",
        "Layers": "layers",
        "Place": "document",
        "Placed": "table",
        "collect": "findings",
        "each_unknown": "findings",
        "empty_lists": "findings",
        "expand_home": "paths",
        "layered": "layers",
        "name_in_layers": "layers",
        "named": "paths",
        "parse_yaml": "document",
        "placed": "form",
        "placed_as_far": "form",
        "read_form": "form",
        "read_placed": "form",
        "read_table": "table",
        "read_yaml": "document",
        "topmost": "layers",
        "unknown": "findings",
        "user_path": "paths",
        "validated": "form",
    },
)
