"""`python -m pipeline.least_cost CODE …`: loss of GDP per unit of an industry's own loss.

A planner keeps GDP as large as it can when an industry's output is cut by 2 %: outputs fall and no
final use rises (linear program). The multiples stand under `least_cost` in economy.yaml.
"""

import sys
from importlib import import_module
from typing import Any, Final

import numpy as np

from outlast.economy.table import IndustryTable, read_table
from pipeline.us_economy import FILE

CUT: Final = 0.02

OPTIMISE: Final[Any] = import_module("scipy.optimize")
SPARSE: Final[Any] = import_module("scipy.sparse")
"""SciPy ships no types."""


def least_cost(table: IndustryTable, code: str) -> float:
    """Return the loss of value added in all industries per unit of that in one."""
    at, count = table.place[code], len(table.codes)
    balance: Any = SPARSE.csr_matrix(np.eye(count) - table.inputs)
    most = table.output.copy()
    most[at] *= 1 - CUT
    found: Any = OPTIMISE.linprog(
        -table.value_share,
        A_ub=SPARSE.vstack([balance, -balance]),
        b_ub=np.r_[table.final + 1e-9 * table.output, np.zeros(count)],
        bounds=np.c_[np.zeros(count), most],
        method="highs",
    )
    loss = table.value_share @ (table.output - found.x)
    return float(loss / (CUT * table.value_added[at]))


def main(codes: list[str]) -> int:
    """Print the multiple of each industry."""
    table = read_table(FILE)
    for code in codes:
        print(f'  "{code}": {least_cost(table, code):.3f}  # {table.titles[table.place[code]]}')
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
