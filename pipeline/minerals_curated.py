"""Facts, statements, monthly points and gaps about minerals that were typed in one by one.

Reads `curated/minerals.csv`, `curated/minerals-statements.csv`, `curated/minerals-observed.csv` and
`curated/gaps-minerals.csv`, which are in our own forms. Writes them after the checks that computed
facts pass. Refuses a fact without a range that is not a count.
"""

from pathlib import Path
from typing import Final

from pipeline.chip_rows import Fact, Observed, Statement
from pipeline.mineral_copies import unique
from pipeline.tables import Row, read_ours

CURATED: Final = Path(__file__).parent / "curated"


def typed_facts() -> list[Fact]:
    """Return the facts that were typed in."""
    return [
        Fact(**{**row, "inputs": row["inputs"].split()})  # pyright: ignore[reportArgumentType]
        for row in read_ours(CURATED / "minerals.csv")
    ]


def build(evidence: Path) -> dict[str, list[Row]]:  # noqa: ARG001  every script is called alike
    """Return the typed tables."""
    points = [Observed(**row) for row in read_ours(CURATED / "minerals-observed.csv")]
    said = [Statement(**row).row() for row in read_ours(CURATED / "minerals-statements.csv")]
    return {
        "facts/minerals.csv": unique(typed_facts()),
        "facts/minerals-statements.csv": said,
        "facts/gaps-minerals.csv": read_ours(CURATED / "gaps-minerals.csv"),
        "observed/china-exports-typed.csv": [point.row() for point in points],
    }
