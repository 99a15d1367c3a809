"""Names at the left of figures are whole: on a phone, in a column of the page, on a wide page."""

import json
import re

import pytest

from outlast.present.display.fonts import cells
from outlast.present.display.time_axis import LETTER
from outlast.present.display.voice import LANGUAGES, Voice
from outlast.present.view import BROAD, Look, View
from outlast.present.views.compute import compute
from outlast.present.views.cover import cover
from outlast.present.views.dependence import dependence
from outlast.present.views.dots import dots
from outlast.present.views.measures import measures
from outlast.present.views.need_met import need_met
from outlast.results import Results
from tests.present.fake import outcome, speak

FIGURES = {
    "compute": compute,
    "cover": cover,
    "dependence": dependence,
    "measures": measures,
    "met": need_met,
}


def texts(view: View, look: Look) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", view.svg(look))


@pytest.fixture(scope="module")
def today() -> Results:
    return outcome("today")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [330, 576, BROAD])
@pytest.mark.parametrize("name", FIGURES)
def test_no_name_is_cut(today: Results, name: str, width: int, language: str) -> None:
    voice: Voice = speak(language, "today")
    shown = texts(FIGURES[name](today, voice), Look(width=width, heading=False))
    assert len(shown) > 10
    assert not [text for text in shown if text.endswith("…")]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [640, BROAD])
def test_labels_of_time_below_the_dots_stand_apart(
    today: Results, width: int, language: str
) -> None:
    whole = dots(today, speak(language, "today")).spec(Look(width=width, heading=False))
    while "layer" not in whole:
        whole = whole["vconcat"][0]
    x = whole["layer"][0]["encoding"]["x"]
    left, right = x["scale"]["domain"]
    places = x["axis"]["values"]
    labels = json.loads(x["axis"]["labelExpr"].partition("[indexof(")[0])
    halves = [LETTER * max(map(cells, lines)) / 2 for lines in labels]
    for one, other, wide, near in zip(places, places[1:], halves, halves[1:], strict=False):
        apart = (other - one) / (right - left) * whole["width"]
        assert apart > wide + near + LETTER
