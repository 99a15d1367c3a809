"""The page in a real browser: first paint, sliders, links, languages, paper, keyboard."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.faces.conftest import WAIT, Opens, needs_browser

TODAY: Final = "/?scenario=today&futures=16"
SCREENS: Final = (
    *(TODAY, "/", "/why", "/compare?a=lilliput&b=lilliput", "/evidence"),
    *("/evidence?show=facts&find=gallium", "/evidence?show=claims"),
    *("/screen?scenario=today", "/screen?scenario=today&list=new"),
    "/screen?scenario=today&item=gallium&from=CN&to=US&on=2026-11-01",
    "/screen?scenario=today&item=H100&to=CN&end-user=Huawei+Technology&lang=zh",
    "/screen?scenario=today&tops.8=296&maker=NVIDIA&to=CN&on=2026-01-20",
)
PHONE: Final = {"width": 375, "height": 800}
AXE: Final = files("axe_playwright_python") / "axe.min.js"
RULES: Final = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}

pytestmark = needs_browser


def sentence(page: Page) -> str:
    return page.locator("#sentence").inner_text()


def test_the_answer_is_painted_without_scripts(open_page: Opens) -> None:
    page = open_page(java_script_enabled=False)
    assert "of 100 futures" in sentence(page)
    assert page.locator("#figure-dots svg:visible").count() == 1
    assert page.locator("#services tbody tr").count() > 0


def test_a_moved_slider_changes_the_answer_and_the_address(open_page: Opens) -> None:
    page = open_page()
    page.locator("details:has(.lever)").first.evaluate("each => { each.open = true; }")
    before, drawn = sentence(page), page.locator("#figure-dots svg:visible").inner_html()
    slider = page.locator("input.slider:visible").first
    name = slider.evaluate("each => each.nextElementSibling.name")
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] / 2, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + 0.9 * box["width"], middle, steps=4)
    expect(page.locator("#status")).to_contain_text("while you drag", timeout=WAIT)
    expect(page.locator("figure.alive")).to_have_count(2, timeout=WAIT)
    for figure in ("#figure-dots", "#figure-paths"):
        assert page.locator(f"{figure} .drawn svg:visible").count() == 1
        assert page.locator(f"{figure} .picture:visible, {figure} picture:visible").count() == 0
    page.mouse.move(box["x"] + 0.05 * box["width"], middle, steps=4)
    page.mouse.up()
    page.wait_for_function("name => location.search.includes(name)", arg=name)
    expect(page.locator("#state")).not_to_have_attribute("aria-busy", "true", timeout=WAIT)
    moved = sentence(page)
    again = page.locator("#figure-dots svg:visible").inner_html()
    assert (moved, again) != (before, drawn)
    other = open_page(page.url)
    assert sentence(other) == moved
    assert other.locator(f"[name='{name}']").input_value() != ""


def test_a_setpoint_and_an_open_question_change_the_answer(open_page: Opens) -> None:
    page = open_page(TODAY)
    before = sentence(page)
    page.locator("a[data-setpoint='0.5']:visible").first.click()
    page.wait_for_function("() => location.search.includes('set.severity-us-chips=0.5')")
    expect(page.locator("#state")).not_to_have_attribute("aria-busy", "true", timeout=WAIT)
    assert page.locator("#set-severity-us-chips").input_value() == "0.5"
    assert page.locator("#baselines p").count() == 0
    halved = sentence(page)
    page.locator("[name='switch.clause-2-suspension']").select_option("lapses")
    page.wait_for_function("() => location.search.includes('clause-2-suspension=lapses')")
    expect(page.locator("#baselines p")).to_have_count(2, timeout=WAIT)
    settled = sentence(page)
    assert before in page.locator("#baselines").inner_text()
    assert len({before, halved, settled}) > 1
    assert "--set switch.clause-2-suspension=lapses" in (
        page.locator("#command").text_content() or ""
    )
    assert sentence(open_page(page.url)) == settled


def test_the_keyboard_alone_reaches_everything(open_page: Opens) -> None:
    page = open_page()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.goto("/")
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/why?**")
    assert page.locator("nav [aria-current=page]").count() == 1


def test_the_other_language_keeps_the_state(open_page: Opens) -> None:
    page = open_page("/?seed=5")
    page.locator("a.language").click()
    page.wait_for_url("**lang=zh**")
    assert "seed=5" in page.url
    assert page.locator("html").get_attribute("lang") == "zh-Hans"
    assert "种未来" in sentence(page)


def test_an_unusable_entry_of_the_address_is_reported(open_page: Opens) -> None:
    page = open_page("/?leverage=3")
    assert "leverage" in page.locator(".notes").inner_text()


@pytest.mark.parametrize("path", SCREENS)
def test_a_phone_shows_everything_without_scrolling_sideways(open_page: Opens, path: str) -> None:
    page = open_page(path, viewport=PHONE)
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= PHONE["width"]


@pytest.mark.parametrize("path", SCREENS)
@pytest.mark.parametrize("paper", ["light", "dark"])
def test_no_accessibility_rule_is_broken(open_page: Opens, path: str, paper: str) -> None:
    page = open_page(path, color_scheme=paper, reduced_motion="reduce", bypass_csp=True)
    page.locator("details").evaluate_all(
        "all => all.forEach(each => { each.open = each.querySelectorAll('.lever').length < 40; })"
    )
    page.add_script_tag(content=AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = page.evaluate("rules => axe.run(document, rules)", RULES)
    broken: list[dict[str, Any]] = found["violations"]
    violations = [f"{each['id']}: {each['nodes'][0]['html'][:160]}" for each in broken]
    assert violations == []


def test_dark_paper_has_dark_figures(open_page: Opens) -> None:
    page = open_page(color_scheme="dark")
    shown = page.locator("#figure-dots .picture:visible")
    assert shown.count() == 1
    assert (shown.get_attribute("data-look") or "").startswith("dark")
    paper = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert sum(int(part) for part in paper.strip("rgb()").split(",")) < 150


def test_back_and_forward_keep_the_state_as_often_as_one_likes(open_page: Opens) -> None:
    page = open_page("/?scenario=lilliput")
    page.locator("details:has(.lever)").first.evaluate("each => { each.open = true; }")
    page.locator("#state .lever input[type=number]:visible").first.fill("0.3")
    page.keyboard.press("Tab")
    page.wait_for_function("() => location.search.includes('set.')")
    expect(page.locator("#state")).not_to_have_attribute("aria-busy", "true", timeout=WAIT)
    kept, moved = page.url, sentence(page)
    settings = page.locator("#state input[type=number]").evaluate_all(
        "all => all.map(e => e.value)"
    )
    page.locator("nav a").nth(1).click()
    page.wait_for_url("**/why?**")
    for _ in range(3):
        page.go_back()
        assert (page.url, sentence(page)) == (kept, moved)
        fields = page.locator("#state input[type=number]")
        assert fields.evaluate_all("all => all.map(e => e.value)") == settings
        page.go_forward()
        page.wait_for_url("**/why?**")
        assert page.locator("figure").count() > 2


SENT = """performance.getEntriesByType('resource')
    .filter(each => /page\\.css|paths\\.svg/.test(each.name))
    .map(each => [each.name, each.transferSize])"""
"""The address of each of two files, and the bytes that came for it."""

HEAD_ALONE = 300
"""The bytes that a browser counts for a reply without content; those from its memory count none."""


def test_a_second_visit_sends_nothing_again(open_page: Opens) -> None:
    page = open_page("/why")
    page.wait_for_load_state("networkidle")
    page.wait_for_function("[...document.images].every(i => i.complete && i.naturalWidth)")
    page.goto("/evidence")
    page.goto("/why")
    page.wait_for_load_state("networkidle")
    sent = page.evaluate(SENT)
    assert {name.partition("?")[0].rpartition("/")[2] for name, _ in sent} == {
        *("page.css", "paths.svg"),
    }
    assert all(came <= HEAD_ALONE for _, came in sent), sent


def test_a_mistyped_address_shows_the_way(browser: Browser, address: str) -> None:
    page = browser.new_page()
    reply = page.goto(f"{address}/wyh")
    assert reply is not None
    assert reply.status == 404
    page.get_by_role("link", name="/why", exact=True).click()
    page.wait_for_url("**/why")
    assert page.locator(".answer").inner_text()
    page.close()


def test_another_site_may_lead_here_and_order_nothing(browser: Browser, address: str) -> None:
    class Elsewhere(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            text = f'<a href="{address}/?seed=9">go</a><img src="{address}/figure/dots.svg?seed=9">'
            self.send_response(200)
            self.send_header("content-type", "text/html")
            self.end_headers()
            self.wfile.write(text.encode())

        def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
            """Keep quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere) as other:
        threading.Thread(target=other.serve_forever, daemon=True).start()
        page = browser.new_page()
        page.goto(f"http://localhost:{other.server_port}/")
        picture = page.locator("img")
        page.wait_for_function("() => document.images[0].complete")
        assert picture.evaluate("each => each.naturalWidth") == 0
        page.get_by_role("link", name="go").click()
        page.wait_for_url("**/?seed=9")
        assert sentence(page)
        reply = page.reload()
        assert reply is not None
        assert reply.status == 200
        page.close()
        other.shutdown()
