"""Screenings in a real browser: answers in place, the way back, keyboard, paper, no scripts."""

from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.faces.conftest import WAIT, Opens, needs_browser

HERE: Final = "/screen?scenario=today"
CHIP: Final = f"{HERE}&maker=NVIDIA&tops.8=296&to=CN&on=2026-01-20"
PARTS: Final = "Part;TOPS;bits\nH20;;\n;4,8;\nno such part;;\n"
AXE: Final = files("axe_playwright_python") / "axe.min.js"
RULES: Final = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}

pytestmark = needs_browser


def verdict(page: Page) -> str:
    return page.locator(".verdict h2").inner_text()


def screen(page: Page, item: str, to: str, day: str = "2025-04-16") -> None:
    page.locator("#item").fill(item)
    page.locator("#to").fill(to)
    page.locator("#on").fill(day)
    page.get_by_role("button", name="Screen", exact=True).click()


@pytest.mark.parametrize("scripts", ["with", "without"])
def test_one_part_is_screened_with_and_without_scripts(open_page: Opens, scripts: str) -> None:
    page = open_page(HERE, java_script_enabled=scripts == "with")
    screen(page, "H20", "China")
    page.wait_for_url("**item=H20**")
    expect(page.locator(".verdict")).to_contain_text("Licence needed", timeout=WAIT)
    assert page.locator(".law a[href^='https://']").count() > 0
    assert page.locator("#to").input_value() == "China"
    other = open_page(page.url)
    assert verdict(other) == "Licence needed"


def test_an_answer_is_told_and_holds_the_focus(open_page: Opens) -> None:
    page = open_page(HERE)
    told = page.locator("#told")
    assert told.get_attribute("role") == "status"
    assert told.inner_text() == ""
    told.evaluate("each => { each.mark = 'the same'; }")
    screen(page, "H20", "CN")
    expect(told).to_contain_text("Licence needed: H20", timeout=WAIT)
    assert told.evaluate("each => each.mark") == "the same"
    assert page.evaluate("document.activeElement.id") == "result"
    assert page.title().startswith("Licence needed: H20")


def test_a_missing_attribute_is_answered_in_place(open_page: Opens) -> None:
    page = open_page(CHIP)
    assert verdict(page) == "Cannot be told"
    page.locator("#ask-memory-bandwidth").fill("4000")
    page.locator("#ask-interconnect").fill("900")
    page.locator("#ask-datacenter").select_option("yes")
    page.locator("#ask-die").fill("814")
    page.get_by_role("button", name="Answer", exact=True).click()
    expect(page.locator(".verdict")).to_contain_text("Licence needed", timeout=WAIT)
    assert "memory-bandwidth=4000" in page.url
    assert page.locator("#memory-bandwidth").input_value() == "4000"
    assert page.locator(".questions").count() == 0


def test_back_and_forward_lead_through_the_questions(open_page: Opens) -> None:
    page = open_page(HERE)
    screen(page, "H20", "CN")
    page.wait_for_url("**item=H20**")
    first = page.url
    screen(page, "gallium", "DE", "2025-05-01")
    page.wait_for_url("**item=gallium**")
    second = page.url
    for _ in range(2):
        page.go_back()
        expect(page.locator(".thing")).to_contain_text("H20", timeout=WAIT)
        assert page.url == first
        assert page.locator("#item").input_value() == "H20"
        page.go_forward()
        expect(page.locator(".thing")).to_contain_text("gallium", timeout=WAIT)
        assert page.url == second
    page.locator("a.language").click()
    page.wait_for_url("**lang=zh**")
    assert "gallium" in page.url
    assert page.locator("html").get_attribute("lang") == "zh-Hans"


def test_the_keyboard_alone_screens_a_part(open_page: Opens) -> None:
    page = open_page(HERE)
    page.locator("#item").focus()
    page.keyboard.type("H20")
    page.keyboard.press("Tab")
    page.keyboard.type("CN")
    page.keyboard.press("Enter")
    page.wait_for_url("**item=H20**")
    expect(page.locator(".verdict")).to_be_visible(timeout=WAIT)
    page.keyboard.press("Tab")
    reached: list[str] = []
    for _ in range(40):
        reached.append(page.evaluate("document.activeElement.tagName"))
        page.keyboard.press("Tab")
    assert {"A", "SUMMARY"} <= set(reached)


def test_names_are_offered_while_one_types(open_page: Opens) -> None:
    page = open_page(HERE)
    for field, name in (("item", "Gallium metal"), ("to", "Germany")):
        options = page.locator(f"#{field}").evaluate(
            "each => [...each.list.options].map(one => one.value)"
        )
        assert name in options


@pytest.mark.parametrize("scripts", ["with", "without"])
def test_a_pasted_list_is_screened_and_taken_away(
    open_page: Opens, scripts: str, tmp_path: Path
) -> None:
    page = open_page(f"{HERE}&list=new", java_script_enabled=scripts == "with")
    page.locator("#list").fill(PARTS)
    page.locator("#to").fill("CN")
    page.locator("#on").fill("2025-04-16")
    page.get_by_role("button", name="Screen the list").click()
    page.wait_for_selector(".parts-table")
    assert page.locator(".parts-table tbody tr").count() == 3
    assert page.locator(".mark.v-unread").count() == 2
    with page.expect_download() as sent:
        page.get_by_role("link", name="XLSX").click()
    file = tmp_path / "answer.xlsx"
    sent.value.save_as(file)
    values = list(openpyxl.load_workbook(file).worksheets[0].values)
    assert [row[3] for row in values] == ["verdict", "licence", None, "unknown"]
    page.get_by_role("link", name="H20", exact=True).click()
    page.wait_for_selector(".verdict")
    assert verdict(page) == "Licence needed"
    page.go_back()
    page.wait_for_selector(".parts-table")
    assert page.locator("#list").input_value().startswith("Part;TOPS")


def test_a_chosen_file_is_screened(open_page: Opens, tmp_path: Path) -> None:
    file = tmp_path / "parts.csv"
    file.write_bytes("\ufeffPart;Menge\nH20;1,5\n镓;2\n".encode())
    page = open_page(f"{HERE}&list=new")
    page.locator("#file").set_input_files(file)
    page.locator("#to").fill("US")
    page.get_by_role("button", name="Screen the list").click()
    page.wait_for_selector(".parts-table")
    assert "parts.csv: 2 rows" in page.locator("#result h2").first.inner_text()


def axe(page: Page) -> list[str]:
    page.add_script_tag(content=AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = page.evaluate("rules => axe.run(document, rules)", RULES)
    broken: list[dict[str, Any]] = found["violations"]
    return [f"{each['id']}: {each['nodes'][0]['html'][:160]}" for each in broken]


@pytest.mark.parametrize("paper", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_an_answer_in_place_and_a_list_break_no_rule(
    open_page: Opens, paper: str, language: str
) -> None:
    choices: dict[str, Any] = {"color_scheme": paper, "bypass_csp": True}
    page = open_page(f"{HERE}&lang={language}", **choices)
    page.locator("#item").fill("gallium")
    page.locator("#to").fill("US")
    page.locator("#from").fill("CN")
    page.locator("#item").press("Enter")
    page.wait_for_selector(".verdict")
    page.locator("details").evaluate_all("all => all.forEach(each => { each.open = true; })")
    assert axe(page) == []
    page.goto(f"{HERE}&list=new&lang={language}")
    page.locator("#list").fill(PARTS)
    page.locator("#to").fill("CN")
    page.locator("form button").first.click()
    page.wait_for_selector(".parts-table")
    assert axe(page) == []


CONTRAST: Final = """() => {
  const light = (colour) => {
    const part = colour.match(/[0-9.]+/g).slice(0, 3).map(Number).map((each) => each / 255)
      .map((each) => each <= 0.03928 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4);
    return 0.2126 * part[0] + 0.7152 * part[1] + 0.0722 * part[2];
  };
  const paper = light(getComputedStyle(document.documentElement).backgroundColor);
  return [...document.querySelectorAll(".mark")].map((each) => {
    const ink = light(getComputedStyle(each).color);
    return (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
  });
}"""
"""The contrast of every mark of a verdict with the paper."""


@pytest.mark.parametrize("paper", ["light", "dark"])
def test_every_verdict_has_contrast(open_page: Opens, paper: str) -> None:
    page = open_page(HERE, color_scheme=paper)
    found: list[float] = page.evaluate(CONTRAST)
    assert len(found) == 5
    assert min(found) >= 4.5


SHIFT: Final = """() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const each of list.getEntries()) sum += each.value;
  }).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(sum), 500);
})"""


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_moves_while_an_answer_is_painted(open_page: Opens, width: int) -> None:
    viewport = {"width": width, "height": 900}
    page = open_page(f"{HERE}&item=gallium&from=CN&to=US&on=2026-11-28", viewport=viewport)
    assert page.evaluate(SHIFT) == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width
