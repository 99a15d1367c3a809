"""The card: 1200 by 630 pixels with headline, sentence, dots, citation and licence."""

import re
import struct
from functools import cache
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont  # pyright: ignore[reportMissingTypeStubs]

import outlast as ol
from outlast.cli import main
from outlast.present.display.fonts import FONT as FONT_FILE
from outlast.present.display.theme import DARK, FONT, LIGHT, Theme
from outlast.present.display.voice import LANGUAGES, voice_of
from outlast.present.sharing.card import CHINESE, HEIGHT, INSIDE, WIDTH, card
from outlast.present.sharing.dot_field import CARD_SIZE, PAGE_SIZE, FieldSize, placed
from outlast.present.summary import short_answer
from outlast.results.first_breaks import BOTH, NEITHER, ONE, OTHER
from outlast.web.dot_picture import FRAMES

SIDES = ("circle", "path")


@cache
def toy() -> ol.Answer:
    return ol.run("lilliput", futures=32)


def texts(svg: str) -> list[str]:
    """Return the texts of a card, in whatever fonts."""
    return re.findall(r"<text[^>]*>([^<]*)</text>", re.sub(r"</?tspan[^>]*>", "", svg))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_a_card_has_the_answer_its_origin_and_its_licence(language: str, theme: Theme) -> None:
    results = toy().results
    svg = card(results, voice_of(results.situation, language), theme)
    said = short_answer(results, voice_of(results.situation, language))
    text = " ".join(texts(svg))
    squeezed = text.replace(" ", "")
    for part in (said.headline, said.sentence, results.manifest.digest, "CC BY 4.0"):
        assert part.replace(" ", "") in squeezed
    assert f'width="{WIDTH}" height="{HEIGHT}"' in svg
    places = [float(each) for each in re.findall(r'<text x="44" y="([\d.]+)"', svg)]
    assert max(places) < HEIGHT
    assert "http" not in svg.replace("http://www.w3.org/2000/svg", "")


def test_a_letter_that_the_chinese_font_lacks_has_another_font() -> None:
    has = set(TTFont(FONT_FILE).getBestCmap() or ())
    results = toy().results
    svg = card(results, voice_of(results.situation, "zh"))
    assert svg.split(">", 1)[0].count(f'font-family="{CHINESE}, ') == 1
    left = "".join(re.findall(r"<text[^>]*>([^<]*)</text>", re.sub("<tspan.*?</tspan>", "", svg)))
    assert len(left) > 50
    assert {letter for letter in left if ord(letter) not in has} == set()
    marks = set(re.findall("<tspan [^>]*>", svg))
    assert marks == {f'<tspan font-family="{FONT}" font-weight="normal">'}
    english = card(results, voice_of(results.situation, "en"))
    assert "tspan" not in english


SIZES = (CARD_SIZE, PAGE_SIZE, *FRAMES.values())


@pytest.mark.parametrize("size", SIZES)
def test_dots_stay_inside_and_on_their_side(size: FieldSize) -> None:
    picked = [(ONE, 0.0)] * 20 + [(OTHER, 100.0)] * 15 + [(BOTH, 3.0)] * 5 + [(NEITHER, 313.0)] * 10
    field = placed(picked, size, 312.0, already=True)
    assert len({(round(dot.x, 1), round(dot.y, 1)) for dot in field.dots}) == len(picked)
    assert len(field.dots) == len(picked)
    for dot in field.dots:
        assert 0 <= dot.x <= size.width
        assert abs(dot.y) < 9 * size.pitch
        if dot.end in (ONE, OTHER):
            assert (dot.y < 0) == (dot.end == ONE)
    assert field.right < INSIDE or size is not CARD_SIZE


@pytest.mark.parametrize("size", SIZES)
def test_dots_of_the_axis_stand_on_it_and_the_blocks_beside_it(size: FieldSize) -> None:
    picked = [
        *((ONE, 10.0 * n) for n in range(1, 9)),
        *((OTHER, 30.0) for _ in range(12)),
        *((OTHER, 0.0) for _ in range(5)),
        (BOTH, 50.0),
        *((NEITHER, 101.0) for _ in range(14)),
    ]
    field = placed(picked, size, 100.0, already=True)
    for dot, (end, weeks) in zip(field.dots, picked, strict=True):
        inside = field.left <= dot.x <= field.right
        assert inside == (end != NEITHER and weeks > 0)
        assert 0 < dot.x < size.width
    assert len({(round(dot.x, 1), round(dot.y, 1)) for dot in field.dots}) == len(picked)


@pytest.mark.parametrize("size", SIZES)
def test_no_dot_of_both_sides_hides_another(size: FieldSize) -> None:
    picked = [
        *((ONE, 50.0) for _ in range(2)),
        *((OTHER, 50.0) for _ in range(3)),
        *((BOTH, 50.0) for _ in range(4)),
        *((BOTH, 0.0) for _ in range(9)),
    ]
    field = placed(picked, size, 100.0, already=True)
    assert sum(dot.end == BOTH and dot.y == 0 for dot in field.dots) == 1 + size.before
    assert len({(round(dot.x, 1), round(dot.y, 1)) for dot in field.dots}) == len(picked)


def test_the_command_writes_a_card_of_a_run_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = toy().save(tmp_path / "toy")
    for name in ("card.png", "card.svg"):
        assert main(["figure", "card", f"{folder}", "--out", f"{tmp_path / name}"]) == 0
    content = (tmp_path / "card.png").read_bytes()
    assert struct.unpack(">II", content[16:24]) == (WIDTH, HEIGHT)
    said = short_answer(toy().results, voice_of(toy().results.situation))
    assert said.headline in capsys.readouterr().out
    assert main(["figure", "card", f"{folder}", "--out", f"{tmp_path / 'card.csv'}"]) != 0
    assert main(["figure", "card", f"{folder}", "--width", "300", "--force"]) != 0
