"""The story of a future for the first screen: the route, and its HTML."""

from anyio import to_thread
from fastapi import FastAPI, Request
from pydantic import BaseModel

from outlast.errors import InputError
from outlast.present.story_text import story_text
from outlast.web.cache import ShouldCancel
from outlast.web.requests import ERROR_RESPONSES, Page, add_head, parameters


class StoryOut(BaseModel):
    """The story of one future."""

    future: int
    title: str
    chain: list[str]
    """From the effect to the cause; where both sides run short in one week, one after the other."""

    months: list[tuple[str, list[str]]]
    """The name of each month with the events in it."""

    html: str
    """The same as a part of the page."""


def add_story_routes(app: FastAPI, page: Page) -> None:
    """Add the route of stories."""

    async def api_story(request: Request) -> StoryOut:
        state = await to_thread.run_sync(page.state, request)
        refused = [note for note in state.notes if note.values.get("key") == "future"]
        if refused:  # the story of another future would be no answer
            voice = page.voice(state)
            raise InputError(voice.sentences([note.in_words(voice) for note in refused]))

        def job(should_cancel: ShouldCancel) -> StoryOut:
            voice, future = page.voice(state), state.future or 0
            results = page.work.first(state, should_cancel)
            if future >= results.futures:
                results = page.work.results(state, should_cancel)
            told = story_text(results, voice, future)
            return StoryOut(
                future=future,
                title=told.title,
                chain=[line for chain in told.chains for line in chain.lines],
                months=[(month, list(events)) for month, events in told.months],
                html=page.part("story", told, voice),
            )

        return await page.jobs.run(request, job)

    app.add_api_route(
        "/api/story",
        api_story,
        response_model=StoryOut,
        openapi_extra={"parameters": parameters(page.work.scenarios)},
        responses=ERROR_RESPONSES,
    )
    add_head(app, page, "/api/story", "application/json")
