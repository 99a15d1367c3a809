"""The arithmetic of a step: the NumPy back end over arrays that count the operations on them.

Counted are sums, differences, products, quotients and extremes, and an exponential or a logarithm
as the operations of its polynomial. Comparisons and selections are not.
"""

from typing import Any, TypeAlias, cast

import numpy as np

from outlast.engine.arrays import Rows
from outlast.engine.draw import Draw
from outlast.engine.plan import Plan
from outlast.engine.step import run
from outlast.engine.workspace import make_workspace

Opaque: TypeAlias = Any
"""Objects in the protocols of NumPy."""
ONE = ("add", "subtract", "multiply", "divide", "minimum", "maximum", "negative")
POLYNOMIAL = 30
"""Operations of `simd_math.exp64` or `simd_math.log64`, roughly."""


class Counted(np.ndarray):
    """An array that counts the operations on it."""

    done = 0

    def __array_ufunc__(
        self, ufunc: np.ufunc, method: str, *inputs: Opaque, **kwargs: Opaque
    ) -> Opaque:
        """Do an operation on plain arrays, and count it."""
        plain = [each.view(np.ndarray) if isinstance(each, Counted) else each for each in inputs]
        made = getattr(ufunc, method)(*plain, **kwargs)
        weight = POLYNOMIAL if ufunc in (np.exp, np.log) else int(ufunc.__name__ in ONE)
        Counted.done += weight * int(np.size(made))
        return np.asarray(made).view(Counted)

    def __array_function__(
        self, func: Opaque, types: Opaque, args: Opaque, kwargs: Opaque
    ) -> Opaque:
        """Call a function that is no operation, and go on counting."""
        made = super().__array_function__(func, types, args, kwargs)
        return made.view(Counted) if isinstance(made, np.ndarray) else made


def counted(group: tuple[Any, ...]) -> list[Any]:
    """Return a group whose rows count."""
    made: list[Any] = []
    for each in group:
        if isinstance(each, Rows):
            rows = Rows(each.values.copy())
            rows.values = cast("Any", rows.values.view(Counted))
            made.append(rows)
        elif isinstance(each, np.ndarray) and each.dtype.kind != "i":
            made.append(each.copy().view(Counted))
        else:
            made.append(each)
    return made


def operations(plan: Plan, draw: Draw, steps: int) -> int:
    """Return the operations of some steps from the common start, for one future."""
    short = plan._replace(steps=steps, start=0, horizon=steps, paired=0)
    workspace = make_workspace(short, draw, series=False)
    groups = [group._make(counted(group)) for group in (draw, *workspace)]
    Counted.done = 0
    with np.errstate(all="ignore"):
        run(short, *cast("Any", groups))
    return Counted.done


def operations_a_step(plan: Plan, draw: Draw) -> float:
    """Return the operations of one step, for one future, less those of the beginning."""
    first, last = 3, 9
    return (operations(plan, draw, last) - operations(plan, draw, first)) / (last - first)
