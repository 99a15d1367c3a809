"""`outlast new`: a small contest of one's own, with comments, which runs at once."""

from pathlib import Path

import click

from outlast.cli.paths import PATH
from outlast.cli.streams import say
from outlast.reading import outlast_command
from outlast.wording import counted


@click.command()
@click.argument("folder", metavar="DIR", type=PATH)
def command(folder: Path) -> None:
    """Write a small contest to DIR, which must not exist or be empty.

    \b
      outlast new mine
      outlast validate mine
      outlast run --contest mine

    It has two blocs, two goods, a measure on each side, a scenario and a claim. Comments in the
    files explain each key; change them one by one.
    """
    from outlast.api.new import new_contest  # noqa: PLC0415  reading is heavy

    files = new_contest(folder)
    count = counted(len(files), "file")
    say(f"Wrote a contest of {count} to {folder}. README.md lists them. Next:")
    say(f"  {outlast_command('validate', folder)}")
    say(f"  {outlast_command('run', '--contest', folder)}")
