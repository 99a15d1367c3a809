"""`outlast new`: a small contest of one's own, with comments, which runs at once."""

import shlex
from pathlib import Path

import click


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
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
    name = shlex.quote(str(folder))
    click.echo(f"Wrote a contest of {len(files)} files to {folder}. README.md lists them. Next:")
    click.echo(f"  outlast validate {name}")
    click.echo(f"  outlast run --contest {name}")
