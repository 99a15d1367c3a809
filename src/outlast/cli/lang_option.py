"""The option `--lang` of commands whose text has two languages."""

from typing import Final

import click

from outlast.errors import InputError

lang_option = click.option("--lang", default="en", show_default=True, help="en or zh.")
"""Gives a command `--lang`."""

ENGLISH: Final = "en"
"""The language of data for programs, whatever the reader speaks."""


def require_text(lang: str, *, as_json: bool = False, as_csv: bool = False) -> None:
    """Refuse an unknown language, and any but English where the output is data for programs.

    Raises:
        InputError: There is no such language, or the output has English alone.
    """
    from outlast.present.display.voice import voice  # noqa: PLC0415  help needs none of it

    voice(lang)
    if lang != ENGLISH and (as_json or as_csv):
        what = f"--json and --csv have English alone, not “{lang}”."
        raise InputError.of(what, "Leave --lang out.")
