"""The labels at the dots of an explorer stand inside the picture, and none covers another."""

from dataclasses import replace
from functools import cache
from itertools import combinations

import numpy as np
import pytest
from playwright.sync_api import Browser

import outlast as ol
from outlast.present.display.voice import LANGUAGES, voice_of
from outlast.present.sharing.card import share_voice
from outlast.present.sharing.dot_field import (
    PAGE_SIZE,
    PHONE_SIZE,
    FieldSize,
    dot_field,
    standalone,
)
from outlast.results import FirstBreaks, Results
from tests.faces.conftest import needs_browser

BOXES = "all => all.map(each => { const box = each.getBBox(); return [each.textContent, box.x, \
box.y, box.x + box.width, box.y + box.height]; })"


@cache
def today() -> ol.Answer:
    return ol.run("today", futures=16, moves="record-only")


def crowded(breaks: FirstBreaks) -> FirstBreaks:
    """Return first breaks with the longest labels: of both sides, both at once, and neither."""
    late = breaks.horizon + 1
    one, other = [(8.5, 40.5)] * 440, [(40.5, 9.5)] * 548
    times = np.array([*one, *other, *([(9.5, 9.5)] * 8), *([(late, late)] * 4)])
    return replace(breaks, times=times, short=np.zeros(times.shape, dtype=bool), weights=None)


@needs_browser
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", [PAGE_SIZE, PHONE_SIZE])
def test_no_label_covers_another_or_leaves_the_picture(
    browser: Browser, monkeypatch: pytest.MonkeyPatch, size: FieldSize, language: str
) -> None:
    results = today().results
    before, made = results.first_breaks(), crowded(results.first_breaks())

    def first_breaks(_: Results) -> FirstBreaks:
        return made

    monkeypatch.setattr(Results, "first_breaks", first_breaks)
    voice = share_voice(voice_of(results.situation, language))
    body, height = dot_field(results, voice, size, baseline=before, theme=None)
    page = browser.new_page(viewport={"width": size.width, "height": 400})
    page.set_content(f"<body style='margin:0'>{standalone(body, size.width, height, 'dots')}")
    boxes = page.locator("svg text").evaluate_all(BOXES)
    page.close()
    assert len(boxes) > 8
    for text, left, top, right, bottom in boxes:
        assert left >= -1, text
        assert right <= size.width + 1, text
        assert top >= 0, text
        assert bottom <= height + 1, text
    for one, other in combinations(boxes, 2):
        beside = one[3] <= other[1] or other[3] <= one[1]
        assert beside or one[4] <= other[2] + 2 or other[4] <= one[2] + 2, (one[0], other[0])
