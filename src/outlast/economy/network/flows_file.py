"""Tables of flows from files and frames: CSV with labels, pymrio's frames and its folders."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import numpy as np

from outlast.economy.network.flows import SIGN, FlowTable, checked, from_industries, mended
from outlast.economy.network.flows_store import holds_flows, stored_flows
from outlast.economy.table import read_table
from outlast.engine.arrays import Reals
from outlast.errors import InputError, Problem, Problems, nearest
from outlast.reading import named

FINAL: Final = "final"
ROWS: Final = ("value_added", "imports", "output")
"""Rows below the industries; each may be absent."""

FORM: Final = (
    "The first line holds the buyers and `final`; each other line a seller and its sales. "
    "Rows `value_added`, `imports` and `output` may follow."
)


@dataclass
class _Read:
    """The cells of a file."""

    sellers: list[str] = field(default_factory=list[str])
    lines: list[int] = field(default_factory=list[int])
    rows: list[list[float]] = field(default_factory=list[list[float]])
    extra: dict[str, list[float]] = field(default_factory=dict[str, list[float]])


def read_flows(file: Path, unit: str = "million", *, mend: bool = False) -> FlowTable:
    """Return the table of a file: CSV with labels, `.npz`, or a folder that pymrio saved.

    Args:
        file: The file or folder.
        unit: The unit of its values, of one year.
        mend: Whether negative flows count as 0.

    Raises:
        InputError: It cannot be read or is not balanced; each problem names its row.
    """
    if file.is_dir():
        return _from_folder(file, unit, mend=mend)
    if file.suffix.lower() == ".npz" and holds_flows(file):
        stored = stored_flows(file)
        return checked(mended(stored) if mend else stored, named(file))
    if file.suffix.lower() == ".npz":
        return from_industries(read_table(file), unit)
    if file.suffix.lower() not in {".csv", ".txt", ".tsv"}:
        cure = "Known are .csv, .tsv, .npz and folders that pymrio saved."
        raise InputError.of(f'"{file}" is no table of flows.', cure)
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        raise InputError.of(f"{named(file)} cannot be read: {problem}", FORM) from problem
    return _from_text(text, file, unit, mend=mend)


def _from_text(text: str, file: Path, unit: str, *, mend: bool) -> FlowTable:
    """Return the table of a text in columns."""
    name, problems = named(file), Problems()
    head = text.partition("\n")[0]
    reader = csv.reader(text.splitlines(), delimiter="\t" if "\t" in head else ",")
    header = [cell.strip() for cell in next(reader, list[str]())][1:]
    read = _Read()
    for cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        label, values = cells[0].strip(), _numbers(cells, header, reader.line_num, name, problems)
        if label in ROWS:
            read.extra[label] = values
        else:
            read.sellers.append(label)
            read.lines.append(reader.line_num)
            read.rows.append(values)
    _check_labels(header, read, name, problems)
    problems.stop_if_any(InputError)
    finals = [at for at, label in enumerate(header) if _is_final(label)]
    cells_read = np.array(read.rows)
    order = [header.index(label) for label in read.sellers]
    extra: dict[str, Reals] = {key: np.array(each)[order] for key, each in read.extra.items()}
    sales = cells_read[:, order]
    final = cells_read[:, finals]
    output: Reals = extra["output"] if "output" in extra else sales.sum(1) + final.sum(1)
    imports: Reals = extra["imports"] if "imports" in extra else np.zeros(len(order))
    added: Reals = (
        extra["value_added"] if "value_added" in extra else output - sales.sum(0) - imports
    )
    return arranged(
        read.sellers,
        sales,
        final,
        final_regions=[header[at].partition(SIGN)[2] for at in finals],
        value_added=added,
        output=output,
        unit=unit,
        source=(name, read.lines),
        mend=mend,
    )


def arranged(  # noqa: PLR0913  the parts of a table
    labels: Sequence[str],
    sales: Reals,
    final: Reals,
    *,
    final_regions: Sequence[str],
    value_added: Reals,
    output: Reals,
    unit: str = "million",
    titles: Sequence[str] = (),
    source: tuple[str, Sequence[int]] = ("", ()),
    mend: bool = False,
) -> FlowTable:
    """Return a checked table from labelled arrays, its industries region by region.

    Args:
        labels: The industries: `SECTOR`, or `REGION:SECTOR` where there are several regions.
        sales: Sales of each industry (row) to each (column).
        final: Sales of each industry (row) to each final use (column).
        final_regions: The region of each final use; empty where there is one region.
        value_added: Value added of each industry.
        output: Output of each industry.
        unit: The unit of all values, of one year.
        titles: Titles of the industries, where they differ from the labels.
        source: The file and the line of each industry, for messages.
        mend: Whether negative flows count as 0.

    Raises:
        InputError: The arrays do not fit or do not add up; each problem names its row.
    """
    file, lines = source
    regions, sectors = _axes(labels, file, lines)
    whole = [f"{one}{SIGN}{other}" if one else other for one in regions for other in sectors]
    lost = [label for label in whole if label not in set(labels)]
    if lost:
        what = f'"{lost[0]}" has no row.'
        raise InputError([Problem(file, 0, what, "Each region has each sector: add it, as zeros.")])
    for each in final_regions:
        if len(regions) > 1 and each not in regions:
            cure = f"Write {FINAL}{SIGN}REGION. {nearest(each, regions)}"
            raise InputError([Problem(file, 1, f'a final use is of no region: "{each}".', cure)])
    order = [list(labels).index(label) for label in whole]
    summed = np.zeros((len(labels), len(regions)))
    for at, each in enumerate(final_regions):
        summed[:, regions.index(each) if len(regions) > 1 else 0] += final[:, at]
    table = FlowTable(
        regions=tuple(regions),
        sectors=tuple(sectors),
        titles=tuple((titles or labels)[at] for at in order),
        sales=np.ascontiguousarray(sales[np.ix_(order, order)]),
        final=summed[order],
        value_added=np.asarray(value_added, dtype=np.float64)[order],
        output=np.asarray(output, dtype=np.float64)[order],
        unit=unit,
    )
    table = mended(table) if mend else table
    return checked(table, file, [lines[at] for at in order] if lines else ())


def from_frames(system: Any, unit: str = "million", *, mend: bool = False) -> FlowTable:  # noqa: ANN401  any object with two frames
    """Return the table of an object with pandas frames `Z` and `Y`, as pymrio's have them.

    Raises:
        InputError: It lacks one of them, or they do not fit.
    """
    flows, finals = getattr(system, "Z", None), getattr(system, "Y", None)
    if flows is None or finals is None:
        raise InputError.of("the table has no frames Z and Y.", "Give a pymrio system or a file.")
    labels, columns = _labels(flows.index), _labels(flows.columns)
    if sorted(labels) != sorted(columns):
        lost = sorted(set(labels) ^ set(columns))[:1]
        what = f"the rows and columns of Z differ: {', '.join(lost)}."
        raise InputError.of(what, "Give a square table.")
    place = {label: at for at, label in enumerate(columns)}
    sales = np.asarray(flows, dtype=np.float64)[:, [place[label] for label in labels]]
    final = np.asarray(finals, dtype=np.float64)
    if _labels(finals.index) != labels:
        raise InputError.of("the rows of Y are not those of Z.", "Give both in one order.")
    first = [label.partition(SIGN)[0] for label in _labels(finals.columns)]
    several = any(SIGN in label for label in labels)
    output = sales.sum(1) + final.sum(1)
    return arranged(
        labels,
        sales,
        final,
        final_regions=first if several else ["" for _ in first],
        value_added=output - sales.sum(0),
        output=output,
        unit=unit,
        mend=mend,
    )


def _from_folder(folder: Path, unit: str, *, mend: bool) -> FlowTable:
    """Return the table of a folder with the files `Z.txt` and `Y.txt`, as pymrio saves them."""
    pandas: Any = import_module("pandas")  # only own tables need it
    found: dict[str, Any] = {}
    for name in ("Z", "Y"):
        file = folder / f"{name}.txt"
        if not file.is_file():
            cure = "pymrio writes Z.txt and Y.txt by save_all(path)."
            raise InputError.of(f'"{folder}" holds no {file.name}.', cure)
        try:
            found[name] = pandas.read_csv(file, sep="\t", index_col=[0, 1], header=[0, 1])
        except (ValueError, OSError) as problem:
            raise InputError.of(f"{named(file)} cannot be read: {problem}", FORM) from problem
    return from_frames(_Frames(found["Z"], found["Y"]), unit, mend=mend)


@dataclass(frozen=True)
class _Frames:
    """Two frames under the names that pymrio gives them."""

    Z: Any
    Y: Any


def _labels(index: Any) -> list[str]:  # noqa: ANN401  an index of pandas
    """Return the names of an index of one level or two."""
    found: list[Any] = list(index)
    return [SIGN.join(map(str, each)) if index.nlevels > 1 else str(each) for each in found]


def _is_final(label: str) -> bool:
    """Return whether a column holds final uses."""
    return label == FINAL or label.startswith(f"{FINAL}{SIGN}")


def _numbers(
    cells: Sequence[str], header: Sequence[str], line: int, file: str, problems: Problems
) -> list[float]:
    """Return the numbers of a row as long as the header; an empty cell is 0."""
    label = cells[0].strip()
    found: list[float] = []
    if len(cells) - 1 > len(header):
        what = f'the row of "{label}" has {len(cells) - 1} values under {len(header)} names.'
        problems.add(file, line, what, "Give one value to a column.")
    for at, name in enumerate(header):
        cell = cells[at + 1].strip() if at + 1 < len(cells) else ""
        try:
            found.append(float(cell) if cell else 0.0)
        except ValueError:
            found.append(0.0)
            what = f'"{cell}" in the row of "{label}" under "{name}" is no number.'
            problems.add(file, line, what, "Write it without groups of digits, as 12345.6.")
    return found


def _check_labels(header: Sequence[str], read: _Read, file: str, problems: Problems) -> None:
    """Refuse a table whose rows and columns name different industries, or one twice."""
    if not read.sellers:
        problems.add(file, 1, "the table has no industry.", FORM)
        return
    buyers = [label for label in header if not _is_final(label)]
    for line, label in zip(read.lines, read.sellers, strict=True):
        if label not in buyers:
            problems.add(file, line, f'"{label}" has no column.', nearest(label, buyers))
        if read.sellers.count(label) > 1:
            problems.add(file, line, f'"{label}" has two rows.', "Give each industry one.")
    for label in buyers:
        if label not in read.sellers:
            problems.add(file, 1, f'"{label}" has no row.', nearest(label, read.sellers))
        if buyers.count(label) > 1:
            problems.add(file, 1, f'"{label}" has two columns.', "Give each industry one.")
    if len(buyers) == len(header):
        problems.add(file, 1, f"the table has no column `{FINAL}`.", FORM)


def _axes(labels: Sequence[str], file: str, lines: Sequence[int]) -> tuple[list[str], list[str]]:
    """Return the regions and the sectors of labels, each in the order of their first row."""
    several = [SIGN in label for label in labels]
    if any(several) and not all(several):
        at = several.index(False)
        what, cure = f'"{labels[at]}" names no region.', f"Write REGION{SIGN}SECTOR."
        raise InputError([Problem(file, lines[at] if lines else 0, what, cure)])
    if not any(several):
        return [""], list(labels)
    parts = [label.split(SIGN, 1) for label in labels]
    return list(dict.fromkeys(one for one, _ in parts)), list(
        dict.fromkeys(two for _, two in parts)
    )
