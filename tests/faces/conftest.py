"""The page in a browser for the tests that need one: a server, a browser, and pages of its own."""

import os
import shutil
import threading
import time
from collections.abc import Callable, Generator
from typing import Any, Final
from urllib.parse import urlsplit

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from outlast.web.app import make_app

CHROMIUM: Final = (
    os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
)
WAIT: Final = 120_000
Opens = Callable[..., Page]

needs_browser: Final = pytest.mark.skipif(
    CHROMIUM is None, reason="NO BROWSER TESTS: there is no chromium; apt-get install chromium"
)


@pytest.fixture(scope="module")
def address() -> Generator[str, None, None]:
    server = uvicorn.Server(uvicorn.Config(make_app("lilliput", 32), port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="module")
def browser() -> Generator[Browser, None, None]:
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield found
        found.close()


MISTYPED = "/wyh"
"""An address that no screen has: the browser itself reports that its page is not found."""


@pytest.fixture
def open_page(browser: Browser, address: str) -> Generator[Opens, None, None]:
    """Return a function that opens a page, whole if wanted, and records requests and errors."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def opened(path: str = "/", *, whole: bool = True, **choices: Any) -> Page:  # noqa: ANN401  the browser's own
        context = browser.new_context(base_url=address, **choices)
        context.set_default_timeout(WAIT)
        contexts.append(context)
        page = context.new_page()
        page.on(
            "request",
            lambda asked: (
                None if asked.url.startswith((address, "data:")) else wrong.append(asked.url)
            ),
        )
        page.on("pageerror", lambda failure: wrong.append(f"{failure}"))
        page.on(
            "console",
            lambda message: (
                wrong.append(message.text)
                if message.type == "error" and urlsplit(message.location["url"]).path != MISTYPED
                else None
            ),
        )
        page.goto(path)
        if whole:
            page.locator("#waiting").wait_for(state="detached")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert wrong == []
