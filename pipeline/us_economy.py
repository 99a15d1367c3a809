"""`python -m pipeline.us_economy`: the US economy of 2023 at 402 industries, with every check.

Reads the accounts of the Bureau of Economic Analysis in ../shared/evidence, brings them to 2023 and
writes economy/us-2023.npz of the shipped contest: sales between industries (USD million, whole),
sales to final uses, imports, value added, output, codes and names. Commodities that are used and
never made (scrap, imports without a home counterpart) and the difference to output stand in the row
of other inputs.
"""

import sys
from pathlib import Path
from typing import Any, Final

import numpy as np

from outlast.reading.checksums import seal
from pipeline.__main__ import DATA, EVIDENCE
from pipeline.bea_2017 import accounts_2017
from pipeline.bea_2023 import Updated, accounts_2023
from pipeline.ras import Table
from pipeline.tables import read_rows

FILE: Final = DATA / "economy" / "us-2023.npz"


def industry_by_industry(found: Updated) -> dict[str, Table]:
    """Return sales between industries, to final uses, imports, value added and output, USD million.

    A commodity's makers share its sales as they share its making. A negative rest for final uses is
    nothing, and output is the sum of all sales.
    """
    product: Table = found.make.sum(0)
    makers: Table = np.where(product > 0, found.make / np.where(product > 0, product, 1.0), 0.0)
    sales: Table = np.round(makers @ np.maximum(found.use - found.imports, 0.0))
    left: Table = found.output - sales.sum(1)
    final: Table = np.maximum(left, np.zeros_like(left)).round()
    return {
        "sales": sales,
        "final": final,
        "imports": np.round(found.imports.sum(0)),
        "value_added": np.round(found.value_added),
        "output": sales.sum(1) + final,
    }


def main() -> int:
    """Write the economy and print every check."""
    folder = EVIDENCE / "minerals"
    if not folder.is_dir():
        print(f"The published files are not at {folder}.")
        return 1
    old = accounts_2017(folder, print)
    found = industry_by_industry(accounts_2023(folder, old, print))
    names = read_rows(folder / "bea_Detail_CommodityCodeName_2017.csv")
    titles = {
        row["BEA_2017_Detail_Commodity_Code"]: row["BEA_2017_Detail_Commodity_Name"]
        for row in names
    }
    codes = [str(code) for code in old.use.columns]
    _write(FILE, codes, [titles.get(code, code) for code in codes], found)
    seal(DATA)
    return 0


def _write(file: Path, codes: list[str], titles: list[str], found: dict[str, Table]) -> None:
    """Write the table and print its last checks."""
    inputs = found["sales"] / found["output"]
    radius = float(np.abs(np.linalg.eigvals(inputs)).max())
    other = found["output"] - found["sales"].sum(0) - found["imports"] - found["value_added"]
    print(
        f"industry by industry: spectral radius {radius:.3f}, GDP USD "
        f"{found['value_added'].sum() / 1e6:.3f} trillion, other inputs USD "
        f"{other.sum() / 1e3:,.0f} billion"
    )
    file.parent.mkdir(parents=True, exist_ok=True)
    arrays: Any = {name: values.astype(np.int32) for name, values in found.items()}
    np.savez_compressed(file, codes=np.array(codes), titles=np.array(titles), **arrays)
    print(f"{file.name}: {file.stat().st_size:,} bytes")


if __name__ == "__main__":
    sys.exit(main())
