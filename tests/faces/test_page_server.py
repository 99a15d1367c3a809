"""The page as a process: its port, its interrupt, readers who leave, slow ones, its terminal."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Final, NamedTuple

import pytest
import uvicorn

from outlast.cli import main
from outlast.web.app import make_app
from outlast.web.memory import CHOSEN, keep_flat
from outlast.web.serve import PatientProtocol, bind

ENDS_WITHIN: Final = 5.0
"""Seconds after an interrupt."""

BUSY: Final = ("/why?levers=1&seed=9", "/?seed=8&futures=1000&scenario=today")


class Served(NamedTuple):
    """A page that runs as a process of its own."""

    process: "subprocess.Popen[str]"
    port: int
    messages: Path

    def ask(
        self, path: str, method: str = "GET", body: bytes = b"", length: int = 0
    ) -> socket.socket:
        """Send a request, and return the connection without waiting for the answer."""
        connection = socket.create_connection(("127.0.0.1", self.port))
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n"
            f"Content-Type: application/yaml\r\nContent-Length: {length or len(body)}\r\n\r\n"
        )
        connection.sendall(head.encode() + body)
        return connection

    def status(self, path: str) -> int:
        """Return the status of an answer."""
        with self.ask(path) as connection:
            connection.settimeout(120)
            return int(connection.recv(4096).split()[1])

    def interrupt(self, number: int) -> float:
        """Send a signal; return the seconds until the process ended."""
        begun = time.monotonic()
        self.process.send_signal(number)
        self.process.wait(60)
        return time.monotonic() - begun

    def text(self) -> str:
        """Return all that the process wrote to the terminal beside its address."""
        return self.messages.read_text(encoding="utf-8")


Starts = Callable[..., Served]


@pytest.fixture
def start(tmp_path: Path) -> Generator[Starts, None, None]:
    """Return a function that starts the page of the small contest as a process."""
    processes: list[subprocess.Popen[str]] = []

    def started(*options: str) -> Served:
        messages = tmp_path / f"messages-{len(processes)}"
        command = [sys.executable, "-m", "outlast", "page", "lilliput", "--no-open", *options]
        with messages.open("w") as file:
            process = subprocess.Popen(
                [*command, "--futures", "8"], stdout=subprocess.PIPE, stderr=file, text=True
            )
        processes.append(process)
        assert process.stdout is not None
        line = process.stdout.readline()
        assert "The page is at http://127.0.0.1:" in line, messages.read_text(encoding="utf-8")
        return Served(process, int(line.split(":")[2].split("/")[0]), messages)

    yield started
    for each in processes:
        each.kill()
        each.wait()
        if each.stdout:
            each.stdout.close()


@pytest.mark.parametrize(
    "number", [signal.SIGINT, pytest.param(signal.SIGTERM, marks=pytest.mark.slow)]
)
def test_an_interrupt_ends_the_server_soon_whatever_runs(start: Starts, number: int) -> None:
    page = start()
    open_ones = [page.ask(path) for path in BUSY]
    open_ones += [page.ask("/api/frames?move=review"), page.ask("/report.pdf?seed=7")]
    time.sleep(1.0)
    took = page.interrupt(number)
    for each in open_ones:
        each.close()
    assert took < ENDS_WITHIN
    assert page.process.returncode in {130, -number, 128 + number}
    assert "Traceback" not in page.text()


def test_readers_who_leave_cost_nothing_and_leave_no_trace(start: Starts) -> None:
    page = start()
    for _ in range(6):  # more than the places of one reader
        for path in BUSY:
            page.ask(path).close()
        page.ask("/api/answer", "POST", b"format: outlast/", 5000).close()
        page.ask("/api/answer", "POST", b"id: x\n").close()
    time.sleep(0.3)
    left = page.ask("/why?levers=1&seed=21&scenario=today")
    time.sleep(0.5)
    left.close()
    begun = time.monotonic()
    assert page.status("/?seed=30") == 200
    assert time.monotonic() - begun < 30
    assert page.interrupt(signal.SIGINT) < ENDS_WITHIN
    assert "Traceback" not in page.text()
    assert "ERROR" not in page.text()


def test_a_taken_port_is_refused_at_once(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("outlast.web.app.make_app", None)  # nothing is read or computed before
    with bind(0) as door:  # as a page that still computes its first answer
        port = f"{door.getsockname()[1]}"
        assert main(["page", "lilliput", "--no-open", "--port", port]) == 1
    message = capsys.readouterr().err
    assert f"port {port} cannot be used" in message
    assert "--port 0" in message


@pytest.fixture
def near(monkeypatch: pytest.MonkeyPatch) -> Generator[int, None, None]:
    """Serve the page from a thread, with little patience; return the port."""
    monkeypatch.setattr("outlast.web.serve.HEAD_LIMIT", 0.5)
    config = uvicorn.Config(make_app("lilliput", 8), http=PatientProtocol, log_level="error")
    server = uvicorn.Server(config)
    with bind(0) as door:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [door]}, daemon=True)
        thread.start()
        yield door.getsockname()[1]
        server.should_exit = True
        thread.join()


@pytest.mark.parametrize("before", [b"", b"GET /favicon.ico HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"])
def test_a_connection_that_sends_no_whole_head_is_closed(near: int, before: bytes) -> None:
    with socket.create_connection(("127.0.0.1", near)) as slow:
        slow.settimeout(30)
        if before:
            slow.sendall(before)
            assert b" 204 " in slow.recv(4000)
        slow.sendall(b"GET / HTTP/1.1\r\nHost: 127")
        begun = time.monotonic()
        threading.Timer(0.3, lambda: slow.sendall(b".0.0.1\r\nx: ")).start()
        assert slow.recv(100) == b""
        assert time.monotonic() - begun < 5


def test_a_head_that_is_too_large_is_refused(near: int) -> None:
    with socket.create_connection(("127.0.0.1", near)) as large:
        large.settimeout(30)
        large.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nx: " + b"x" * 100_000)
        assert b" 400 " in large.recv(100)


@pytest.mark.skipif(sys.platform != "linux", reason="the thresholds are those of Linux")
def test_the_thresholds_of_memory_are_fixed_unless_the_user_chose_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(CHOSEN[0], "65536")
    assert not keep_flat()
    code = "from outlast.web.memory import keep_flat; print(keep_flat())"
    clean = {key: text for key, text in os.environ.items() if key not in CHOSEN}
    found = subprocess.run(
        [sys.executable, "-c", code], env=clean, capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == "True"


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
def test_memory_stays_flat_over_hundreds_of_requests(start: Starts) -> None:
    page = start()
    sizes: list[int] = []
    for number in range(150):
        assert page.status(f"/api/answer?seed={number}&futures=200&look=light-wide") == 200
        assert page.status(f"/figure/paths.svg?seed={number}&look=light-wide") == 200
        if number % 50 == 49:
            pages = Path(f"/proc/{page.process.pid}/statm").read_text(encoding="ascii").split()[1]
            sizes.append(int(pages) * os.sysconf("SC_PAGE_SIZE") // 2**20)
    assert sizes[-1] < 1.1 * sizes[0], sizes
