"""The soak finds a page whose scripts fail, whose server dies or grows, and makes visits short."""

import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from torture import browser
from torture.browser import ACTIONS, ACTS, CHROMIUM, Soak, Step, Visit, resident
from torture.cases import Broken, dice, shrunk

PAGE = """
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b'''<p id="sentence">one side</p><details><summary>more</summary>
            <a class="language" href="#" onclick="throw new Error('planted')">x</a></details>''')
    def log_message(self, *arguments):
        pass
server = HTTPServer(("127.0.0.1", 0), Handler)
print(f"http://127.0.0.1:{server.server_address[1]}/", flush=True)
server.serve_forever()
"""
"""A page on which a click on the other language throws an error."""


class Alive:
    """A server that lives."""

    pid = 0

    def poll(self) -> int | None:
        """Return no exit code: it runs."""
        return None


def soak(folder: Path) -> Soak:
    """Return the attack with a server that lives, and no browser."""
    attack: Any = Soak(folder)
    attack.server = Alive()
    return attack


def judged(attack: Any, wrong: list[str]) -> Broken | None:  # noqa: ANN401  it has private parts
    return attack._judged(wrong, 0)  # noqa: SLF001  no browser is needed for it


def test_an_error_of_the_console_is_found(tmp_path: Path) -> None:
    assert judged(soak(tmp_path), []) is None
    found = judged(soak(tmp_path), ["console: planted"])
    assert found == Broken("no error in the browser: console", "planted")


def test_a_trace_of_the_server_is_found(tmp_path: Path) -> None:
    attack = soak(tmp_path)
    attack.spoken = ["Traceback (most recent call last)"]
    found = judged(attack, [])
    assert found is not None
    assert found.rule == "the server shows no trace"


def test_memory_that_grows_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    attack, memory = soak(tmp_path), iter((100.0, 450.0, 900.0))

    def grown(pid: int) -> float:
        del pid
        return next(memory)

    monkeypatch.setattr(browser, "resident", grown)
    found: list[Broken | None] = []
    for attack.visits in (browser.WARM, browser.WARM + 1, browser.WARM + 2):
        found.append(judged(attack, []))
    assert found[:2] == [None, None]
    assert found[2] == Broken("memory stays flat", "100 MiB at first, 900 now")


def test_the_memory_of_a_process_is_read() -> None:
    if sys.platform == "linux":
        assert resident(__import__("os").getpid()) > 1.0


def test_a_visit_is_made_as_short_as_the_act_that_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def attempt(self: Soak, case: Visit) -> Broken | None:
        del self
        return Broken("planted") if any(step.action == "language" for step in case.steps) else None

    monkeypatch.setattr(Soak, "attempt", attempt)
    attack = Soak(tmp_path)
    visits = (attack.draw(number, dice("browser", 7, number)) for number in range(100))
    visit = next(visit for visit in visits if attack.attempt(visit))
    smallest, _ = shrunk(attack, visit, Broken("planted"), 10**9)
    assert [step.action for step in smallest.steps] == ["language"]


def test_every_action_has_its_act() -> None:
    assert set(ACTIONS) == set(ACTS)


def test_without_chromium_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser, "CHROMIUM", None)
    assert "there is no chromium" in Soak(tmp_path).prepare()


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="NO BROWSER SOAK: there is no chromium")
def test_a_planted_error_of_a_script_is_found_in_a_browser(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = browser.subprocess.Popen

    def start(words: list[str], **more: Any) -> Any:  # noqa: ANN401  a process
        return real([sys.executable, "-c", PAGE] if "page" in words else words, **more)

    monkeypatch.setattr(
        browser, "subprocess", SimpleNamespace(**{**vars(browser.subprocess), "Popen": start})
    )
    attack = Soak(tmp_path)
    try:
        assert attack.prepare() == ""
        assert attack.attempt(Visit((Step("reload", 0.5), Step("back", 0.1)))) is None
        found = attack.attempt(Visit((Step("reload", 0.5), Step("language", 0.1))))
    finally:
        attack.close()
    assert found is not None
    assert found.rule == "no error in the browser: script"
