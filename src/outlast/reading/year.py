"""Years of which records and plans speak."""

from typing import Final

FIRST_YEAR: Final = 1500
LAST_YEAR: Final = 2199


def refuse_year(year: int) -> None:
    """Refuse a year of which no record and no plan speaks.

    Raises:
        ValueError: It lies beyond `FIRST_YEAR` to `LAST_YEAR`.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(
            f"the year {year:04} lies beyond {FIRST_YEAR} to {LAST_YEAR}. "
            "| Mend it. For a rule without an end, leave its end out."
        )
