"""Screening for programs: one question in, the content of `outlast/screening/2` out."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, ClassVar, Final

from pydantic import ValidationError

from outlast.api.arguments import Arguments
from outlast.api.library import library
from outlast.api.party_files import with_parties
from outlast.api.screening_form import content
from outlast.api.screening_query import ScreeningQuery, screen_query
from outlast.errors import InputError, Problem, nearest
from outlast.reading.day import local_day
from outlast.reading.frames import FrameColumn, Tabular

RULES: Final = (
    FrameColumn("id", "key of the measure"),
    FrameColumn("title", "title of the measure"),
    FrameColumn("paragraph", "paragraph that catches the item"),
    FrameColumn("effect", "its effect"),
)
"""The columns of the rules that catch an item."""


class PlainScreening(dict[str, Any], Tabular):
    """The record's answer on an item: plain data, whose rules are a table too."""

    ROW_NAME: ClassVar[str] = "rule"

    def frame_columns(self) -> Sequence[FrameColumn]:
        """Return the columns of the rules that catch the item."""
        return RULES

    def frame_rows(self) -> Sequence[dict[str, Any]]:
        """Return the rules that catch the item."""
        return self["rules"]

    def frame_caption(self) -> str:
        """Return the verdict on the item."""
        item = self["item"]["title"] or self["item"]["asked"] or "chip by its numbers"
        return f"{item} from {self['from']} to {self['to']} on {self['on']}: {self['verdict']}"


def screen(  # noqa: PLR0913  each is a choice of the caller's
    item: str | None = None,
    *,
    to: str,
    on: date | str | None = None,
    parties: str | Path | None = None,
    contest: str | Path | None = None,
    overlays: Sequence[str | Path] = (),
    as_recorded: bool = False,
    **question: Any,  # noqa: ANN401  the other fields of `ScreeningQuery`
) -> "PlainScreening":
    """Return the record's answer on an item as plain data, as `outlast screen --json` writes it.

    Args:
        item: A name, a customs code or a code of a control list; None for a chip by its numbers.
        to: The country of destination.
        on: The day of export; today if absent.
        parties: A file of parties: an official consolidated list, or a table with a column name.
        contest: The contest; the default one if absent.
        overlays: Folders to lay over it.
        as_recorded: Leave the questions out that you settled.
        question: Other fields of the question, as `end_user="Acme"` or `sent_from="US"`.

    Raises:
        InputError: Something in the question or in the file is impossible; all of it is named.
    """
    fields = ScreeningQuery.model_fields
    known = [*fields, *(field.alias for field in fields.values() if field.alias)]
    wrong = [
        Problem("", 0, f'"{name}" is not a field of a screening.', nearest(name, known))
        for name in question
        if name not in known
    ]
    if wrong:
        raise InputError(wrong)
    arguments = Arguments()
    day = arguments.day("on", on)
    arguments.stop_if_any()
    try:
        asked = {"item": item, "to": to, "on": day or local_day(), **question}
        query = ScreeningQuery.model_validate(asked)
    except ValidationError as refusal:
        raise InputError(
            [
                Problem("", 0, f"{'.'.join(map(str, each['loc']))}: {each['msg']}.")
                for each in refusal.errors(include_url=False)
            ]
        ) from refusal
    opened = library(contest, overlays, as_recorded=as_recorded)
    if parties is not None:
        opened = with_parties(opened, Path(parties))
    return PlainScreening(
        {"format": "outlast/screening/2", **content(screen_query(opened, query), opened)}
    )
