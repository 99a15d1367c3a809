"""Lists of parts that readers pasted or sent: read once, kept in memory for a while, bounded."""

from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser
from email.policy import HTTP
from hashlib import sha256
from typing import Final

from outlast.errors import InputError
from outlast.reading.spreadsheet import Spreadsheet, parse_spreadsheet
from outlast.web.cache import Cache

MOST_LIST_BYTES: Final = 2 * 1024 * 1024
"""The largest body of a request that holds a list, bytes."""

MOST_LIST_ROWS: Final = 2000
"""The rows of a list that the page screens; the terminal takes more."""

KEPT: Final = 8
"""Lists that are kept."""

WORKBOOK: Final = b"PK\x03\x04"
"""The first bytes of XLSX."""

MARK_LENGTH: Final = 32
"""The hexadecimal digits of the mark of a list: its hash, which nobody guesses."""


@dataclass(frozen=True)
class KeptList:
    """A list of parts as it came."""

    mark: str
    name: str
    text: str
    """The text that was pasted, or that a file of CSV holds; empty for a workbook."""

    sheet: Spreadsheet

    parties: bytes = b""
    """The party list that came beside it, which the terminal takes by `--parties`."""

    parties_name: str = ""
    """The name of that file."""


class KeptLists:
    """The lists that came last, by their marks."""

    def __init__(self) -> None:
        self._lists: Cache[KeptList] = Cache(KEPT)

    def add(self, raw: bytes, name: str, parties: bytes = b"", parties_name: str = "") -> KeptList:
        """Keep a list, with the party list that came beside it, and return it.

        Raises:
            InputError: It cannot be read, or has too many rows.
        """
        mark = sha256(b"\0".join((name.encode(), raw, parties_name.encode(), parties))).hexdigest()[
            :MARK_LENGTH
        ]

        def make() -> KeptList:
            is_workbook = raw.startswith(WORKBOOK)
            sheet = read_list(raw, name, is_workbook=is_workbook)
            text = "" if is_workbook else raw.decode("utf-8-sig", errors="replace")
            return KeptList(mark, name, text, sheet, parties, parties_name)

        return self._lists.get(mark, make)

    def find(self, mark: str) -> KeptList | None:
        """Return the list of a mark, if it is still kept."""
        return self._lists.find(mark)


def read_list(raw: bytes, name: str, *, is_workbook: bool) -> Spreadsheet:
    """Return the table of a list.

    Raises:
        InputError: It cannot be read, or has more rows than the page takes.
    """
    try:
        return parse_spreadsheet(raw, name, is_workbook=is_workbook, most_rows=MOST_LIST_ROWS)
    except InputError as refusal:
        if "rows" not in refusal.problems[0].what:
            raise
        cure = "Split it, or use the terminal: outlast screen --list FILE."
        raise InputError.of(refusal.problems[0].what, cure) from refusal


@dataclass(frozen=True)
class FormPart:
    """A part of a form: a field, or a file with its name."""

    content: bytes
    file: str

    @property
    def text(self) -> str:
        """The content as text, without blanks around it."""
        return self.content.decode("utf-8", errors="replace").strip()


def form_parts(body: bytes, media_type: str) -> dict[str, FormPart]:
    """Return the parts of a form that came as `multipart/form-data`, by name.

    Args:
        body: The body of the request.
        media_type: Its header `content-type`.
    """
    head = f"content-type: {media_type}\r\n\r\n".encode("latin-1", errors="replace")
    form = BytesParser(policy=HTTP).parsebytes(head + body)
    found: dict[str, FormPart] = {}
    for part in form.iter_parts() if form.is_multipart() else ():
        name = _parameter(part, "name")
        content = part.get_payload(decode=True)
        if name and isinstance(content, bytes):
            found.setdefault(name, FormPart(content, _parameter(part, "filename")))
    return found


def _parameter(part: Message, name: str) -> str:
    """Return a parameter of the header that describes a part of a form."""
    found = part.get_param(name, header="content-disposition")
    return found if isinstance(found, str) else ""
