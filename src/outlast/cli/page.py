"""`outlast page`: the answer in a browser on this machine."""

import socket
import threading
import webbrowser
from importlib.util import find_spec
from typing import TYPE_CHECKING

import click

from outlast.cli.output import announce
from outlast.errors import InputError, Problem, nearest

if TYPE_CHECKING:
    from fastapi import FastAPI

    from outlast.results import Results

NEEDS = ("fastapi", "uvicorn", "jinja2", "altair", "vl_convert")
"""What the page needs beyond the terminal."""


def _pdf(results: "Results", lang: str) -> bytes:
    """Return the report of results as a PDF."""
    from outlast.api.answer import Answer  # noqa: PLC0415  heavy
    from outlast.report.content import report  # noqa: PLC0415
    from outlast.report.pdf import pdf  # noqa: PLC0415

    answer = Answer(results)
    return pdf(report(results, answer.drivers, answer.costs, lang))


def _ready(app: "FastAPI") -> None:
    """Work out the first answer, so that it stands there at once when the page opens.

    The drivers' library is read meanwhile, and whole before threads draw figures: half imported,
    pandas breaks whoever looks for it.
    """
    from outlast.api.run import never  # noqa: PLC0415  the engine is heavy
    from outlast.study.drivers import warm  # noqa: PLC0415
    from outlast.web.answers import answered  # noqa: PLC0415

    announce()
    click.echo("Working out the first answer …", err=True)
    warming = warm()
    page = app.state.page
    page.work.results(page.default, never)
    warming.join()
    answered(page, page.default, never)  # with its figures


@click.command()
@click.argument("scenario", default="today")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="0 takes a free one.")
@click.option("--futures", type=click.IntRange(1, 1000), default=200, show_default=True)
@click.option("--no-open", is_flag=True, help="Do not open a browser.")
def command(scenario: str, port: int, futures: int, no_open: bool) -> None:
    """Show SCENARIO, a shipped one, as a page that only this machine can reach.

    \b
      outlast page
      outlast page lapse --port 8000 --no-open

    Levers are sliders; the address holds all that is set and can be passed on.
    """
    missing = [name for name in NEEDS if find_spec(name) is None]
    if missing:
        raise InputError(f"the page needs {', '.join(missing)}. Say: pip install 'outlast[page]'")
    import uvicorn  # noqa: PLC0415  a server is heavy

    from outlast.web.app import make_app  # noqa: PLC0415
    from outlast.web.work import SHIPPED  # noqa: PLC0415

    if scenario not in SHIPPED:
        what = f'"{scenario}" is not a shipped scenario, and the page shows no others.'
        raise InputError([Problem("", 0, what, nearest(scenario, SHIPPED))])
    app = make_app(scenario, futures, _pdf if find_spec("typst") else None)
    with socket.socket() as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind(("127.0.0.1", port))
        except OSError as failure:
            raise InputError(
                f"port {port} cannot be used: {failure.strerror}. Another: --port 0"
            ) from failure
        _ready(app)
        door.listen()
        address = f"http://127.0.0.1:{door.getsockname()[1]}/"
        click.echo(f"The page is at {address} (Ctrl-C ends it).")
        if not no_open:
            threading.Timer(0.5, webbrowser.open, [address]).start()
        uvicorn.Server(uvicorn.Config(app, log_level="warning")).run(sockets=[door])
