"""Public claims about the contest: who said what, when, and the numbers in it.

Reads `claims/claims_sources.csv` (a compilation of what officials, firms and analysts said) and
three hand-made tables beside it in `curated/claims/`: `values.csv` says which number of which row
becomes which fact, `statements.csv` says which row becomes which statement, `typed.csv` holds
facts typed in from cited texts that the compilation lacks. Writes facts/claims.csv and
facts/claims-statements.csv. It holds no verdict, and refuses a row that the compilation does not
have, a number that is not in its row, and a value outside its range.
"""

import re
from decimal import Decimal
from pathlib import Path
from typing import Final

from pipeline.tables import FORMS, Row, number, read_rows

CURATED: Final = Path(__file__).parent / "curated" / "claims"
NUMBER: Final = re.compile(r"(?<![\d.])-?\d+(?:\.\d+)?")
COLUMNS: Final = ["claim", "side", "who", "date", "value", "unit", "quote_free_summary"]
KNOWN: Final = {
    ("China faces a tariff of up to 245%", "2025-04-15"): "245",
    ("DeepSeek-V3 training cluster", "2024-12-27"): "2048",
    ("AI chips smuggled to China in 2024", "2025-06-11"): "140000",
}
"""A few values that the compilation must give, so that another file is noticed."""

Said = dict[tuple[str, str], Row]


def claims_by_name(path: Path) -> Said:
    """Return the rows of the compilation by claim and date."""
    rows = read_rows(path)
    missing = [name for name in COLUMNS if name not in rows[0]]
    if missing:
        raise ValueError(f"{path.name} lacks the columns {missing}")
    said = {(row["claim"], row["date"]): row for row in rows}
    for name, value in KNOWN.items():
        if said[name]["value"] != value:
            raise ValueError(f"{path.name}: {name} gives {said[name]['value']}, not {value}")
    return said


def numbers_in(value: str) -> list[Decimal]:
    """Return the numbers in a cell, in order; "7.5-100" holds two, "-28" one."""
    return [Decimal(found) for found in NUMBER.findall(value)]


def picked(value: str, pick: str, factor: Decimal) -> tuple[Decimal, Decimal | None]:
    """Return the number that a fact takes from a cell; of a range the middle and half its width."""
    found = numbers_in(value)
    if pick == "range":
        low, high = found
        return factor * (low + high) / 2, factor * (high - low) / 2
    if not pick and len(found) != 1:
        raise ValueError(f'"{value}" holds {len(found)} numbers; say which one')
    return factor * found[int(pick or "1") - 1], None


def fact(row: Row, said: Said) -> Row:
    """Return a fact whose value stands in the compilation."""
    source = said[row["claim"], row["date"]]
    value, half = picked(source["value"], row["pick"], Decimal(row["factor"]))
    made = {name: row.get(name, "") for name in FORMS["facts"]}
    made["value"] = number(value)
    for name, edge in (("low", value - (half or 0)), ("high", value + (half or 0))):
        if half is not None and not made[name]:
            made[name] = number(edge)
    if made["low"] and not Decimal(made["low"]) <= value <= Decimal(made["high"]):
        raise ValueError(f"{row['key']}: {value} is outside {made['low']} to {made['high']}")
    return made


def statement(row: Row, said: Said) -> Row:
    """Return a statement; one that names a row of the compilation must find it there."""
    if row["claim"] and (row["claim"], row["date"]) not in said:
        raise ValueError(f"{row['key']}: nobody says {row['claim']} on {row['date']}")
    return {name: row[name] for name in FORMS["statements"]}


def build(evidence: Path) -> dict[str, list[Row]]:
    """Return the tables of claims."""
    said = claims_by_name(evidence / "claims" / "claims_sources.csv")
    facts = [fact(row, said) for row in read_rows(CURATED / "values.csv")]
    facts += [
        {name: row[name] for name in FORMS["facts"]} for row in read_rows(CURATED / "typed.csv")
    ]
    statements = [statement(row, said) for row in read_rows(CURATED / "statements.csv")]
    return {"facts/claims.csv": facts, "facts/claims-statements.csv": statements}
