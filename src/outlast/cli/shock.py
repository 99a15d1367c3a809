"""`outlast shock`: the loss of GDP when a controller holds back its exports of minerals."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

import click

from outlast.cli.contest_options import ContestChoice, contest_options
from outlast.cli.lang_option import lang_option
from outlast.cli.output import console, write_json
from outlast.cli.restriction_options import restriction_options, tied_option
from outlast.economy.request import ShockRequest

if TYPE_CHECKING:
    from outlast.economy.losses import Shock

USUAL = ShockRequest()

UNSHOWN: Final = ("asked", "names")
"""Fields that plain data have in another form, or leave out."""


@click.command()
@click.argument("minerals", nargs=-1)
@restriction_options(USUAL)
@tied_option
@contest_options
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@lang_option
def command(
    minerals: tuple[str, ...],
    restriction: float,
    stock: float,
    months: float,
    futures: int,
    seed: int,
    given: dict[str, str],
    choice: ContestChoice,
    as_json: bool,
    lang: str,
) -> None:
    """Show the loss of GDP when a controller holds back its exports of MINERALS.

    \b
      outlast shock gallium
      outlast shock gallium --restriction 0.5 --stock 3 --months 12
      outlast shock gallium germanium --json
      outlast shock gallium --set tied.gallium.334413=0.2
      outlast shock gallium --lang zh

    The market gives the price and the cut, the shares of industries that are tied to the mineral
    give the direct loss, and a table of industries gives the rest. Several minerals are lost
    together. Ranges hold 90 of 100 draws.
    """
    from outlast.api.same_stop import same_stops  # noqa: PLC0415  the table is heavy
    from outlast.api.shock import minerals as known  # noqa: PLC0415
    from outlast.api.shock import shock  # noqa: PLC0415
    from outlast.cli.shock_view import show  # noqa: PLC0415
    from outlast.present.display.voice import voice  # noqa: PLC0415

    plain_voice = voice(lang)  # an unknown language is refused before anything is computed
    if not minerals:
        listed = " ".join(known(choice.contest, choice.overlays))
        raise click.UsageError(f"Name one or more of: {listed}.")
    found = shock(
        minerals,
        restriction=restriction,
        stock=stock,
        months=months,
        futures=futures,
        seed=seed,
        given=given,
        contest=choice.contest,
        overlays=choice.overlays,
    )
    if as_json:
        write_json("shock", plain(found))
    else:
        asked = [each.mineral for each in found.minerals]
        stops = same_stops(asked, choice.contest, choice.overlays)
        show(found, stops, plain_voice.naming(found.names), console())


def plain(found: "Shock") -> dict[str, Any]:
    """Return a shock as plain data."""
    content = {key: value for key, value in asdict(found).items() if key not in UNSHOWN}
    return {
        **found.asked._asdict(),
        **_named(content),
        "minerals": [_named(asdict(each)) for each in found.minerals],
        "industries": [_named(asdict(each)) for each in found.industries],
    }


def _named(content: dict[str, Any]) -> dict[str, Any]:
    """Return plain data in which each range has the names of its ends."""
    return {
        key: value._asdict() if hasattr(value, "_asdict") else value
        for key, value in content.items()
    }
