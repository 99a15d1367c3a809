"""The parts that all requests share: the state, the HTML, the jobs."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from math import inf
from typing import Any, Final, TypeAlias

from anyio import to_thread
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import Response

from outlast.facts.bounds import exact_text
from outlast.present.display.fact_words import unit_text
from outlast.present.display.names import branch_name, contest_line
from outlast.present.display.voice import LANGUAGES, Voice
from outlast.present.record_age import run_age_lines
from outlast.reading.day import local_day
from outlast.results import Results
from outlast.scenario.adjust import QuestionKind
from outlast.scenario.scenario import DRAWN
from outlast.web.address_notes import notes_for
from outlast.web.cache import ShouldCancel
from outlast.web.guard import CHECKED_AGAIN
from outlast.web.jobs import Jobs
from outlast.web.state import (
    DEFAULT_FUTURES,
    MINE,
    PageState,
    read_address,
    repeated_keys,
    with_settings_of,
)
from outlast.web.static_files import static_address
from outlast.web.streams import EVENT_STREAM
from outlast.web.words import bounds_in_words, page_voice, unbroken
from outlast.web.work import Work

ERROR_RESPONSES: Final[dict[int | str, dict[str, Any]]] = {
    303: {"description": "The same address without its empty fields."},
    400: {"description": "The settings cannot be run; the message names the cure."},
    403: {"description": "Another site asks in the reader's browser."},
    404: {"description": "There is no such scenario; the message names the nearest."},
    429: {"description": "Too many requests are in progress and waiting; when to ask again."},
}
"""The responses besides an answer, for the description of the interface."""

ASKS: Final = ("/screen", "/api/screen")
"""The beginnings of the paths at which an address holds a question to be screened."""

AGED: Final = ("answer", "evidence", "screen")
"""The screens that state the age of the record."""

ReportMaker: TypeAlias = Callable[[Results, str, ShouldCancel], bytes]
"""Makes the report of results in a language, as a PDF, while the client waits."""


def parameters(scenarios: Sequence[str]) -> list[dict[str, Any]]:
    """Return the parameters of an address, for the description of the interface."""
    text, integer = {"type": "string"}, {"type": "integer"}
    return [
        {"name": name, "in": "query", "required": False, "schema": form, "description": about}
        for name, form, about in (
            ("scenario", {"type": "string", "enum": scenarios}, "The name of a scenario."),
            ("seed", integer, "The seed of the dice."),
            ("lang", {"type": "string", "enum": LANGUAGES}, "The language."),
            ("futures", integer, "The number of futures, at most 1000."),
            ("future", integer, "The future whose chain of causes the page traces."),
            ("month", integer, "The month after the date of who depends on whom."),
            (
                "set.{prior}",
                text,
                "Fixes a prior at a value or a branch; any number of such parameters.",
            ),
            (
                "set.from-date.{lever}",
                text,
                "Moves a lever on the scenario's date; the past stays as it was.",
            ),
            (
                "since",
                {"type": "string", "enum": ["past", "date"]},
                "Whether the choices beside the answer hold in the past too, or from the date on.",
            ),
            ("switch.{name}", text, "Answers a question that the record leaves open."),
            ("quick", integer, "1: a rough answer, in single precision."),
            ("move", text, "The prior whose frames are wanted."),
            ("look", text, "The one look of the figures that is wanted, such as light-wide."),
        )
    ]


class UnknownScenario(Exception):  # noqa: N818  the reader is led back, nothing failed
    """There is no scenario of a name."""


class RepeatedKeys(Exception):  # noqa: N818  the reader mends the address
    """Keys stand more than once in an address, so that it asks for two things at once."""

    def __init__(self, keys: Sequence[str]) -> None:
        super().__init__(*keys)
        self.keys = tuple(keys)


class Page:
    """The parts that all requests share.

    Args:
        scenario: The scenario of an empty address; the default of the contest if absent.
        futures: The futures of an empty address.
        report: Makes the report; none is offered if absent.
        work: Its runs, of the contest that it shows; of all shipped ones if absent.

    Raises:
        InputError: There is no such scenario.
    """

    def __init__(
        self,
        scenario: str | None = None,
        futures: int = DEFAULT_FUTURES,
        report: ReportMaker | None = None,
        work: Work | None = None,
    ) -> None:
        self.work, self.report = work or Work(), report
        self.jobs = Jobs(self.work.closing)
        self.default = PageState(self.work.scenario_name(scenario), futures=futures)
        self.environment = Environment(
            loader=PackageLoader("outlast.web"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.environment.filters["unbroken"] = unbroken

    def state(self, request: Request, from_text: str | None = None) -> PageState:
        """Return the state of a request's address.

        Args:
            request: The request.
            from_text: The name of a scenario that came with it as text, in place of a known one.

        Raises:
            RepeatedKeys: Keys stand more than once in it.
            UnknownScenario: It names a scenario that does not exist.
        """
        pairs = request.query_params.multi_items()
        state = read_address(pairs, self.default)
        repeated = repeated_keys(pairs)
        if repeated:
            raise RepeatedKeys(repeated)
        if from_text is not None:
            state = replace(state, scenario=from_text, a="", b="")
        known = (*self.work.scenarios, from_text)
        for name, others in ((state.scenario, ()), (state.a, (MINE,)), (state.b, (MINE,))):
            if name and name not in (*known, *others):
                raise UnknownScenario(name)
        if request.url.path.startswith(ASKS):
            answers = {key: text.strip() for key, text in pairs if key.startswith("switch.")}
            chosen = {key: text for key, text in answers.items() if text not in {"", DRAWN}}
            state = replace(state, question={**state.question, **chosen})
        situation = self.work.situation(state.scenario)
        found = with_settings_of(state, pairs, situation)
        return replace(found, notes=(*found.notes, *notes_for(state, situation)))

    def voice(self, state: PageState) -> Voice:
        """Return the voice of a state, with the names of its contest."""
        names = self.work.situation(state.scenario).origin.contest.names
        return page_voice(state.lang).naming(names)

    def _title(self, scenario: str, lang: str) -> str:
        """Return the title of a scenario, by the names of its own contest."""
        situation = self.work.situation(scenario)
        voice = page_voice(lang).naming(situation.origin.contest.names)
        return voice.name("scenario", scenario, situation.scenario.title)

    def html(
        self, template: str, state: PageState, status: int = 200, **content: object
    ) -> Response:
        """Return a screen as HTML."""
        voice, work = self.voice(state), self.work
        situation = work.situation(state.scenario)
        shown = {
            "state": state,
            "say": voice.say,
            "name": voice.name,
            "exact": exact_text,
            "bounds": partial(bounds_in_words, voice),
            "unit": partial(unit_text, voice=voice),
            "capital": voice.capital,
            "infinity": inf,
            "choice": QuestionKind.CHOICE,
            "branch": partial(branch_name, voice),
            "scenarios": [(key, self._title(key, state.lang)) for key in work.scenarios],
            "summary": voice.name("summary", state.scenario, situation.scenario.summary),
            "contest": contest_line(situation, voice),
            "notes": [note.in_words(voice) for note in state.notes],
            "other": "zh" if state.lang == "en" else "en",
            "has_report": self.report is not None,
            "static": static_address,
        }
        age = () if "age" in content else run_age_lines(situation, voice, local_day())
        if content.get("screen") not in AGED:
            age = ()
        text = self.environment.get_template(template).render(**{**shown, "age": age, **content})
        return HTMLResponse(text, status)

    def part(self, name: str, content: object, voice: Voice) -> str:
        """Return a part of the first screen as HTML: `sight`, `below` or `story`."""
        module = self.environment.get_template("first.html").module
        return str(getattr(module, name)(content, voice.say))


def add_head(app: FastAPI, page: Page, path: str, media: str) -> None:
    """Add the answer to `HEAD` at a path: it checks the address, and computes nothing.

    Args:
        app: The application.
        page: The parts that all requests share.
        path: The path.
        media: The media type that the answer to `GET` has.
    """

    async def head(request: Request) -> Response:
        await to_thread.run_sync(page.state, request)
        answer = Response(media_type=media, headers={"cache-control": CHECKED_AGAIN})
        del answer.headers["content-length"]
        return answer

    app.add_api_route(path, head, methods=["HEAD"], include_in_schema=False)


def add_stream(app: FastAPI, page: Page, path: str, endpoint: Callable[..., Any]) -> None:
    """Add a route that sends events."""
    about = "Events; the last one is the answer."
    events: dict[str, Any] = {"description": about, "content": {EVENT_STREAM: {}}}
    app.add_api_route(
        path,
        endpoint,
        response_model=None,
        openapi_extra={"parameters": parameters(page.work.scenarios)},
        responses={**ERROR_RESPONSES, 200: events},
    )
    add_head(app, page, path, EVENT_STREAM)
