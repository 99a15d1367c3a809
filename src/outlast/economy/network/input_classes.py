"""Classes of inputs: which of them stop production, curated for a table or alike for all."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, FiniteFloat

from outlast.economy.network.flows import SIGN, FlowTable
from outlast.economy.network.inventories import CRITICAL, HALF_CRITICAL, NON_CRITICAL
from outlast.engine.arrays import Reals
from outlast.errors import Problems
from outlast.reading import Finding, Findings, Frozen, collect, read_placed

LEVELS: Final = {
    "critical": CRITICAL,
    "half-critical": HALF_CRITICAL,
    "non-critical": NON_CRITICAL,
}

LEAST_SHARE: Final = 1e-6
"""An input below this share of a buyer's output binds nobody."""

CURATED: Final = "curated"
"""The name of the classes that lie beside a table."""


class InputRule(Frozen):
    """The class of the goods of some sellers for some buyers."""

    sellers: tuple[str, ...] = Field(min_length=1)
    """The starts of the sellers' codes; a star alone stands for all."""

    buyers: tuple[str, ...] = Field(min_length=1)
    """The starts of the buyers' codes."""

    level: Literal["critical", "half-critical", "non-critical"]
    """The class."""

    assume: str = Field(min_length=20)
    """The reason."""


class StorageRule(Frozen):
    """Goods that cannot be stored like others: users hold at most some weeks of them."""

    sellers: tuple[str, ...] = Field(min_length=1)
    """The starts of the sellers' codes."""

    weeks: FiniteFloat = Field(ge=1, le=520)
    """Weeks of use in stock, at least 1: the step."""

    assume: str = Field(min_length=20)
    """The reason."""


class InputDeclaration(Frozen):
    """The classes of the inputs of one table; a later rule stands above an earlier one."""

    inputs: tuple[InputRule, ...] = Field(min_length=1)
    """Classes; an input that no rule names is non-critical."""

    storage: tuple[StorageRule, ...] = ()
    """Inventories other than those of the run."""

    @property
    def rule_count(self) -> int:
        """The number of its rules."""
        return len(self.inputs) + len(self.storage)


def read_classes(file: Path, codes: Sequence[str], problems: Problems) -> InputDeclaration | None:
    """Return the classes that a file declares for a table, or note every problem with its line.

    Args:
        file: The file.
        codes: The codes of the table's sectors.
        problems: The record of the load.
    """
    read = read_placed(file, "inputs", InputDeclaration, problems)
    if read is None:
        return None
    declared, document = read
    collect(_class_findings(declared, codes), document, problems)
    return declared


def _class_findings(declared: InputDeclaration, codes: Sequence[str]) -> Findings:
    """Yield every start of a code with which no sector of the table starts."""
    for name in ("inputs", "storage"):
        rules: Sequence[InputRule | StorageRule] = getattr(declared, name)
        for at, rule in enumerate(rules):
            starts = {"sellers": rule.sellers}
            if isinstance(rule, InputRule):
                starts["buyers"] = rule.buyers
            for key, some in starts.items():
                for number, start in enumerate(some):
                    if not _starting(codes, [start]):
                        what = f'no industry starts with "{start}".'
                        yield Finding((name, at, key, number), what, "Name one of the table.")


def curated_classes(table: FlowTable, declared: InputDeclaration) -> NDArray[np.int8]:
    """Return the declared class of each input, shape (sectors, industries)."""
    found = np.zeros((len(table.sectors), len(table.labels)), dtype=np.int8)
    buyers = [label.split(SIGN, 1)[-1] for label in table.labels]
    for rule in declared.inputs:
        rows, columns = _starting(table.sectors, rule.sellers), _starting(buyers, rule.buyers)
        found[np.ix_(rows, columns)] = LEVELS[rule.level]
    return _bought(table, found)


def uniform_classes(table: FlowTable, level: str) -> NDArray[np.int8]:
    """Return one class for all inputs, shape (sectors, industries)."""
    found = np.full((len(table.sectors), len(table.labels)), LEVELS[level], dtype=np.int8)
    return _bought(table, found)


def storage(
    table: FlowTable, declared: InputDeclaration, cover: float, steps_a_week: float = 1.0
) -> Reals:
    """Return the stock of each sector's goods, steps of use: that of the run, or the declared."""
    found = np.full(len(table.sectors), cover)
    for rule in declared.storage:
        rows = _starting(table.sectors, rule.sellers)
        found[rows] = np.minimum(rule.weeks * steps_a_week, cover)
    return found


def _bought(table: FlowTable, classes: NDArray[np.int8]) -> NDArray[np.int8]:
    """Return classes in which an input that is hardly bought binds nobody."""
    return np.where(table.inputs > LEAST_SHARE * table.output, classes, NON_CRITICAL).astype(
        np.int8
    )


def _starting(codes: Sequence[str], starts: Sequence[str]) -> list[int]:
    """Return the places of the codes with one of some starts; a star alone stands for all."""
    return [
        at
        for at, code in enumerate(codes)
        if any(start == "*" or code.startswith(start) for start in starts)
    ]
