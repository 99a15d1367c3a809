"""`outlast data`: the checksums of a contest's files."""

from pathlib import Path

import click

from outlast.cli.paths import PATH
from outlast.cli.streams import say
from outlast.wording import counted


@click.group()
def command() -> None:
    """Look after the files of a contest."""


@command.command()
@click.argument("folder", metavar="DIR", type=PATH)
def seal(folder: Path) -> None:
    """Write the checksums of all files of DIR to its file CHECKSUMS.

    \b
      outlast data seal mine

    From then on `outlast validate DIR` names every file that is missing, new or changed.
    """
    from outlast.errors import InputError  # noqa: PLC0415  reading is heavy
    from outlast.reading.checksums import CHECKSUMS  # noqa: PLC0415
    from outlast.reading.checksums import seal as write_checksums  # noqa: PLC0415
    from outlast.scenario.layout import holds_a_part  # noqa: PLC0415

    if not folder.is_dir():
        raise InputError.of(f'"{folder}" is not a folder.', "Name the folder of a contest.")
    if not holds_a_part(folder):
        what = f'"{folder}" holds no part of a contest.'
        raise InputError.of(what, "`outlast new DIR` writes a small contest.")
    count = write_checksums(folder)
    say(f"Sealed {counted(count, 'file')} in {folder / CHECKSUMS}.")
