"""Single facts, statements and gaps about chips that were found one by one and typed in.

Reads `curated/chips.csv`, `curated/chips-statements.csv` and `curated/gaps-chips.csv`, which are
in our own forms already. Writes them as they stand, after the same checks that computed facts
pass. Refuses a fact without a range that is not a count.
"""

from pathlib import Path

from pipeline.chip_rows import Fact, Statement
from pipeline.tables import Row, read_ours

CURATED = Path(__file__).parent / "curated"


def build(evidence: Path) -> dict[str, list[Row]]:  # noqa: ARG001  every script is called alike
    """Return the typed tables."""
    facts = [
        Fact(**{**row, "inputs": row["inputs"].split()}).row()  # pyright: ignore[reportArgumentType]
        for row in read_ours(CURATED / "chips.csv")
    ]
    said = [Statement(**row).row() for row in read_ours(CURATED / "chips-statements.csv")]
    return {
        "facts/chips.csv": facts,
        "facts/chips-statements.csv": said,
        "facts/gaps-chips.csv": read_ours(CURATED / "gaps-chips.csv"),
    }
