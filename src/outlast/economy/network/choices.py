"""The choices of a run on a network of industries: its rules, and the models that follow."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from outlast.economy.network.ario import ArioModel, ArioSettings
from outlast.economy.network.batch import FlowModel
from outlast.economy.network.flows import FlowTable
from outlast.economy.network.input_classes import (
    CURATED,
    LEVELS,
    InputDeclaration,
    curated_classes,
    storage,
    uniform_classes,
)
from outlast.economy.network.inventories import InventoryModel, InventorySettings

RULES: Final = ("inventories", "ario")
STEPS_A_YEAR: Final = {"week": 52.0, "day": 365.0}
STRICT: Final = "strict"
"""The class of inputs under ARIO: each of them limits production."""


@dataclass(frozen=True)
class Choices:
    """The rules of one run and its assumptions."""

    rules: str = "inventories"
    step: str = "week"
    inputs: str = CURATED
    cover: float = 4.0
    """Inventories, steps of use."""

    restocking: float = 4.0
    """The time in which a gap of inventories is ordered, steps."""

    rationing: str = "proportional"
    spare: float = 0.0
    threshold: float = 0.8
    rerouting: bool = True
    precision: str = "float64"


def usual(rules: str, step: str) -> Choices:
    """Return the defaults of rules at a step: those of BoARIO under ARIO, else four weeks."""
    if rules == "ario":
        ario = ArioSettings()
        days = 1.0 if step == "day" else STEPS_A_YEAR["week"] / STEPS_A_YEAR["day"]
        return Choices(rules, step, STRICT, 90.0 * days, ario.restocking * days)
    weeks = 1.0 if step == "week" else 7.0
    return Choices(rules, step, CURATED, 4.0 * weeks, 4.0 * weeks)


def model_of(table: FlowTable, choices: Choices, declared: InputDeclaration | None) -> FlowModel:
    """Return the model of a table under the choices of a run."""
    kind: type[np.floating[Any]] = np.float32 if choices.precision == "float32" else np.float64
    year = STEPS_A_YEAR[choices.step]
    if choices.rules == "ario":
        time = ArioSettings().overproduction_time * year / STEPS_A_YEAR["day"]
        settings = ArioSettings(
            steps_a_year=year,
            cover=choices.cover,
            restocking=choices.restocking,
            threshold=choices.threshold,
            overproduction_time=time,
            rerouting=choices.rerouting,
        )
        return ArioModel(table, settings, dtype=kind)
    weeks = 1.0 if choices.step == "week" else 7.0
    if choices.inputs == CURATED and declared is not None:
        classes = curated_classes(table, declared)
        cover = tuple(map(float, storage(table, declared, choices.cover, weeks)))
    else:
        classes = uniform_classes(table, choices.inputs)
        cover = choices.cover
    return InventoryModel(
        table,
        classes,
        InventorySettings(year, cover, choices.restocking, choices.spare, choices.rationing),
        dtype=kind,
    )


def alternatives(choices: Choices) -> Iterator[tuple[str, Choices]]:
    """Yield the choices that differ by one assumption, under their names."""
    yield "half-cover", replace(choices, cover=max(choices.cover / 2, 1.0))
    yield "double-cover", replace(choices, cover=2 * choices.cover)
    if choices.rules == "ario":
        yield "threshold-0.5", replace(choices, threshold=0.5)
        yield "fixed-sellers", replace(choices, rerouting=not choices.rerouting)
        return
    if choices.rationing != "firms-first":
        yield "firms-first", replace(choices, rationing="firms-first")
    for level in ("non-critical", "half-critical", "critical"):
        if level != choices.inputs:
            yield f"all-{level}", replace(choices, inputs=level)


INPUTS: Final = (CURATED, *LEVELS)
"""The classes of inputs that a run may choose under the default rules."""
