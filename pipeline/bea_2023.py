"""The US accounts of 2017 brought to 2023: outputs by industry and sums of 71 sectors, by RAS."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd  # pyright: ignore[reportMissingTypeStubs]

from pipeline.bea_2017 import VALUE_ADDED, Accounts, Frame, table
from pipeline.ras import Blocks, Places, Table, block_sums, ras, ratio

WITHOUT_SECTOR: Final = {"S00401": "Used", "S00402": "Used", "S00300": "Other", "S00900": "Other"}
"""Scrap, used goods, imports without a home counterpart and the adjustment for the rest of the
world, which the crosswalk leaves out, with their rows in the tables of sectors."""

SECTOR_USES: Final = {"F01000": "F010", "F03000": "F030", "F04000": "F040", "F05000": "F050"}
"""Final uses whose names are shortened in the tables of sectors."""

GROWTH: Final = (0.2, 5.0)
"""Bounds of the growth of a commodity by which its final uses of 2017 are scaled."""

FLOOR: Final = 0.5
"""Least part of the share of 2017 that industries keep of a commodity's output."""


@dataclass(frozen=True)
class Updated:
    """The accounts of 2023, USD million, in the order of the codes of 2017."""

    make: Table
    use: Table
    imports: Table
    value_added: Table
    """By industry."""

    output: Table
    """By industry."""


@dataclass(frozen=True)
class Sectors:
    """The tables of 71 sectors, and the sector of each industry and commodity."""

    use: Frame
    make: Frame
    imports: Frame
    industries: list[str]
    commodities: list[str]
    of_industry: Places
    of_commodity: Places


def accounts_2023(folder: Path, old: Accounts, say: Callable[[str], None]) -> Updated:
    """Return the accounts of 2017 brought to 2023, and print every check."""
    sectors = _sectors(folder, old)
    output = _outputs(folder, old, sectors, say)
    made_blocks = Blocks(
        sectors.make.loc[sectors.industries, sectors.commodities].to_numpy(),
        sectors.of_industry,
        sectors.of_commodity,
    )
    make, apart = ras(old.make.to_numpy(), made_blocks, output)
    say(f"make of 2023: rows off by {apart:.1e} of all output")
    value_added = _value_added(old, output, sectors, say)
    final = _final_uses(old, make.sum(0), sectors)
    rows = _left_for_industries(old, make.sum(0), final, sectors, say)
    use = _use(old, rows, output - value_added, sectors, say)
    imports = _imports(old, use, sectors, say)
    return Updated(make, use, imports, value_added, output)


def _sectors(folder: Path, old: Accounts) -> Sectors:
    """Return the tables of sectors with the places of the detailed codes in them."""
    read: Any = pd.read_csv
    crosswalk = read(folder / "bea_naics_crosswalk_useeior.csv", index_col=0, dtype=str)
    pairs = crosswalk.drop_duplicates("BEA_2017_Detail_Code").set_index("BEA_2017_Detail_Code")
    sector = pairs["BEA_2017_Summary_Code"]
    use = table(folder, "Summary_Use_2023_PRO_BeforeRedef")
    end = "Total Intermediate"
    industries = list(use.columns[: list(use.columns).index(end)])
    commodities = list(use.index[: list(use.index).index(end)])
    return Sectors(
        use,
        table(folder, "Summary_Make_2023_BeforeRedef"),
        table(folder, "Summary_Import_2023_BeforeRedef"),
        industries,
        commodities,
        np.array([industries.index(sector[each]) for each in old.use.columns]),
        np.array(
            [commodities.index(WITHOUT_SECTOR.get(each) or sector[each]) for each in old.use.index]
        ),
    )


def _outputs(folder: Path, old: Accounts, sectors: Sectors, say: Callable[[str], None]) -> Table:
    """Return the output of each industry in 2023, forced to the totals of its sector."""
    published = table(folder, "Detail_GrossOutput_IO").reindex(old.use.columns)
    output = published["2023"].to_numpy()
    total = sectors.use.loc["Total Industry Output", sectors.industries].to_numpy()
    summed = _by_sector(output, sectors.of_industry, len(total))
    say(f"outputs of 2023 against sectors: off by {np.abs(summed / total - 1).max():.1e} at most")
    return output * (total / summed)[sectors.of_industry]


def _value_added(
    old: Accounts, output: Table, sectors: Sectors, say: Callable[[str], None]
) -> Table:
    """Return the value added of each industry in 2023.

    Each part grows with output and is then scaled to its sector. Where a sector's part changed its
    sign since 2017, it is shared out by output.
    """
    total: Table = np.zeros_like(output)
    count = len(sectors.industries)
    of_sector = _by_sector(output, sectors.of_industry, count)
    base: Table = old.make.sum(axis=1).to_numpy()
    for number, row in enumerate(VALUE_ADDED):
        part: Table = old.value_added.loc[row].to_numpy() / base * output
        summed = _by_sector(part, sectors.of_industry, count)
        wanted: Table = sectors.use.loc[f"V00{number + 1}", sectors.industries].to_numpy()
        flipped = summed * wanted <= 0
        factor = np.where(flipped, 0.0, wanted / np.where(summed != 0, summed, 1.0))
        shared = wanted[sectors.of_industry] * output / of_sector[sectors.of_industry]
        total += np.where(flipped[sectors.of_industry], shared, part * factor[sectors.of_industry])
        names = [sectors.industries[at] for at in np.flatnonzero(flipped & (wanted != 0))]
        if names:
            say(f"{row} changed its sign by 2023, shared out by output: {', '.join(names)}")
    say(f"value added of 2023 USD {total.sum() / 1e6:.3f} trillion")
    return total


def _final_uses(old: Accounts, product: Table, sectors: Sectors) -> Table:
    """Return the final uses of each commodity in 2023.

    Each row grows with its own output and is then scaled to its sector; a sector with mixed signs
    is shared out by output.
    """
    before = old.make.sum(axis=0).to_numpy()
    growth = np.clip(product / np.where(before > 0, before, 1.0), *GROWTH)
    growth[before <= 0] = 1.0
    grown = old.final.to_numpy() * growth[:, None]
    found = np.zeros_like(grown)
    count = len(sectors.commodities)
    for column, name in enumerate(old.final.columns):
        wanted = sectors.use.loc[sectors.commodities, SECTOR_USES.get(name, name[:4])].to_numpy()
        summed = _by_sector(grown[:, column], sectors.of_commodity, count)
        for at in np.flatnonzero(wanted):
            inside = sectors.of_commodity == at
            parts = grown[inside, column]
            if summed[at] * wanted[at] > 0 and (parts * np.sign(summed[at]) >= 0).all():
                found[inside, column] = parts * wanted[at] / summed[at]
            else:
                weight = np.maximum(product[inside], 0.0) + 1e-9
                found[inside, column] = wanted[at] * weight / weight.sum()
    return found


def _left_for_industries(
    old: Accounts, product: Table, final: Table, sectors: Sectors, say: Callable[[str], None]
) -> Table:
    """Return the part of each commodity's output that industries use; free rows are not numbers."""
    left: Table = product - final.sum(axis=1)
    before = old.make.sum(axis=0).to_numpy()
    share = np.maximum(old.use.to_numpy().sum(1), 0.0) / np.where(before > 0, before, 1.0)
    floor = FLOOR * share * np.maximum(product, 0.0)
    lifted = (left < floor) & (product > 0)
    amount = (floor - left)[lifted].sum() / 1e3
    say(f"rows whose final uses left too little, lifted: {lifted.sum()}, USD {amount:,.0f} billion")
    rows = np.maximum(np.where(product > 0, np.maximum(left, floor), left), 0.0)
    wanted = np.maximum(_use_of_sectors(sectors), 0.0).sum(1)
    rows *= ratio(wanted, _by_sector(rows, sectors.of_commodity, len(wanted)))[sectors.of_commodity]
    free = np.isin(np.array(sectors.commodities)[sectors.of_commodity], ["Used", "Other"])
    return np.where(free, np.nan, rows)


def _use(
    old: Accounts, rows: Table, columns: Table, sectors: Sectors, say: Callable[[str], None]
) -> Table:
    """Return the use of commodities by industries in 2023."""
    sums = np.maximum(_use_of_sectors(sectors), 0.0)
    blocks = Blocks(sums, sectors.of_commodity, sectors.of_industry)
    wanted = np.maximum(columns, 0.0)
    count = len(sectors.industries)
    wanted *= ratio(sums.sum(0), _by_sector(wanted, sectors.of_industry, count))[
        sectors.of_industry
    ]
    cells = np.maximum(old.use.to_numpy(), 0.0)
    empty = (block_sums(cells, blocks) <= 0) & (sums > 0)
    say(f"blocks used in 2023 and empty in 2017: {empty.sum()}, USD {sums[empty].sum():,.0f} m")
    found, apart = ras(cells, blocks, rows, wanted)
    off = np.abs(block_sums(found, blocks) - sums).sum() / sums.sum()
    say(f"use of 2023: rows off by {apart:.2%} of all use, blocks by {off:.2%}")
    return found


def _imports(old: Accounts, use: Table, sectors: Sectors, say: Callable[[str], None]) -> Table:
    """Return the imported part of use in 2023: the shares of 2017, scaled to sectors."""
    before = old.use.to_numpy()
    share = np.where(before > 0, np.maximum(old.imports.to_numpy(), 0.0), 0.0)
    share = np.minimum(share / np.where(before > 0, before, 1.0), 1.0)
    share[np.array(old.use.index) == "S00300"] = 1.0
    wanted = sectors.imports.loc[sectors.commodities, sectors.industries].to_numpy()
    blocks = Blocks(np.maximum(wanted, 0.0), sectors.of_commodity, sectors.of_industry)
    found = use * share
    for _ in range(50):
        factor = ratio(blocks.sums, block_sums(found, blocks))
        found = np.minimum(found * factor[blocks.rows][:, blocks.columns], use)
    got, meant = found.sum() / 1e6, blocks.sums.sum() / 1e6
    say(f"imports by industries of 2023 USD {got:.3f} trillion, by sectors {meant:.3f}")
    return found


def _use_of_sectors(sectors: Sectors) -> Table:
    """Return the use of commodities by industries, by sectors."""
    return sectors.use.loc[sectors.commodities, sectors.industries].to_numpy()


def _by_sector(values: Table, sector: Places, count: int) -> Table:
    """Return the sum of values in each sector."""
    return np.bincount(sector, weights=values, minlength=count).astype(np.float64)
