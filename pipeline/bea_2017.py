"""The US input-output accounts of 2017 at 402 industries: make, use, imports; balances checked."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeAlias

import pandas as pd  # pyright: ignore[reportMissingTypeStubs]

Frame: TypeAlias = Any
"""A table of pandas, whose own types are partial."""

VALUE_ADDED: Final = ["V00100", "V00200", "V00300"]
"""Pay, taxes on production less subsidies, gross operating surplus."""

IMPORTED: Final = "F05000"
"""The column of final uses that takes imports away."""

BALANCE: Final = 30.0
"""Largest residual of an industry or commodity, USD million; the tables are rounded to one."""


@dataclass(frozen=True)
class Accounts:
    """Tables of one year, USD million; rows of use are commodities, columns industries."""

    make: Frame
    """Industries by commodities."""

    use: Frame
    """Commodities by industries, imports included."""

    final: Frame
    """Commodities by final uses."""

    imports: Frame
    """The imported part of `use`."""

    imports_final: Frame
    """The imported part of `final`."""

    value_added: Frame
    """Parts of value added by industries."""


def table(folder: Path, name: str) -> Frame:
    """Return a table of the accounts, codes as text."""
    read: Any = pd.read_csv
    found = read(folder / f"bea_{name}_17sch.csv", index_col=0)
    found.index, found.columns = found.index.astype(str), found.columns.astype(str)
    return found.astype(float)


def accounts_2017(folder: Path, say: Callable[[str], None]) -> Accounts:
    """Return the accounts of 2017 and print every check of them.

    Raises:
        ValueError: An industry or a commodity does not balance within the tables' rounding.
    """
    use = table(folder, "Detail_Use_2017_PRO_BeforeRedef")
    made = table(folder, "Detail_Make_2017_BeforeRedef")
    imported = table(folder, "Detail_Import_2017_BeforeRedef")
    commodities = [row for row in use.index if not row.startswith(("T0", "V00"))]
    industries = list(use.columns[: list(use.columns).index("T001")])
    finals = [column for column in use.columns if column.startswith("F")]
    found = Accounts(
        make=made.reindex(index=industries, columns=commodities).fillna(0.0),
        use=use.loc[commodities, industries],
        final=use.loc[commodities, finals],
        imports=imported.reindex(index=commodities, columns=industries).fillna(0.0),
        imports_final=imported.reindex(index=commodities, columns=finals).fillna(0.0),
        value_added=use.loc[VALUE_ADDED, industries],
    )
    _check(found, say)
    return found


def _check(found: Accounts, say: Callable[[str], None]) -> None:
    """Print the balances and the oddities of the accounts of 2017."""
    output, product = found.make.sum(axis=1), found.make.sum(axis=0)
    paid = found.use.sum() + found.value_added.sum()
    used = found.use.sum(axis=1) + found.final.sum(axis=1)
    worst = {
        "industry": float((paid - output).abs().max()),
        "commodity": float((used - product).abs().max()),
    }
    for name, residual in worst.items():
        say(f"2017, largest residual of an {name} USD {residual:,.0f} million")
        if residual > BALANCE:
            raise ValueError(f"an {name} of 2017 does not balance: {residual:,.0f} million.")
    say(f"2017, GDP by industries USD {found.value_added.to_numpy().sum() / 1e6:.3f} trillion")
    say(f"2017, GDP by final uses USD {found.final.to_numpy().sum() / 1e6:.3f} trillion")
    _say_oddities(found, say)


def _say_oddities(found: Accounts, say: Callable[[str], None]) -> None:
    """Print the rows and cells that a reader must know of."""
    product = found.make.sum(axis=0)
    never_made = [each for each in product.index if product[each] <= 0]
    say(f"used and never made: {', '.join(never_made)}")
    negative = found.value_added.sum()
    say(f"negative value added: {', '.join(negative.index[negative < 0]) or 'none'}")
    home = found.use - found.imports
    say(f"cells in which imports exceed use: {int((home < 0).to_numpy().sum())}")
    say(f"commodities without home sales to industries: {int((home.sum(axis=1) <= 0).sum())}")
    apart = found.final[IMPORTED].sum() + found.imports.to_numpy().sum()
    apart += found.imports_final.drop(columns=IMPORTED).to_numpy().sum()
    say(f"imports by use and by the import table differ by USD {apart / 1e3:,.0f} billion")
