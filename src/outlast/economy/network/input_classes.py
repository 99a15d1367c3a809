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
from outlast.errors import InputError, Problems
from outlast.reading import Frozen, read_form

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


def read_classes(file: Path) -> InputDeclaration:
    """Return the classes that a file declares.

    Raises:
        InputError: It cannot be read; each problem has its line.
    """
    problems = Problems()
    found = read_form(file, "inputs", InputDeclaration, problems)
    problems.stop_if_any(InputError)
    if found is None:
        raise InputError.of(f'"{file}" holds no classes of inputs.')
    return found


def curated_classes(table: FlowTable, declared: InputDeclaration) -> NDArray[np.int8]:
    """Return the declared class of each input, shape (sectors, industries).

    Raises:
        InputError: A rule names a seller or a buyer that the table lacks.
    """
    found = np.zeros((len(table.sectors), len(table.labels)), dtype=np.int8)
    buyers = [label.split(SIGN, 1)[-1] for label in table.labels]
    problems = Problems()
    for rule in declared.inputs:
        rows = _starting(table.sectors, rule.sellers, problems)
        columns = _starting(buyers, rule.buyers, problems)
        found[np.ix_(rows, columns)] = LEVELS[rule.level]
    problems.stop_if_any(InputError)
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
    problems = Problems()
    for rule in declared.storage:
        rows = _starting(table.sectors, rule.sellers, problems)
        found[rows] = np.minimum(rule.weeks * steps_a_week, cover)
    problems.stop_if_any(InputError)
    return found


def _bought(table: FlowTable, classes: NDArray[np.int8]) -> NDArray[np.int8]:
    """Return classes in which an input that is hardly bought binds nobody."""
    return np.where(table.inputs > LEAST_SHARE * table.output, classes, NON_CRITICAL).astype(
        np.int8
    )


def _starting(codes: Sequence[str], starts: Sequence[str], problems: Problems) -> list[int]:
    """Return the places of the codes with one of some starts."""
    found: set[int] = set()
    for start in starts:
        some = [at for at, code in enumerate(codes) if start == "*" or code.startswith(start)]
        if not some:
            problems.add("", 0, f'no industry starts with "{start}".', "Name one of the table.")
        found.update(some)
    return sorted(found)
