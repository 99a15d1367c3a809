"""The page in a browser: ready, first paint, a touch, layout shift, and memory after an hour.

Chromium is found as `chromium`, or named by `CHROMIUM`. Run it on a quiet machine:
`python -m benchmarks browser`.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.client import HTTPConnection
from socket import socket
from time import perf_counter, sleep
from urllib.parse import urlencode

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.page import LEVERS, PATIENCE, SCENARIO, memory_now, memory_peak

HEADER = ("measured", "value", "aim")
SCREENS = ("/", "/why", "/changes", "/compare", "/screen", "/evidence", "/cost", "/about")
TOUCHES = 3
"""Cards that are touched, each for the first time."""

ASKED = 60
"""Requests of an hour: an answer with a setting of its own every minute."""

WINDOW = {"width": 1280, "height": 900}
SHIFT = """
() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const each of list.getEntries()) if (!each.hadRecentInput) sum += each.value;
  }).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(sum), 1500);
})
"""
PAINT = "() => performance.getEntriesByName('first-contentful-paint')[0].startTime / 1000"
SETTLED = "() => document.getElementById('state').getAttribute('aria-busy') !== 'true'"


def measure() -> Iterator[tuple[str, str, str]]:
    """Yield each measurement of the page with the aim that it is held against."""
    with _server() as (port, pid, ready), sync_playwright() as playwright:
        yield "ready after the start of the command, s", f"{ready:.1f}", "3"
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"),
            args=["--no-sandbox"],
        )
        base = f"http://127.0.0.1:{port}"
        yield "first paint of a first visit, s", f"{_paint(browser, base):.2f}", "0.5"
        _get(port, f"/api/progress?{urlencode({'scenario': SCENARIO})}")
        yield "first paint once the answer is there, s", f"{_paint(browser, base):.2f}", "0.5"
        for screen in SCREENS:
            yield f"layout shift of {screen}", f"{_shift(browser, base + screen):.3f}", "0.05"
        for at, (first, whole) in enumerate(_touches(browser, base), 1):
            yield f"touch {at}: first change, s", f"{first:.2f}", "0.3"
            yield f"touch {at}: whole answer, s", f"{whole:.1f}", ""
        browser.close()
        for number in range(ASKED):
            lever, low, high = LEVERS[number % len(LEVERS)]
            value = low + (number + 1) / (ASKED + 1) * (high - low)
            query = urlencode({"scenario": SCENARIO, f"set.{lever}": f"{value:.4f}"})
            _get(port, f"/api/progress?{query}")
            _get(port, SCREENS[number % len(SCREENS)])
        yield f"memory after {2 * ASKED} requests, MiB", f"{memory_now(pid):,.0f}", "700"
        yield "memory at most until then, MiB", f"{memory_peak(pid):,.0f}", ""


@contextmanager
def _server() -> Generator[tuple[int, int, float]]:
    """Run the page as its command does; give port, process and the seconds until it answered."""
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    call = "import sys; from outlast.cli import main; sys.exit(main())"
    begun = perf_counter()
    server = subprocess.Popen(  # noqa: S603  our own call
        [sys.executable, "-c", call, "page", SCENARIO, "--no-open", "--port", f"{port}"],
        stdout=subprocess.DEVNULL,
    )
    try:
        while perf_counter() - begun < PATIENCE:
            try:
                _get(port, "/")
            except ConnectionRefusedError:
                sleep(0.02)
            else:
                break
        yield port, server.pid, perf_counter() - begun
    finally:
        server.terminate()
        server.wait()


def _get(port: int, path: str) -> None:
    """Read a whole reply.

    Raises:
        RuntimeError: The page refused.
    """
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", path)
        reply = connection.getresponse()
        reply.read()
    finally:
        connection.close()
    if reply.status != HTTPStatus.OK:
        raise RuntimeError(f"{path}: {reply.status}")


def _fresh(browser: Browser) -> Page:
    """Return a page of a visitor who was never here."""
    page = browser.new_context(viewport=WINDOW).new_page()  # type: ignore[arg-type]
    page.set_default_timeout(1000 * PATIENCE)
    return page


def _paint(browser: Browser, address: str) -> float:
    """Return the seconds to the first paint."""
    page = _fresh(browser)
    page.goto(address)
    page.wait_for_function("() => performance.getEntriesByName('first-contentful-paint').length")
    seconds = float(page.evaluate(PAINT))
    page.context.close()
    return seconds


def _shift(browser: Browser, address: str) -> float:
    """Return the layout shift of a screen, read from its top to its end."""
    page = _fresh(browser)
    page.goto(address, wait_until="networkidle")
    for _ in range(20):
        page.mouse.wheel(0, 500)
        sleep(0.2)
    shift = float(page.evaluate(SHIFT))
    page.context.close()
    return shift


def _touches(browser: Browser, address: str) -> Iterator[tuple[float, float]]:
    """Yield the seconds from a touch to the first change of the sentence, and to the whole."""
    for at in range(TOUCHES):
        page = _fresh(browser)
        page.goto(address)
        page.wait_for_function(SETTLED)
        sleep(2)
        before = page.locator("#sight").inner_html()
        begun = perf_counter()
        page.locator(".card").nth(at).locator("label:has(input:not(:checked))").first.click()
        page.wait_for_function(
            "before => document.getElementById('sight').innerHTML !== before", arg=before
        )
        first = perf_counter() - begun
        page.wait_for_function(SETTLED)
        yield first, perf_counter() - begun
        page.context.close()
