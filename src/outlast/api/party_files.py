"""Files of parties: the consolidated list of the United States, or any table of names, as read."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Final

from outlast.api import field_texts
from outlast.api.library import Library
from outlast.errors import InputError, Problem, nearest
from outlast.facts import Licence, Source
from outlast.policy.coverage import RecordCoverage
from outlast.policy.listed_parties import source_key
from outlast.policy.party_file import ListedParty, PartyFile
from outlast.reading.day import local_day
from outlast.reading.spreadsheet import (
    UNCLOSED,
    Spreadsheet,
    SpreadsheetRow,
    parse_spreadsheet,
    read_spreadsheet,
)
from outlast.wording import counted

TITLES: Final[Mapping[str, tuple[str, ...]]] = {
    "name": (
        *("name", "party", "party name", "listed party", "entity", "entity name", "full name"),
        *("company", "company name", "organization", "organisation", "organization name"),
        *("organisation name", "firm", "firm name", "legal name", "customer", "supplier"),
        *("firmenname", "firma", "unternehmen", "unternehmensname", "bezeichnung", "partei"),
        *(
            "名称",
            "公司",
            "公司名称",
            "企业",
            "企业名称",
            "单位名称",
            "实体",
            "实体名称",
            "中文名称",
        ),
    ),
    "aliases": ("alt names", "aliases", "alias", "aka", "also known as", "aliasnamen", "别名"),
    "source": ("source", "list", "清单"),
    "since": ("start date", "since", "date", "日期"),
    "until": ("end date", "until"),
    "requirement": ("license requirement", "licence requirement"),
    "policy": ("license policy", "licence policy"),
    "reference": ("federal register notice", "reference", "citation"),
    "address": ("source list url", "url"),
}
"""The titles of the columns that are read, without case and signs, by what they state."""


DIGITS: Final = 10
"""The hexadecimal digits of a digest that are shown."""

MOST_PASTED: Final = 20_000
"""The parties that a reader may send to the page."""

WORKBOOK: Final = b"PK\x03\x04"
"""The first bytes of XLSX."""

STATED: Final = ("source", "requirement", "policy", "reference", "address")
"""The columns whose texts are kept as they stand."""


def with_parties(
    library: Library, path: Path, on: date | None = None, list_name: str | None = None
) -> Library:
    """Return a contest beside which a file of parties lies.

    Args:
        library: The contest.
        path: CSV or XLSX: columns name, and optionally aliases, list or source, date, reference.
        on: The day as of which the file is; the day on which it was last changed if absent.
        list_name: The list that it holds, where no column says so.

    Raises:
        InputError: The file cannot be read; all problems are named, with their lines.
    """
    found = read_party_file(path, library, on, list_name)
    return library.beside(found, _sources(found))


def read_party_file(
    path: Path, library: Library, on: date | None = None, list_name: str | None = None
) -> PartyFile:
    """Return the parties of a file; see `with_parties`."""
    sheet = read_spreadsheet(path, "party")
    if on is not None and on > local_day():
        what = f"{on} lies in the future; today is {local_day()}."
        raise InputError([Problem(sheet.file, 0, what, "Write the day as of which the file is.")])
    changed = datetime.fromtimestamp(path.stat().st_mtime).astimezone().date()
    digest = sha256(path.read_bytes()).hexdigest()[:DIGITS]
    return _parties(sheet, library, on or min(changed, local_day()), digest, list_name)


def with_pasted_parties(library: Library, raw: bytes, name: str) -> Library:
    """Return a contest beside which parties lie that a reader sent today.

    Args:
        library: The contest.
        raw: CSV, XLSX, or plain lines of names, each a party.
        name: The name of the file, for messages.

    Raises:
        InputError: It cannot be read; all problems are named, with their lines.
    """
    is_workbook = raw.startswith(WORKBOOK)
    try:
        sheet = parse_spreadsheet(raw, name, is_workbook=is_workbook, most_rows=MOST_PASTED)
    except InputError:
        if is_workbook:
            raise
        sheet = None
    broken = sheet is not None and any(row.problem for row in sheet.rows)
    if sheet is None or broken or (len(sheet.columns) == 1 and "name" not in _placed(sheet)):
        lines = [line.replace('"', '""') for line in raw.decode("utf-8-sig").splitlines()]
        text = "".join(f'"{line.strip()}"\n' for line in ("name", *lines) if line.strip())
        sheet = parse_spreadsheet(text.encode(), name, is_workbook=False, most_rows=MOST_PASTED)
    digest = sha256(raw).hexdigest()[:DIGITS]
    found = _parties(sheet, library, local_day(), digest, None)
    return library.beside(found, _sources(found))


def _parties(
    sheet: Spreadsheet, library: Library, day: date, digest: str, list_name: str | None
) -> PartyFile:
    """Return the parties of a table."""
    coverage = library.timeline.coverage
    placed, key = _placed(sheet), _key(list_name, coverage) if list_name is not None else None
    wrong: list[Problem] = []
    if "name" not in placed:
        cure = "Title the column of the names: name, company, entity, Firmenname or 名称."
        wrong.append(Problem(sheet.file, 1, "has no column name.", cure))
    if list_name is not None and key is None:
        cure = nearest(list_name, list(coverage.party_lists))
        wrong.append(Problem("", 0, f'"{list_name}" is no party list of this record.', cure))
    if list_name is not None and "source" in placed:
        column = sheet.columns[placed["source"]]
        what = f'"{list_name}" changes nothing: the column {column} names the lists.'
        wrong.append(Problem(sheet.file, 1, what, "Leave --parties-list out."))
    title = coverage.party_lists[key].title if key is not None else ""
    parties: list[ListedParty] = []
    for row in sheet.rows if "name" in placed else ():
        read, problems = _party(row, placed, sheet)
        wrong += problems
        if read is not None:
            parties.append(read if "source" in placed else replace(read, source=title))
    if not parties and not wrong:
        wrong.append(Problem(sheet.file, 1, "names no party.", "Write a row for each party."))
    if wrong:
        raise InputError(wrong)
    sources = {
        source: _key(source, coverage)
        for source in dict.fromkeys(party.source for party in parties)
    }
    return PartyFile(
        sheet.file, day, digest, tuple(parties), sources, sheet.columns[placed["name"]]
    )


def party_file_line(file: PartyFile, library: Library) -> str:
    """Return a line on a file of parties: its day, its digest, and the lists that it holds."""
    known = library.timeline.coverage.party_lists
    titles = [known[key].title for key in known if key in file.covers]
    others = sum(1 for key in file.lists.values() if key is None)
    held = [
        *titles,
        *([counted(others, "list") + " that this record does not know"] if others else []),
    ]
    count, column = counted(len(file.parties), "name"), file.name_column
    taken = f' (names from the column "{column}")' if column else ""
    return f"Parties: {count} of {file.words}{taken}: {'; '.join(held)}."


def _placed(sheet: Spreadsheet) -> dict[str, int]:
    """Return the column that states each thing; of several titles, the first that is known."""
    plain = [_plain(title) for title in sheet.columns]
    found = {
        name: next((plain.index(title) for title in titles if title in plain), None)
        for name, titles in TITLES.items()
    }
    return {name: place for name, place in found.items() if place is not None}


def _plain(text: str) -> str:
    """Return a text without case, signs and needless blanks."""
    return " ".join(re.sub(r"[\W_]+", " ", text.casefold()).split())


def _party(
    row: SpreadsheetRow, placed: Mapping[str, int], sheet: Spreadsheet
) -> tuple[ListedParty | None, list[Problem]]:
    """Return the party of a row, or its problems."""
    cells = row.cells
    if row.problem:
        return None, [Problem(sheet.file, row.line, row.problem, UNCLOSED)]
    texts = {
        name: cells[place].strip() if place < len(cells) else "" for name, place in placed.items()
    }
    wrong: list[Problem] = []
    days: dict[str, date | None] = {}
    for name in ("since", "until"):
        text = texts.pop(name, "")
        try:
            days[name] = field_texts.day(text)
        except ValueError as refusal:
            what = f'"{text}" in the column {sheet.columns[placed[name]]} is not a day.'
            cure = str(refusal).partition(" | ")[2]
            wrong.append(Problem(sheet.file, row.line, what, cure))
    if not texts["name"]:
        cure = "Fill it in, or delete the row."
        wrong.append(Problem(sheet.file, row.line, "has no name.", cure))
    if any(cells[len(sheet.columns) :]):
        what = f"has {len(cells)} cells, and the header {len(sheet.columns)}."
        cure = "Put cells that hold the separator in quotation marks."
        wrong.append(Problem(sheet.file, row.line, what, cure))
    if wrong:
        return None, wrong
    aliases = _aliases(texts.pop("aliases", ""))
    others = {name: texts.get(name, "") for name in STATED}
    return ListedParty(
        row.line,
        texts["name"],
        aliases,
        since=days["since"],
        until=days["until"],
        source=others["source"],
        requirement=others["requirement"],
        policy=others["policy"],
        reference=others["reference"],
        address=others["address"],
    ), []


def _aliases(text: str) -> tuple[str, ...]:
    """Return names that semicolons part; consolidated lists write `[]` for none."""
    if not text or text == "[]":
        return ()
    return tuple(dict.fromkeys(filter(None, (each.strip() for each in text.split(";")))))


def _key(source: str, coverage: RecordCoverage) -> str | None:
    """Return the key of the record's list that a text names, by its title or its symbol."""
    head = source.partition(" - ")[0]
    symbol = re.search(r"\(([^)]+)\)", head)
    bare = re.sub(r"\([^)]*\)", " ", head)
    wanted = {_plain(each) for each in (source, head, bare, symbol[1] if symbol else "")} - {""}
    for key, known in coverage.party_lists.items():
        if wanted & {_plain(each) for each in (key, known.title, *known.spelled)}:
            return key
    return None


def _sources(file: PartyFile) -> dict[str, Source]:
    """Return the lists of a file as sources, by the keys under which measures cite them."""
    first: dict[str, ListedParty] = {}
    for party in file.parties:
        first.setdefault(party.source, party)
    return {source_key(source): _source(file, party) for source, party in first.items()}


def _source(file: PartyFile, party: ListedParty) -> Source:
    title = f"{party.source}, in {file.words}" if party.source else file.words
    return Source(
        producer="the reader's own file",
        title=title,
        published=file.on,
        url=party.address or None,
        licence=Licence(name="the reader's own file"),
        holds="extract",
        trust="as the reader's file has it",
    )
