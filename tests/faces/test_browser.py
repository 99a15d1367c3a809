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
    *(TODAY, "/", "/?set.ceiling=0.1&set.approval-others=0", "/settings", "/why", "/changes"),
    *("/cost", "/cost?scenario=today&futures=16&lang=zh"),
    *("/compare", "/compare?a=lilliput&b=mine&set.ceiling=0.1", "/evidence", "/about", "/wyh"),
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


def settled(page: Page) -> None:
    """Wait until the whole answer is there."""
    expect(page.locator("#state")).not_to_have_attribute("aria-busy", "true", timeout=WAIT)


def test_the_answer_is_painted_without_scripts(open_page: Opens) -> None:
    page = open_page(java_script_enabled=False)
    assert page.locator("h1").inner_text()
    assert "Of 100" in sentence(page)
    assert page.locator("#dots svg:visible").count() == 1
    assert page.locator(".reason").count() == 3
    assert page.locator("#services tbody tr").count() > 0
    assert page.locator("#story").is_hidden()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_click_on_a_dot_is_offered_where_it_does_something(
    open_page: Opens, *, scripts: bool
) -> None:
    page = open_page(java_script_enabled=scripts)
    assert page.get_by_text("A click tells its story").is_visible() == scripts


def test_the_levers_are_moved_without_scripts(open_page: Opens) -> None:
    page = open_page(TODAY, java_script_enabled=False)
    assert page.locator(".card").count() == 5
    page.locator("input[name='set.severity-us-chips'][value='0.5']").check()
    page.locator("#go").click()
    page.wait_for_url("**set.severity-us-chips=0.5**")
    assert "switch." not in page.url
    assert page.locator("input[name='set.severity-us-chips'][value='0.5']").is_checked()
    assert page.locator("#dots .ghost").count() > 0
    assert page.locator(".chip").count() == 2


def test_a_moved_slider_changes_the_answer_and_the_address(open_page: Opens) -> None:
    page = open_page("/settings")
    before, drawn = sentence(page), page.locator("#dots svg:visible").inner_html()
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
    page.evaluate(HEIGHTS)
    page.mouse.move(box["x"] + 0.05 * box["width"], middle, steps=12)
    page.wait_for_timeout(300)
    tall = page.evaluate("window.tall")
    assert len(tall) > 1
    assert tall == sorted(tall)  # what lies below moves down at most, and never to and fro
    page.mouse.up()
    page.wait_for_function("name => location.search.includes(name)", arg=name)
    settled(page)
    moved = sentence(page)
    again = page.locator("#dots svg:visible").inner_html()
    assert (moved, again) != (before, drawn)
    assert page.locator("#dots svg:visible .ghost").count() > 0
    other = open_page(page.url)
    assert sentence(other) == moved
    assert other.locator(f"[name='{name}']").input_value() != ""


def test_arrow_keys_are_fed_from_frames_and_run_the_whole_answer_once(open_page: Opens) -> None:
    page = open_page("/settings")
    wanted: list[str] = []
    page.on("request", lambda asked: wanted.append(asked.url))
    slider = page.locator("input.slider:visible").first
    slider.focus()
    for _ in range(6):
        page.keyboard.press("ArrowLeft")
    expect(page.locator("#status")).to_contain_text("while you drag", timeout=WAIT)
    page.wait_for_function("() => location.search.includes('set.')")
    settled(page)
    assert sum("/api/progress" in each for each in wanted) == 1
    assert sum("/api/frames" in each for each in wanted) >= 1


def test_a_slider_says_that_the_server_is_away(open_page: Opens) -> None:
    page = open_page("/settings")
    settled(page)
    page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError('no server')); }")
    slider = page.locator("input.slider:visible").first
    slider.focus()
    for read in ("#status", "#live"):
        expect(page.locator(read)).to_have_text("The server did not answer. The last answer stays.")


def test_a_choice_moves_along_with_the_day_and_undo_leads_back(open_page: Opens) -> None:
    page = open_page(TODAY)
    settled(page)
    choice = "input[name='set.{}severity-us-chips'][value='0.5']"
    page.locator("label", has=page.locator(choice.format(""))).click()
    settled(page)
    page.locator("label", has=page.locator("input[name='since'][value='date']")).click()
    page.wait_for_url("**since=date**")
    assert page.locator(choice.format("from-date.")).is_checked()
    settled(page)
    assert page.locator("#undo").is_enabled()
    page.locator("#undo").click()
    page.wait_for_url(lambda address: "since=date" not in address)
    assert page.locator(choice.format("")).is_checked()


def test_a_choice_has_ghosts_chips_undo_and_back(open_page: Opens) -> None:
    page = open_page(TODAY)
    before = page.url
    shipped = sentence(page)
    name = "set.severity-us-chips"
    page.locator(f"input[name='{name}'][value='0']").check()
    page.wait_for_function("name => location.search.includes(`${name}=0`)", arg=name)
    settled(page)
    moved = sentence(page)
    assert moved != shipped
    assert page.locator("#dots svg:visible .ghost").count() == 50
    assert page.locator(".chip").count() == 2
    assert "against the shipped answer" in page.locator("#chips").inner_text()
    live = page.locator("#live").text_content() or ""  # the change is read aloud, once
    assert live.startswith(page.locator("#headline").inner_text())
    assert "against the shipped answer" in live
    assert page.locator("[aria-live], [role=status], [role=alert]").count() == 1
    command = page.locator("#command").text_content() or ""
    assert "--set severity-us-chips=0" in command
    page.locator("#undo").click()
    page.wait_for_function("() => !location.search.includes('set.')")
    settled(page)
    assert (sentence(page), page.locator(".chip").count()) == (shipped, 0)
    assert page.locator(f"input[name='{name}'][value='']").is_checked()
    assert page.locator("input[name='since'][value='past']").is_checked()
    page.locator("#redo").click()
    page.wait_for_function("name => location.search.includes(name)", arg=name)
    settled(page)
    assert sentence(page) == moved
    page.go_back()
    settled(page)
    assert sentence(page) == shipped
    assert page.url.startswith(before.partition("?")[0])


def test_a_setpoint_and_an_open_question_change_the_answer(open_page: Opens) -> None:
    page = open_page(TODAY.replace("/?", "/settings?"))
    before = sentence(page)
    page.locator("details.group").evaluate_all("all => all.forEach(each => { each.open = true; })")
    lever = page.locator(".lever:has(#set-severity-us-chips)")
    lever.locator("a[data-setpoint='0.5']").click()
    page.wait_for_function("() => location.search.includes('set.severity-us-chips=0.5')")
    settled(page)
    assert page.locator("#set-severity-us-chips").input_value() == "0.5"
    halved = sentence(page)
    page.locator("[name='switch.clause-2-suspension']").select_option("lapses")
    page.wait_for_function("() => location.search.includes('clause-2-suspension=lapses')")
    settled(page)
    both = sentence(page)
    assert len({before, halved, both}) > 1
    assert sentence(open_page(page.url)) == both


def test_the_answers_beside_a_changed_one_follow_its_settings(open_page: Opens) -> None:
    page = open_page(TODAY)
    before = sentence(page)
    assert page.locator("details:has(#baselines)").is_hidden()
    page.locator("label:has(input[name='set.severity-us-chips'][value='0.5'])").click()
    page.wait_for_function("() => location.search.includes('set.severity-us-chips=0.5')")
    settled(page)
    assert page.locator("#baselines p").count() == 0
    page.locator("label:has(input[name='switch.kuala-lumpur-extension'][value='lapses'])").click()
    page.wait_for_function("() => location.search.includes('kuala-lumpur-extension=lapses')")
    expect(page.locator("#baselines p")).to_have_count(2, timeout=WAIT)
    assert page.locator("details:has(#baselines)").is_visible()
    assert before in (page.locator("#baselines").text_content() or "")
    assert "--set switch.kuala-lumpur-extension=lapses" in (
        page.locator("#command").text_content() or ""
    )
    there = sentence(page)
    assert sentence(open_page(page.url)) == there


def test_a_skip_link_leaves_answer_and_steps_alone(open_page: Opens) -> None:
    page = open_page(TODAY)
    page.locator("label:has(input[name='set.severity-us-chips'][value='0.5'])").click()
    page.wait_for_function("() => location.search.includes('set.severity-us-chips=0.5')")
    settled(page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.keyboard.press("Home")
    page.locator("a[href='#levers-title']").first.press("Enter")
    page.wait_for_timeout(400)
    assert not [url for url in asked if "/api/progress" in url]
    assert page.locator("#undo").is_enabled()


def test_another_scenario_begins_as_shipped_and_back_leads_home(open_page: Opens) -> None:
    page = open_page(TODAY)
    page.locator("label:has(input[name='set.severity-us-chips'][value='0.5'])").click()
    page.wait_for_function("() => location.search.includes('set.severity-us-chips=0.5')")
    settled(page)
    page.locator("[name='scenario']").select_option("lilliput")
    page.wait_for_url("**scenario=lilliput**")
    assert "set." not in page.url
    page.go_back()
    page.wait_for_url("**severity-us-chips**")
    assert page.locator("select[name='scenario']").input_value() == "today"


def test_all_settings_fill_the_page_below_an_answer_that_stays_in_view(open_page: Opens) -> None:
    page = open_page("/settings", viewport={"width": 1280, "height": 800})
    page.locator("details.group").evaluate_all("all => all.forEach(each => { each.open = true; })")
    main = page.locator("main").bounding_box()
    form = page.locator("#state").bounding_box()
    assert main is not None
    assert form is not None
    assert form["width"] > 0.95 * main["width"]
    last = page.locator(".lever").last
    last.evaluate("each => each.scrollIntoView()")
    dots, lever = page.locator("#dots svg:visible").bounding_box(), last.bounding_box()
    assert dots is not None
    assert lever is not None
    assert 0 <= dots["y"] < dots["y"] + dots["height"] <= lever["y"]


def test_settings_are_found_by_their_words(open_page: Opens) -> None:
    page = open_page("/settings")
    page.locator("#search").fill("price cap")
    assert page.locator(".lever:visible label").all_inner_texts() == ["price cap"]
    page.locator("#search").fill("nothing of the kind")
    expect(page.locator("#found")).to_have_text("Nothing found.")


def test_a_dot_tells_its_future_by_mouse_and_keyboard(open_page: Opens) -> None:
    page = open_page("/", viewport={"width": 1280, "height": 800})
    page.locator("#dots svg:visible .dot").last.click()
    expect(page.locator("#story-title")).to_contain_text("Future", timeout=WAIT)
    first = page.locator("#story-title").inner_text()
    assert page.locator("#story .chain li").count() > 1
    assert page.locator("#story .months dt").count() > 0
    page.locator("#story [data-close]").click()
    assert page.locator("#story").is_hidden()
    page.locator("#dots svg:visible").focus()
    for key in ("ArrowRight", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    expect(page.locator("#story-title")).to_contain_text("Future", timeout=WAIT)
    assert page.locator("#story-title").inner_text() != first
    assert page.locator("#dots svg:visible .chosen").count() == 1


def test_futures_play_one_after_another_unless_motion_is_reduced(open_page: Opens) -> None:
    page = open_page("/")
    page.locator("#play").click()
    expect(page.locator("#story-title")).to_contain_text("Future", timeout=WAIT)
    assert page.locator("#play").get_attribute("aria-pressed") == "true"
    page.locator("#play").click()
    assert page.locator("#play").get_attribute("aria-pressed") == "false"
    assert open_page("/", reduced_motion="reduce").locator("#play").is_hidden()


def test_the_first_lever_is_under_eight_tabs_away(open_page: Opens) -> None:
    page = open_page(TODAY)
    tabs = 0
    while not (page.evaluate("document.activeElement.textContent") or "").startswith(
        "Skip to the l"
    ):
        page.keyboard.press("Tab")
        tabs += 1
        assert tabs < 4
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.type") == "radio"
    assert tabs + 1 < 8


def test_sentence_and_dots_stay_in_view_above_the_levers_of_a_phone(open_page: Opens) -> None:
    page = open_page(TODAY, viewport={"width": 390, "height": 844})
    page.locator(".card").last.scroll_into_view_if_needed()
    for name in ("#sentence", "#dots svg:visible"):
        box = page.locator(name).bounding_box()
        assert box is not None
        assert 0 <= box["y"] < 844 / 2


def test_a_term_opens_its_definition(open_page: Opens) -> None:
    page = open_page()
    page.locator("#sentence .term").first.click()
    assert page.locator(".gloss:popover-open").inner_text()


@pytest.mark.parametrize("path", ["/", "/why", "/evidence"])
def test_nothing_jumps_while_a_screen_loads(open_page: Opens, path: str) -> None:
    page = open_page(path, viewport={"width": 1280, "height": 800})
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(300)
    shift = page.evaluate(SHIFT)
    assert shift <= 0.05, shift


HEIGHTS: Final = """() => {
    const sight = document.getElementById('sight');
    window.tall = [sight.offsetHeight];
    document.addEventListener('sight', () => {
        requestAnimationFrame(() => window.tall.push(sight.offsetHeight));
    });
}"""
"""Writes down the height of the part in view at each frame."""

SHIFT: Final = """() => new Promise((done) => {
    let sum = 0;
    new PerformanceObserver((list) => {
        for (const each of list.getEntries()) if (!each.hadRecentInput) sum += each.value;
    }).observe({ type: 'layout-shift', buffered: true });
    setTimeout(() => done(sum), 300);
})"""
"""The sum of all shifts of the layout so far."""


def test_paper_holds_pictures_that_the_reader_has_not_scrolled_to(open_page: Opens) -> None:
    page = open_page("/why")
    lazy = page.locator("picture img[loading=lazy]")
    assert lazy.count() > 1
    page.evaluate("() => { dispatchEvent(new Event('beforeprint')); }")
    assert lazy.count() == 0
    page.wait_for_function(
        "() => [...document.querySelectorAll('picture img')].every("
        "each => each.complete && each.naturalWidth > 0)"
    )


def test_a_screen_on_its_way_is_told(open_page: Opens) -> None:
    page = open_page("/evidence")
    expect(page.locator("#leaving")).to_be_hidden()
    page.evaluate("() => { addEventListener('click', (event) => event.preventDefault()); }")
    page.locator("nav a[href^='/why']").click()  # a screen that does not come
    expect(page.locator("#leaving")).to_have_text("Running …")
    page.evaluate("() => { dispatchEvent(new Event('pageshow')); }")  # the reader comes back
    expect(page.locator("#leaving")).to_be_hidden()


def test_print_gives_a_report_and_no_form(open_page: Opens) -> None:
    page = open_page()
    page.emulate_media(media="print")
    assert page.locator("form:visible, nav:visible, #play:visible").count() == 0
    assert page.locator("h1:visible, #sentence:visible, #dots svg:visible").count() == 3
    cited = page.locator(".cited")  # a closed part of the screen is open on paper
    assert cited.evaluate("each => each.checkVisibility({contentVisibilityAuto: true})")
    assert "outlast" in cited.inner_text()
    assert page.locator("#services td:visible").count() > 0
    page.set_viewport_size({"width": 680, "height": 980})  # a sheet of A4 between its margins
    assert page.evaluate("document.documentElement.scrollWidth") <= 680
    page.goto("/why")
    page.emulate_media(media="print")
    assert page.locator("form:visible, nav:visible, .as-table:visible, .take:visible").count() == 0


def test_paper_is_white_for_readers_of_dark_pages_too(open_page: Opens) -> None:
    page = open_page(color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    ink = page.evaluate("getComputedStyle(document.querySelector('#headline')).color")
    assert sum(int(part) for part in ink.strip("rgb()").split(",")) < 200


def test_the_keyboard_alone_reaches_everything(open_page: Opens) -> None:
    page = open_page()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.goto("/")
    for _ in range(5):
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
    assert "推演" in sentence(page)


def test_an_unusable_entry_of_the_address_is_reported(open_page: Opens) -> None:
    page = open_page("/?leverage=3")
    assert "leverage" in page.locator(".notes").inner_text()


@pytest.mark.parametrize("path", SCREENS)
def test_a_phone_shows_everything_without_scrolling_sideways(open_page: Opens, path: str) -> None:
    page = open_page(path, viewport=PHONE)
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= PHONE["width"]


@pytest.mark.parametrize("path", SCREENS)
@pytest.mark.parametrize(("paper", "lang"), [("light", "en"), ("dark", "zh")])
def test_no_accessibility_rule_is_broken(
    open_page: Opens, path: str, paper: str, lang: str
) -> None:
    if "lang=" not in path:
        path += f"{'&' if '?' in path else '?'}lang={lang}"
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
    dot = page.locator("#dots svg:visible .dot").first
    light = open_page(color_scheme="light").locator("#dots svg:visible .dot").first
    fill = "each => getComputedStyle(each).fill"
    assert dot.evaluate(fill) != light.evaluate(fill)
    paper = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert sum(int(part) for part in paper.strip("rgb()").split(",")) < 150


def test_back_and_forward_keep_the_state_as_often_as_one_likes(open_page: Opens) -> None:
    page = open_page("/settings?scenario=lilliput")
    page.locator("#state .lever input[type=number]:visible").first.fill("0.3")
    page.keyboard.press("Tab")
    page.wait_for_function("() => location.search.includes('set.')")
    settled(page)
    kept, moved = page.url, sentence(page)
    fields = page.locator("#state .lever input[type=number]")
    settings = fields.evaluate_all("all => all.map(e => e.value)")
    page.locator("nav a").nth(1).click()
    page.wait_for_url("**/why?**")
    for _ in range(3):
        page.go_back()
        settled(page)
        assert (page.url, sentence(page)) == (kept, moved)
        assert fields.evaluate_all("all => all.map(e => e.value)") == settings
        page.go_forward()
        page.wait_for_url("**/why?**")
        assert page.locator("figure").count() > 2


SENT = """performance.getEntriesByType('resource')
    .filter(each => /page\\.css|paths\\.svg/.test(each.name))
    .map(each => [each.name, each.transferSize])"""
"""The address of each of two files, and the bytes that came for it."""

EAGER = "() => { for (const each of document.images) each.loading = 'eager'; }"
"""Loads the pictures that lie below the screen too."""

HEAD_ALONE = 300
"""The bytes that a browser counts for a reply without content; those from its memory count none."""


def test_a_second_visit_sends_nothing_again(open_page: Opens) -> None:
    page = open_page("/why")
    page.evaluate(EAGER)
    page.wait_for_function("() => [...document.images].every(i => i.complete && i.naturalWidth)")
    page.goto("/evidence")
    page.goto("/why")
    page.evaluate(EAGER)
    page.wait_for_function("() => [...document.images].every(i => i.complete && i.naturalWidth)")
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
    assert page.locator("h1").inner_text()
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


@pytest.mark.parametrize("width", [1280, 1440])
@pytest.mark.parametrize("screen", ["/evidence?show=claims", "/evidence?show=facts&find=gallium"])
def test_no_chinese_cell_stands_upright(open_page: Opens, screen: str, width: int) -> None:
    address = f"{screen}&scenario=today&lang=zh"
    page = open_page(address, viewport={"width": width, "height": 900})
    upright = page.locator("table :is(td, th)").evaluate_all(
        """cells => cells.filter((cell) => {
          const letter = parseFloat(getComputedStyle(cell).fontSize);
          const text = cell.textContent.trim();
          return text.length > 3 && cell.clientWidth < 3 * letter;
        }).map((cell) => cell.textContent)"""
    )
    assert page.locator("tbody tr").count() > 5
    assert not upright
