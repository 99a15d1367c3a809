"""The soak: a browser that clicks, drags, goes back and reloads, while errors and memory count."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from random import Random
from threading import Thread
from typing import IO, TYPE_CHECKING, Any, ClassVar, Final

from torture.cases import Attack, Broken, UnsoundError

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Response

CHROMIUM: Final = (
    os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
)
FUTURES: Final = 32
WAIT: Final = 30_000
"""Milliseconds that one action may take on a busy machine."""

WARM: Final = 8
"""Cases after which the server has filled its caches."""

WISHES: Final = 5
"""Times that an address is asked for, where the page itself wishes for another one."""

GROWTH: Final = 400.0
"""MiB by which its memory may grow from then on."""

STOP: Final = 10.0
"""Seconds in which an interrupt ends the server."""

ACTIONS: Final = (
    "slide", "slide", "slide", "setpoint", "answer", "screen", "screen", "language", "seed",
    "choice", "story", "back", "back", "forward", "reload", "details", "away",
)  # fmt: skip
"""The acts of a reader, each as often as it is drawn."""

SCREENS: Final = (
    "/",
    "/settings",
    "/why",
    "/changes",
    "/about",
    "/compare?a=lilliput&b=lilliput",
    "/cost",
    "/evidence",
    "/evidence?show=facts",
)


@dataclass(frozen=True)
class Step:
    """One action, with the dice that choose its target."""

    action: str
    dice: float

    def __str__(self) -> str:
        return f"{self.action}({self.dice:.3f})"


@dataclass(frozen=True)
class Visit:
    """The actions of one reader, from the first screen on."""

    steps: tuple[Step, ...]

    def __str__(self) -> str:
        return " ".join(str(step) for step in self.steps) or "opens the page"


class Soak(Attack[Visit]):
    """Readers of the page, one after the other, on one server."""

    name: ClassVar[str] = "browser"
    title: ClassVar[str] = "a soak of the page in a browser: errors of the console, memory"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.server: subprocess.Popen[str] | None = None
        self.address, self.visits, self.base = "", 0, 0.0
        self.playwright: Any = None
        self.browser: Browser | None = None
        self.spoken: list[str] = []
        self.ear: Thread | None = None

    def prepare(self) -> str:
        """Start server and browser."""
        if CHROMIUM is None:
            return "NO BROWSER SOAK: there is no chromium; apt-get install chromium"
        if find_spec("playwright") is None:
            return "NO BROWSER SOAK: playwright is not installed; make setup installs it"
        from playwright.sync_api import sync_playwright  # noqa: PLC0415  of the developers

        self.folder.mkdir(parents=True, exist_ok=True)
        self.serve()
        self.playwright = sync_playwright().start()
        self.browser = self.playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox"]
        )
        return ""

    def serve(self) -> None:
        """Start the server, and wait for its address.

        Raises:
            UnsoundError: It ends before it has one.
        """
        program = "import sys; from outlast.cli import main; sys.exit(main())"
        words = ["page", "lilliput", "--no-open", "--futures", f"{FUTURES}"]
        self.server = subprocess.Popen(
            [sys.executable, "-u", "-c", program, *words],
            cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        lines = self.server.stdout
        while lines is not None and (line := lines.readline()):
            self.spoken.append(line)
            found = re.search(r"http://127\.0\.0\.1:\d+", line)
            if found:
                self.address = found.group()
                self.ear = Thread(target=self._listen, args=(lines,), daemon=True)
                self.ear.start()
                return
        raise UnsoundError(f"the page does not start: {''.join(self.spoken)}")

    def _listen(self, lines: IO[str]) -> None:
        """Keep all that the server says, until it ends."""
        with lines:
            self.spoken.extend(lines)

    def draw(self, number: int, random: Random) -> Visit:
        """Return a visit of a few actions."""
        del number
        count = random.randint(3, 12)
        return Visit(tuple(Step(random.choice(ACTIONS), random.random()) for _ in range(count)))

    def kind(self, case: Visit) -> str:
        """Return the number of actions, in threes."""
        return f"{3 * (len(case.steps) // 3)} actions and more"

    def attempt(self, case: Visit) -> Broken | None:
        """Do the actions in a window of its own, and judge all that went wrong."""
        if self.browser is None or self.server is None:
            return None
        said, wrong = len(self.spoken), list[str]()
        context = self.browser.new_context(base_url=self.address)
        context.set_default_timeout(WAIT)
        page = context.new_page()
        self._watch(page, wrong)
        broken = None
        try:
            self._visit(page, case)
        except Exception as failure:  # noqa: BLE001  of the browser: it names its own
            broken = Broken(
                f"the page answers every action: {type(failure).__name__}", f"{failure}"
            )
        context.close()
        self.visits += 1
        if self.server.poll() is not None:
            ended = Broken("the server lives", "".join(self.spoken[-20:]))
            self.serve()
            return ended
        return broken or self._judged(wrong, said)

    def _watch(self, page: "Page", wrong: list[str]) -> None:
        """Note errors of scripts and console, foreign hosts, and replies that are no success."""

        def on_response(reply: "Response") -> None:
            if reply.status >= 400:  # noqa: PLR2004  HTTP
                wrong.append(f"status {reply.status}: {reply.url.removeprefix(self.address)}")

        page.on("response", on_response)
        page.on("pageerror", lambda error: wrong.append(f"script: {error}"))
        page.on(
            "console",
            lambda said: wrong.append(f"console: {said.text}") if said.type == "error" else None,
        )
        page.on(
            "request",
            lambda asked: (
                None
                if asked.url.startswith((self.address, "data:", "blob:"))
                else wrong.append(f"foreign host: {asked.url}")
            ),
        )

    def _visit(self, page: "Page", case: Visit) -> None:
        """Open the page and do the actions."""
        go("/", page)
        for step in case.steps:
            ACTS[step.action](page, step.dice)
        go("/", page)
        page.locator("#sentence").inner_text()

    def _judged(self, wrong: list[str], said: int) -> Broken | None:
        """Return the rule that a visit broke, if any."""
        if wrong:
            sort, _, rest = wrong[0].partition(":")
            return Broken(f"no error in the browser: {sort}", rest.strip()[:400])
        new = "".join(self.spoken[said:])
        if "Traceback" in new or "ERROR" in new:
            return Broken("the server shows no trace", new[-600:])
        memory = resident(self.server.pid) if self.server else 0.0
        if self.visits == WARM:
            self.base = memory
        if self.base and memory - self.base > GROWTH:
            return Broken("memory stays flat", f"{self.base:.0f} MiB at first, {memory:.0f} now")
        return None

    def smaller(self, case: Visit) -> Iterator[Visit]:
        """Yield visits without the second half, the first half, and each action."""
        steps = case.steps
        if len(steps) > 3:  # noqa: PLR2004  fewer go one by one
            yield replace(case, steps=steps[: len(steps) // 2])
            yield replace(case, steps=steps[len(steps) // 2 :])
        for at in range(len(steps)):
            yield replace(case, steps=(*steps[:at], *steps[at + 1 :]))

    def close(self) -> None:
        """End browser and server."""
        if self.browser is not None:
            self.browser.close()
            self.playwright.stop()
            self.browser = None
        if self.server is not None:
            self.server.terminate()
            try:
                self.server.wait(STOP)
            except subprocess.TimeoutExpired:
                self.server.kill()
                self.server.wait()
            self.server = None
        if self.ear is not None:
            self.ear.join()


def resident(pid: int) -> float:
    """Return the memory that a process holds, MiB; 0 where the system does not tell."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return 0.0
    found = re.search(r"VmRSS:\s+(\d+)", status.read_text(encoding="ascii"))
    return int(found.group(1)) / 1024 if found else 0.0


def quiet(page: "Page") -> None:
    """Wait until the page has its answer."""
    page.wait_for_load_state("load")
    page.wait_for_function(
        "() => !document.querySelector('#state')"
        " || document.querySelector('#state').getAttribute('aria-busy') !== 'true'"
    )


def opened(page: "Page") -> None:
    """Open every group of levers."""
    page.locator("details").evaluate_all("all => all.forEach(each => { each.open = true; })")


def slide(page: "Page", dice: float) -> None:
    """Move a slider to some place."""
    opened(page)
    sliders = page.locator("input.slider:visible")
    count = sliders.count()
    if not count:
        return
    slider = sliders.nth(int(dice * count))
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    if box is None:
        return
    share = (dice * 7919) % 1.0
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] * 0.5, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * share, middle, steps=3)
    page.mouse.up()
    quiet(page)


def click(selector: str) -> "Callable[[Page, float], None]":
    """Return an act that clicks one of the places of a selector."""

    def act(page: "Page", dice: float) -> None:
        opened(page)
        places = page.locator(selector)
        count = places.count()
        if count:
            places.nth(int(dice * count)).click()
            quiet(page)

    return act


def answer(page: "Page", dice: float) -> None:
    """Answer an open question."""
    opened(page)
    questions = page.locator("select:visible")
    count = questions.count()
    if count:
        question = questions.nth(int(dice * count))
        options = question.locator("option").count()
        question.select_option(index=int((dice * 7919) % 1.0 * options))
        quiet(page)


def story(page: "Page", dice: float) -> None:
    """Choose a dot by the keyboard, and have its future told."""
    dots = page.locator("#dots svg:visible")
    if dots.count():
        dots.focus()
        for _ in range(1 + int(5 * dice)):
            page.keyboard.press("ArrowRight")
        page.keyboard.press("Enter")
        quiet(page)


def screen(page: "Page", dice: float) -> None:
    """Go to another screen by its address."""
    go(SCREENS[int(dice * len(SCREENS))], page)
    quiet(page)


def seed(page: "Page", dice: float) -> None:
    """Ask for other dice."""
    go(f"/?seed={int(dice * 1000)}", page)
    quiet(page)


def away(page: "Page", dice: float) -> None:
    """Ask for an answer, and go elsewhere before it is there."""
    page.evaluate("seed => { location.href = `/?seed=${seed}`; }", int(dice * 100_000) + 1000)
    page.wait_for_timeout(int(dice * 200))
    go("/evidence", page)
    quiet(page)


def go(address: str, page: "Page") -> None:
    """Go to an address, again where an earlier wish of the page itself came in between."""
    from playwright.sync_api import Error  # noqa: PLC0415  an extra of the tests

    for more in reversed(range(WISHES)):
        try:
            page.goto(address)
        except Error as fault:
            if "interrupted by another navigation" not in f"{fault}" or not more:
                raise
            page.wait_for_load_state("load")
        else:
            return


def back(page: "Page", dice: float) -> None:
    """Go back."""
    del dice
    page.go_back()
    if page.url == "about:blank":
        go("/", page)
    quiet(page)


def forward(page: "Page", dice: float) -> None:
    """Go forward."""
    del dice
    page.go_forward()
    quiet(page)


def reload(page: "Page", dice: float) -> None:
    """Load the page again."""
    del dice
    page.reload()
    quiet(page)


def details(page: "Page", dice: float) -> None:
    """Open everything that folds."""
    del dice
    opened(page)


ACTS: "Final[dict[str, Callable[[Page, float], None]]]" = {
    "slide": slide,
    "setpoint": click("a[data-setpoint]:visible"),
    "choice": click(".segments input:visible"),
    "story": story,
    "answer": answer,
    "screen": screen,
    "language": click("a.language"),
    "seed": seed,
    "back": back,
    "forward": forward,
    "reload": reload,
    "details": details,
    "away": away,
}
"""The acts, by action."""
