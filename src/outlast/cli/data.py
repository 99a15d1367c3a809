"""`outlast data`: the checksums of a contest's files, and tables that are fetched."""

from pathlib import Path

import click

from outlast.cli.paths import PATH
from outlast.cli.streams import say
from outlast.cli.whole_number import WholeNumber
from outlast.wording import counted


@click.group()
def command() -> None:
    """Look after the files of a contest, and fetch tables of industries."""


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


@command.command()
@click.argument("name", type=click.Choice(["wiod"]))
@click.option(
    "--year", type=WholeNumber(), default=2014, show_default=True, help="The year, 2000 to 2014."
)
@click.option(
    "--from",
    "source",
    metavar="FILE|URL",
    help="The archive WIOTS_in_STATA.zip or one of its members; the publisher's if absent.",
)
@click.option(
    "--out", type=PATH, metavar="FILE", help="The file to write.  [default: wiod-YEAR.npz]"
)
@click.option("--unchecked", is_flag=True, help="Take a file with another checksum.")
@click.option("--force", is_flag=True, help="Write over a file that exists.")
def get(
    name: str, year: int, source: str | None, out: Path | None, unchecked: bool, force: bool
) -> None:
    """Fetch a table of industries for `outlast network --table`.

    \b
      outlast data get wiod --from WIOTS_in_STATA.zip
      outlast network --table wiod-2014.npz --mend --event CHN:C26=0.3

    wiod is the World Input-Output Database, release 2016: 44 regions, 56 sectors, million US
    dollars, CC BY 4.0. The archive has 639 MB. The publisher's address was not tried when this was
    written; if it has moved, fetch the archive (doi:10.34894/PJ2M1C) and name it by --from.
    """
    from outlast.api.data_tables import get_wiod  # noqa: PLC0415  reading is heavy
    from outlast.cli.long_work import progress, stopping  # noqa: PLC0415
    from outlast.cli.outfile import refuse  # noqa: PLC0415

    place = out or Path(f"{name}-{year}.npz")
    refuse(place, "table", [".npz"], force=force)
    with stopping() as should_cancel, progress(quiet=False, things="MB") as tell:
        found = get_wiod(
            place,
            year=year,
            source=source,
            unchecked=unchecked,
            progress=tell,
            should_cancel=should_cancel,
        )
    if found is None:
        raise click.Abort
    size = f"{counted(found.regions, 'region')}, {counted(found.sectors, 'sector')}"
    known = "the publisher's archive" if found.checked else f"unchecked, SHA-1 {found.sha1}"
    say(f"Wrote {found.file}: {size}; {known}.")
