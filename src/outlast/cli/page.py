"""`outlast page`: the answer in a browser on this machine."""

import threading
import webbrowser
from importlib.util import find_spec
from typing import TYPE_CHECKING

import click

from outlast.cli.contest_options import ContestChoice, contest_options
from outlast.cli.output import announce
from outlast.errors import InputError

if TYPE_CHECKING:
    from outlast.results import Results
    from outlast.web.requests import Page

NEEDS = ("fastapi", "uvicorn", "jinja2", "altair", "vl_convert")
"""The packages that the page needs."""


def _pdf(results: "Results", lang: str) -> bytes:
    """Return the report of results as a PDF."""
    from outlast.report.content import build_report  # noqa: PLC0415  heavy
    from outlast.report.pdf import pdf  # noqa: PLC0415
    from outlast.study.drivers import drivers  # noqa: PLC0415

    return pdf(build_report(results, drivers(results), lang))


def _ready(page: "Page") -> None:
    """Compute the first answer, so that the page shows it at once when it opens.

    The drivers' library is imported meanwhile, and completely before threads draw figures: a half
    imported pandas breaks other imports.
    """
    from outlast.engine.compiled.run import never_cancel  # noqa: PLC0415  the engine is heavy
    from outlast.study.drivers import warm  # noqa: PLC0415
    from outlast.web.answers import answer_state  # noqa: PLC0415

    announce()
    click.echo("Computing the first answer …", err=True)
    warming = warm()
    page.work.results(page.default, never_cancel)
    warming.join()
    answer_state(page, page.default, never_cancel)  # with its figures


@click.command()
@click.argument("scenario", required=False)
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="0 takes a free one.")
@click.option(
    "--futures",
    type=click.IntRange(1, 1000),
    default=200,
    show_default=True,
    help="Number of futures.",
)
@click.option("--no-open", is_flag=True, help="Do not open a browser.")
@contest_options
def command(
    scenario: str | None, port: int, futures: int, no_open: bool, choice: ContestChoice
) -> None:
    """Show SCENARIO as a page that only this machine can reach.

    \b
      outlast page
      outlast page lapse --port 8000 --no-open
      outlast page --contest my-contest

    Levers are sliders; the address holds all that is set and can be passed on.
    """
    missing = [name for name in NEEDS if find_spec(name) is None]
    if missing:
        cure = "Install it: pip install 'outlast[page]'"
        raise InputError.of(f"the page needs {', '.join(missing)}.", cure)
    from outlast.web.app import make_app  # noqa: PLC0415  a server is heavy
    from outlast.web.serve import bind, serve  # noqa: PLC0415

    report = _pdf if find_spec("typst") else None
    app = make_app(scenario, futures, report, contest=choice.contest, overlays=choice.overlays)
    with bind(port) as door:
        _ready(app.state.page)
        door.listen()
        address = f"http://127.0.0.1:{door.getsockname()[1]}/"
        click.echo(f"The page is at {address} (Ctrl-C ends it).")
        if not no_open:
            threading.Timer(0.5, webbrowser.open, [address]).start()
        serve(app, door)
