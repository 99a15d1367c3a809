"""Fields of the page in a real browser: a number that a field cannot take never leaves it."""

from typing import Final

import pytest
from playwright.sync_api import Page, expect

from tests.faces.conftest import WAIT, Opens, needs_browser

TODAY: Final = "/settings?scenario=today&futures=16"
LEVER: Final = "severity-us-chips"

pytestmark = needs_browser


def fields(page: Page) -> list[str]:
    """Open all settings and return the names of the number fields."""
    page.locator("details.group").evaluate_all("all => all.forEach(each => each.open = true)")
    return page.locator("input[type=number]").evaluate_all("all => all.map(each => each.name)")


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("en", "This field takes a number from 0 to 1."),
        (
            "zh",
            "此处应为0至1之间的数。",
        ),  # as the page, not the browser, speaks
    ],
)
@pytest.mark.parametrize("name", [f"set.{LEVER}", f"set.from-date.{LEVER}"])
def test_both_fields_of_a_lever_refuse_a_number_where_it_is_typed(
    open_page: Opens, name: str, lang: str, told: str
) -> None:
    page = open_page(f"{TODAY}&lang={lang}")
    assert name in fields(page)
    before, field = page.url, page.locator(f"input[name='{name}']")
    field.fill("7")
    field.press("Tab")
    expect(page.locator(".refused")).to_have_text(told)
    assert field.get_attribute("aria-invalid") == "true"
    assert page.url == before
    field.press("Enter")
    assert page.url == before
    field.fill("0.5")
    field.press("Tab")
    page.wait_for_url(f"**{name}=0.5**")
    assert page.locator(".refused").count() == 0
    assert field.get_attribute("aria-invalid") is None


def test_every_number_field_states_its_bounds(open_page: Opens) -> None:
    page = open_page("/settings")
    names = fields(page)
    assert {"seed", "futures"} < set(names)
    for name in names:
        assert page.locator(f"input[name='{name}']").get_attribute("data-refused")


def test_a_refused_field_keeps_no_other_from_moving(open_page: Opens) -> None:
    page = open_page("/settings")
    one, other = (name for name in fields(page) if name in ("seed", "futures"))
    page.locator(f"input[name='{one}']").fill("-3")
    page.locator(f"input[name='{one}']").press("Tab")
    page.locator(f"input[name='{other}']").fill("16")
    page.locator(f"input[name='{other}']").press("Tab")
    page.wait_for_url(f"**{other}=16**", timeout=WAIT)
    assert "-3" not in page.url
    assert page.locator(".refused").count() == 1
