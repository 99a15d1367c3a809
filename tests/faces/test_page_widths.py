"""The page between phone and desk: a picture of the dots for each width, no column out of view."""

import pytest

from tests.faces.conftest import Opens, needs_browser

pytestmark = needs_browser


@pytest.mark.parametrize(("width", "look"), [(390, "narrow"), (768, "wide"), (1280, "wide")])
def test_the_dots_suit_the_width(open_page: Opens, width: int, look: str) -> None:
    page = open_page("/", viewport={"width": width, "height": 800})
    seen = page.locator("#dots svg:visible")
    assert seen.count() == 1
    assert look in (seen.get_attribute("class") or "").split()
    lettering = seen.evaluate(
        "each => parseFloat(getComputedStyle(each.querySelector('.label')).fontSize) "
        "* each.getBoundingClientRect().width / each.viewBox.baseVal.width"
    )
    assert 10 < lettering < 17  # about as large as the text beside it


def test_the_change_of_a_comparison_stands_in_view_on_a_phone(open_page: Opens) -> None:
    address = "/compare?scenario=today&futures=16&a=today&b=mine&set.stock-us-allies=0"
    page = open_page(address, viewport={"width": 390, "height": 800})
    heads = page.locator(".differences thead th")
    assert heads.count() == 5
    box = heads.nth(3).bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= 390 - 16


@pytest.mark.parametrize("width", [390, 768, 880, 1280])
def test_the_other_language_stands_in_the_first_line(open_page: Opens, width: int) -> None:
    page = open_page("/", viewport={"width": width, "height": 800})
    brand, language = (page.locator(each).bounding_box() for each in (".brand", ".language"))
    assert brand is not None
    assert language is not None
    assert language["y"] < brand["y"] + brand["height"]
