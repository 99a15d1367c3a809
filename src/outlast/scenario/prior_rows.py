"""Priors as rows of a table: their distribution, unit, grade and ground."""

from typing import Any, Final

from outlast.facts import Ledger
from outlast.reading.frames import FrameColumn
from outlast.scenario.prior import Prior

PRIOR_COLUMNS: Final = (
    FrameColumn("prior", "key of the uncertain number"),
    FrameColumn("title", "name of it"),
    FrameColumn("role", "role for the reader: assumption, lever, definition, switch"),
    FrameColumn("unit", "its unit"),
    FrameColumn("distribution", "kind of its distribution"),
    FrameColumn("numbers", "numbers of the distribution, in its unit"),
    FrameColumn("grade", "grade of its evidence"),
    FrameColumn("setting", "value at which a reader fixed it"),
    FrameColumn("basis", "its ground"),
)
"""The columns of priors as a table."""


def prior_row(key: str, prior: Prior, ledger: Ledger, setting: str | None) -> dict[str, Any]:
    """Return a prior as a row.

    Args:
        key: Its key.
        prior: The prior.
        ledger: The facts that its ground names.
        setting: The value at which a reader fixed it.
    """
    ((kind, numbers),) = prior.distribution.model_dump(exclude_none=True).items()
    grounds = [
        ledger.facts[each.fact].title if each.fact else each.source or each.assume
        for each in prior.basis
    ]
    return {
        "prior": key,
        "title": prior.title,
        "role": prior.kind.value,
        "unit": prior.unit,
        "distribution": kind,
        "numbers": ", ".join(f"{name} {value:g}" for name, value in numbers.items()),
        "grade": prior.grade.value,
        "setting": setting,
        "basis": "; ".join(f"{each}" for each in grounds),
    }
