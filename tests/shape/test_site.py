"""The documents hold together: navigation, links, formulas, and a site that asks no other host."""

import functools
import os
import re
import shutil
import subprocess
import sys
import threading
import tomllib
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page, Route, sync_playwright

ROOT = Path(__file__).parent.parent.parent
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
NAMED = [str(page.relative_to(DOCS)) for page in PAGES]
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
ZENSICAL = shutil.which("zensical", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
SHOWN = ("", "model/allocate/", "model/serve/", "reference/files/", "reference/commands/")
LOOKS = ("light", "dark")


def navigation(entries: list[Any]) -> Iterator[str]:
    """Yield every page of the navigation, in order."""
    for entry in entries:
        if isinstance(entry, str):
            yield entry
        else:
            for inside in entry.values():
                yield from navigation(inside)


def without_code(text: str) -> str:
    """Return a page without its code, in which brackets are no links."""
    return re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.DOTALL)


def anchors(page: Path) -> set[str]:
    """Return the anchors that a page's headings get."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    bare = (re.sub(r"[^\w\s-]", "", heading).strip().lower() for heading in headings)
    return {re.sub(r"[-\s]+", "-", heading) for heading in bare}


def test_every_page_is_in_the_navigation_once() -> None:
    settings = tomllib.loads((ROOT / "zensical.toml").read_text(encoding="utf-8"))
    listed = list(navigation(settings["project"]["nav"]))
    assert sorted(listed) == sorted(NAMED)


@pytest.mark.parametrize("page", PAGES, ids=NAMED)
def test_every_link_leads_somewhere(page: Path) -> None:
    lost: list[str] = []
    for target in re.findall(r"\]\(([^)\s]+)\)", without_code(page.read_text(encoding="utf-8"))):
        if re.match(r"[a-z]+:", target):
            continue
        file, _, anchor = target.partition("#")
        there = page.parent / file if file else page
        if not there.is_file() or (anchor and anchor not in anchors(there)):
            lost.append(target)
    assert not lost


@pytest.mark.parametrize("page", PAGES, ids=NAMED)
def test_every_file_that_a_page_names_exists(page: Path) -> None:
    if page.name == "how-to-extend.md":
        pytest.skip("it names the files that a reader makes")
    folders = "src|tests|docs|pipeline|benchmarks|torture|setup"
    named = re.findall(rf"`((?:{folders})/[\w./-]+)`", page.read_text(encoding="utf-8"))
    assert not [file for file in named if not (ROOT / file).exists()]


@pytest.mark.parametrize("page", PAGES, ids=NAMED)
def test_a_formula_on_lines_of_its_own_is_a_block(page: Path) -> None:
    """A formula beside a line of text would stay as it is written."""
    text = without_code(page.read_text(encoding="utf-8"))
    blocks = re.findall(r"^\$\$.*?\$\$$", text, re.MULTILINE | re.DOTALL)
    alone = [part.strip() for part in re.split(r"\n\s*\n", text)]
    assert not [block for block in blocks if block.strip() not in alone]
    assert text.count("$$") == 2 * len(blocks)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Yield the address of the built site."""
    if ZENSICAL is None:
        pytest.skip("NO SITE TESTS: zensical is not installed; make setup installs it")
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(DOCS, folder / "docs")
    shutil.copyfile(ROOT / "zensical.toml", folder / "zensical.toml")
    subprocess.run([ZENSICAL, "build", "--strict"], cwd=folder, check=True, capture_output=True)

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            del format, args

    handler = functools.partial(Quiet, directory=str(folder / "site"))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Yield a browser."""
    if CHROMIUM is None:
        pytest.skip("NO BROWSER TESTS: there is no chromium; apt-get install chromium")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.mark.slow
@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("address", SHOWN)
def test_a_page_asks_no_other_host_and_renders_its_formulas(
    site: str, browser: Browser, address: str, look: Literal["light", "dark"]
) -> None:
    foreign: list[str] = []
    faults: list[str] = []

    def admit(route: Route) -> None:
        if route.request.url.startswith((site, "data:", "blob:")):
            route.continue_()
        else:
            foreign.append(route.request.url)
            route.abort()

    page = browser.new_page(color_scheme=look)
    page.route("**/*", admit)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(site + address, wait_until="networkidle")
    assert not foreign
    assert not faults
    assert not unrendered(page)
    assert page.locator(".katex").count() > 0 or "model" not in address
    page.close()


def unrendered(page: Page) -> list[str]:
    """Return the formulas of an open page that stand there as they are written."""
    places = page.locator(".arithmatex")
    left = [text for text in places.all_inner_texts() if text.startswith(("\\(", "\\["))]
    raw = page.locator("article").inner_text()
    return left + re.findall(r"\$\$.{0,40}", raw)
