"""Ten readers of the page at once, each dragging a lever: frames, waits, refusals, memory."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from math import pi, sin
from pathlib import Path
from socket import socket
from statistics import median
from time import perf_counter, sleep
from urllib.parse import urlencode

HEADER = (
    *("readers", "pictures a second", "first picture, s", "longest without a new one, s"),
    *("frames after the drag", "whole answer after letting go, s", "refused or failed"),
    "server's memory at most, MiB",
)
READERS = 10
DRAG = 20.0
"""Seconds for which each drags."""

SWING = 2.5
"""Seconds in which a hand goes there and back."""

PATIENCE = 180.0
"""Seconds after which a server is given up."""

HAND = 1 / 60
"""Seconds between two places of a hand."""

SCENARIO, FUTURES = "today", 200
LEVERS = (
    ("severity-us-chips", 0.0, 1.0), ("enforcement", 0.0, 1.0), ("stock-cn", 0.0, 4.0),
    ("allied-participation", 0.0, 3.0), ("stock-us-allies", 0.0, 4.0), ("thrift-time", 0.25, 4.0),
    ("build-time-minerals", 0.25, 3.0), ("severity-us-tools", 0.0, 1.0),
    ("severity-cn-rare-earths", 0.0, 1.0), ("severity-us-hbm", 0.0, 1.0),
)  # fmt: skip
"""The levers that readers drag, with their ends."""


@dataclass
class Reader:
    """One page that drags one lever, as the page's own script does."""

    port: int
    number: int
    lever: str
    low: float
    high: float
    frames: dict[float, int] = field(default_factory=dict[float, int])
    """Of how many futures the frame at each stop is."""

    shown: int = 0
    first: float = 0.0
    """Seconds until the first picture."""

    longest: float = 0.0
    """Seconds without a new picture at the worst, after the first."""

    release: float = 0.0
    """Seconds from letting go to the whole answer."""

    errors: list[str] = field(default_factory=list[str])
    done: bool = False
    connection: HTTPConnection | None = None

    def get(self, path: str) -> Iterator[bytes]:
        """Yield the lines of a reply; what is refused or broken is noted."""
        self.connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            self.connection.request("GET", path, headers={"x-outlast-page": f"{self.number}"})
            reply = self.connection.getresponse()
            if reply.status != HTTPStatus.OK:
                self.errors.append(f"{reply.status}")
                return
            yield from reply
        except (OSError, HTTPException, ValueError, AttributeError) as failure:
            if not self.done:
                self.errors.append(type(failure).__name__)
        finally:
            self.connection.close()

    def query(self, **more: str | float) -> str:
        """Return the address of the state."""
        return urlencode({"scenario": SCENARIO, "futures": FUTURES, **more})

    def listen(self) -> None:
        """Collect frames until the hand lets go."""
        for line in self.get(f"/api/frames?{self.query(move=self.lever)}"):
            if line.startswith(b"data: ") and not self.done:
                at = float(json.loads(line[len(b"data: ") :])["at"])
                self.frames[at] = self.frames.get(at, 0) + 1
            if self.done:
                return

    def drag(self) -> None:
        """Move the hand to and fro, and show the nearest frame when it is another."""
        ear = threading.Thread(target=self.listen, daemon=True)
        begun = last = perf_counter()
        ear.start()
        seen: tuple[float, int] | None = None
        while (now := perf_counter()) - begun < DRAG:
            way = 0.5 - 0.5 * sin(2 * pi * (now - begun) / SWING + pi / 2)
            hand = self.low + way * (self.high - self.low)
            have = dict(self.frames)
            if have:
                at = min(have, key=lambda each: abs(each - hand))
                if (at, have[at]) != seen:
                    seen = (at, have[at])
                    if self.shown:
                        self.longest = max(self.longest, now - last)
                    else:
                        self.first = now - begun
                    self.shown, last = self.shown + 1, now
            sleep(HAND)
        self.longest = max(self.longest, perf_counter() - last)
        self.done = True

    def let_go(self) -> None:
        """Ask for the whole answer at a value of this reader's own."""
        self.done = False
        value = self.low + (0.3 + 0.04 * self.number) * (self.high - self.low)
        begun = perf_counter()
        answered = False
        for line in self.get(f"/api/progress?{self.query(**{f'set.{self.lever}': value})}"):
            answered = answered or line.startswith(b"event: answer")
        if not answered:
            self.errors.append("no answer")
        self.release = perf_counter() - begun


def measure() -> Iterator[tuple[str, ...]]:
    """Yield the measurements of one reader, of ten on one lever, and of ten on ten."""
    for name, readers, apart in (
        ("one reader", 1, False),
        ("ten on one lever", READERS, False),
        ("ten on ten levers", READERS, True),
    ):
        yield name, *_cells(*_seen(readers, apart=apart))


def _cells(readers: list[Reader], memory: float) -> tuple[str, ...]:
    rates = sorted(each.shown / DRAG for each in readers)
    frames = median(len(each.frames) for each in readers)
    errors = [error for each in readers for error in each.errors]
    kinds = f" ({', '.join(sorted(set(errors)))})" if errors else ""
    return (
        f"{rates[0]:.1f} to {rates[-1]:.1f}",
        f"{max(each.first for each in readers):.1f}",
        f"{max(each.longest for each in readers):.1f}",
        f"{frames:.0f} of 33",
        f"{max(each.release for each in readers):.1f}",
        f"{len(errors)}{kinds}",
        f"{memory:,.0f}",
    )


def _seen(count: int, *, apart: bool) -> tuple[list[Reader], float]:
    """Return readers after a drag and its end, and the server's memory at most, MiB."""
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    call = "import sys; from outlast.cli import main; sys.exit(main())"
    server = subprocess.Popen(  # noqa: S603  our own call
        [sys.executable, "-c", call, "page", SCENARIO, "--no-open", "--port", f"{port}"],
        stdout=subprocess.DEVNULL,
    )
    try:
        _open(port)
        readers = [Reader(port, number, *LEVERS[number if apart else 0]) for number in range(count)]
        _all([each.drag for each in readers])
        for each in readers:
            if each.connection:
                each.connection.close()
        sleep(1)
        _all([each.let_go for each in readers])
        return readers, memory_peak(server.pid)
    finally:
        server.terminate()
        server.wait()


def _all(jobs: list[object]) -> None:
    threads = [threading.Thread(target=job) for job in jobs]  # type: ignore[arg-type]
    for each in threads:
        each.start()
    for each in threads:
        each.join()


def _open(port: int) -> None:
    """Wait for the page, and for its first answer."""
    begun = perf_counter()
    while perf_counter() - begun < PATIENCE:
        connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        try:
            connection.request("GET", f"/?scenario={SCENARIO}&futures={FUTURES}")
            connection.getresponse().read()
        except ConnectionRefusedError:
            sleep(0.2)
        else:
            return
        finally:
            connection.close()


def memory_peak(pid: int) -> float:
    """Return the most memory that a process has held, MiB; Linux tells."""
    return _memory(pid, "VmHWM")


def memory_now(pid: int) -> float:
    """Return the memory that a process holds, MiB."""
    return _memory(pid, "VmRSS")


def _memory(pid: int, key: str) -> float:
    """Return a line of a process's state, MiB."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith(key))
    return int(line.split()[1]) / 1024
