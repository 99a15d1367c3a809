"""`outlast page`: the answer in a browser on this machine."""

import threading
import webbrowser
from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING

import click

from outlast.cli.contest_options import ContestChoice, contest_options, settled_option
from outlast.cli.output import announce
from outlast.cli.streams import say
from outlast.cli.whole_number import WholeNumber
from outlast.errors import InputError
from outlast.reading import command_line

if TYPE_CHECKING:
    from outlast.results import Results
    from outlast.web.cache import ShouldCancel
    from outlast.web.requests import Page

HEAD_START = 5.0
"""Seconds in which a browser asks for its answer first, so that it receives the progress."""

NEEDS = ("fastapi", "uvicorn", "jinja2", "altair", "vl_convert")
"""The packages that the page needs."""


def _pdf(results: "Results", lang: str, should_cancel: "ShouldCancel") -> bytes:
    """Return the report of results as a PDF, while the client waits."""
    from outlast.report.content import build_report  # noqa: PLC0415  heavy
    from outlast.report.pdf import pdf  # noqa: PLC0415
    from outlast.study.drivers import drivers  # noqa: PLC0415
    from outlast.web.cache import check_client  # noqa: PLC0415

    check = partial(check_client, should_cancel)
    found = drivers(results)
    check()
    report = build_report(results, found, lang)
    check()
    return pdf(report, before_figure=check)


def _first_answer(page: "Page", should_cancel: "ShouldCancel") -> None:
    """Compute a first answer from few futures, so that the page shows it at once when it opens.

    Nothing is computed where the release has computed the answer: the page shows that one first.
    """
    if page.work.shipped(page.default) is not None:
        return
    announce()
    say("Computing the first answer …", err=True)
    page.work.first(page.default, should_cancel)


def _other_answers(page: "Page") -> None:
    """Make ready behind the page: a slider's first frame, the headline levers, the whole answer."""
    from dataclasses import replace  # noqa: PLC0415

    from outlast.errors import OutlastError  # noqa: PLC0415
    from outlast.web.answers import choice_frames  # noqa: PLC0415
    from outlast.web.cache import ClientGone  # noqa: PLC0415
    from outlast.web.frames import PASSES  # noqa: PLC0415

    should_cancel = page.jobs.closing.is_set
    if page.work.shipped(page.default) is not None and page.jobs.closing.wait(HEAD_START):
        return
    try:
        page.work.moved(replace(page.default, futures=PASSES[0]), should_cancel)
        for _ in choice_frames(page, page.default, should_cancel):
            pass
        page.work.foreground.wait_for_none(should_cancel)
        page.work.results(page.default, should_cancel)
    except (ClientGone, OutlastError):
        return  # a request that wants the same meets the failure, and shows it


@click.command()
@click.argument("scenario", required=False)
@click.option("--port", type=WholeNumber(0, 65535), default=0, help="0 takes a free one.")
@click.option(
    "--futures",
    type=WholeNumber(1, 1000),
    default=1000,
    show_default=True,
    help="Number of futures.",
)
@click.option("--no-open", is_flag=True, help="Do not open a browser.")
@contest_options
@settled_option
def command(
    scenario: str | None, port: int, futures: int, no_open: bool, choice: ContestChoice
) -> None:
    """Show SCENARIO as a page that only this machine can reach.

    \b
      outlast page
      outlast page lapse --port 8000 --no-open
      outlast page --contest my-contest

    Levers are sliders; the address holds all that is set and can be passed on. The screen "Screen a
    part" holds a part or a list against the export rules of a day.
    """
    missing = [name for name in NEEDS if find_spec(name) is None]
    if missing:
        cure = f"Install it: {command_line(['pip', 'install', 'outlast[page]'])}"
        raise InputError.of(f"the page needs {', '.join(missing)}.", cure)
    from outlast.web.memory import keep_flat  # noqa: PLC0415  a server is heavy
    from outlast.web.serve import bind, serve  # noqa: PLC0415

    keep_flat()
    with bind(port) as door:
        from outlast.web.app import make_app  # noqa: PLC0415  after the port, which may be taken

        report = _pdf if find_spec("typst") else None
        app = make_app(
            scenario,
            futures,
            report,
            contest=choice.contest,
            overlays=choice.overlays,
            as_recorded=choice.as_recorded,
        )
        address = f"http://127.0.0.1:{door.getsockname()[1]}/"

        def on_ready() -> None:
            say(f"The page is at {address} (Ctrl-C ends it).")
            page = app.state.page
            threading.Thread(target=_other_answers, args=(page,), daemon=True).start()
            if not no_open:
                threading.Timer(0.5, webbrowser.open, [address]).start()

        serve(app, door, partial(_first_answer, app.state.page), on_ready)
