"""`outlast timeline`: the measures of both sides, dated and cited."""

from datetime import datetime

import click

from outlast.cli.contest_options import ContestChoice, contest_options, settled_option
from outlast.cli.lang_option import lang_option, require_text
from outlast.cli.output import DAY, as_day, formats


@click.command()
@click.option("--from", "begin", type=DAY, help="First day, as 2025-01-01.")
@click.option("--to", "end", type=DAY, help="Last day.")
@click.option("--side", help="One side alone: us, cn.")
@click.option("--measure", help="One measure alone, by its id.")
@click.option("--good", help="Measures that act on one good.")
@click.option("--context", is_flag=True, help="Also rows that act on no modelled good.")
@contest_options
@settled_option
@lang_option
@formats
def command(
    begin: datetime | None,
    end: datetime | None,
    side: str | None,
    measure: str | None,
    good: str | None,
    context: bool,
    choice: ContestChoice,
    lang: str,
    as_json: bool,
    as_csv: bool,
) -> None:
    """Show the measures of both sides: when each is announced, in force, suspended and ended.

    A question mark marks an entry that depends on a switch: the record ends before its day. A star
    marks one after the end of the record that depends on none; its note stands below the table.

    \b
      outlast timeline --from 2025-01-01 --side cn
      outlast timeline --good gallium --lang zh
      outlast timeline --measure cn-rare-earth-licence-2025 --json
    """
    from outlast.api.timeline_rows import EventChoice  # noqa: PLC0415  help needs none of it
    from outlast.cli.timeline_view import write_timeline  # noqa: PLC0415

    require_text(lang, as_json=as_json, as_csv=as_csv)
    form = "json" if as_json else "csv" if as_csv else "text"
    wanted = EventChoice(as_day(begin), as_day(end), side, measure, good)
    write_timeline(choice.library(), wanted, form, context=context, language=lang)
