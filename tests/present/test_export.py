"""Figures as files, themes in greyscale, and the answer as plain text."""

import csv
import io
from itertools import combinations, pairwise
from pathlib import Path
from subprocess import run
from sys import executable

import pytest

from outlast.errors import InputError
from outlast.present import export
from outlast.present.display.fonts import cells
from outlast.present.display.theme import THEMES, Theme, contrast, lightness
from outlast.present.headline import counted
from outlast.present.terminal import (
    GLYPHS,
    dots_text,
    drivers_lines,
    services_table,
)
from outlast.present.views.cover import cover
from outlast.present.views.dots import DOTS, dots
from tests.present.fake import DIGEST, DRIVERS, outcome, speak


def test_csv_parses_and_every_row_names_its_origin() -> None:
    view = cover(outcome(), speak("zh"))
    rows = list(csv.DictReader(io.StringIO(export.to_csv(view))))
    assert len(rows) == len(view.table.rows)
    assert {(row["scenario"], row["digest"], row["seed"]) for row in rows} == {
        ("lilliput", DIGEST, "7")
    }
    assert float(rows[0]["total"]) > 0


def test_files_are_of_the_kind_that_their_name_ends_in(tmp_path: Path) -> None:
    view = dots(outcome(), speak("en"))
    assert export.write(view, tmp_path / "dots.csv").read_text(encoding="utf-8").startswith("dot,")
    assert export.write(view, tmp_path / "dots.svg").read_text(encoding="utf-8").startswith("<svg")
    assert export.write(view, tmp_path / "dots.png").read_bytes().startswith(b"\x89PNG")
    with pytest.raises(InputError, match="no kind of figure"):
        export.write(view, tmp_path / "dots.gif")


@pytest.mark.parametrize("theme", THEMES.values(), ids=list(THEMES))
def test_sides_are_distinguishable_without_colour(theme: Theme) -> None:
    assert contrast(*theme.sides) >= 1.8
    assert contrast(theme.ink, theme.paper) >= 7
    assert contrast(theme.faint, theme.paper) >= 4.5
    for colour in (*theme.sides, theme.both, theme.neither):
        assert contrast(colour, theme.paper) >= 3.0


@pytest.mark.parametrize("theme", THEMES.values(), ids=list(THEMES))
def test_the_scale_runs_one_way_in_greyscale(theme: Theme) -> None:
    steps = [lightness(colour) for colour in theme.scale]
    assert all(one < other for one, other in pairwise(steps)) or all(
        one > other for one, other in pairwise(steps)
    )
    assert all(contrast(one, other) > 1.25 for one, other in combinations(theme.scale, 2))


def test_fifty_dots_as_text() -> None:
    lines = dots_text(outcome(), speak("en"))
    text = "".join(span.text for line in lines[:-3] for span in line)
    assert sum(text.count(glyph) for glyph in GLYPHS.values()) == DOTS
    assert text.count("●") == 30
    assert "never" in lines[-2][0].text


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_axis_under_the_dots_is_as_wide_as_they_are(language: str) -> None:
    lines = dots_text(outcome(), speak(language), width=70)
    assert cells(lines[-3][0].text) == 70
    assert cells(lines[-2][0].text) <= 70 + 8


def test_services_as_a_table() -> None:
    table = services_table(outcome(), speak("en"))
    assert [row["service"] for row in table.rows] == ["Breakfast, Lilliput", "Fleet, Blefuscu"]
    first = table.rows[0]
    assert (first["breaks"], first["t50"], first["t90"]) == ("20", "never", "never")


def test_drivers_as_lines() -> None:
    lines = drivers_lines(DRIVERS, speak("en"), shown=2)
    assert len(lines) == 3
    assert "31%" in lines[1]


def test_the_sentence_is_the_same_everywhere() -> None:
    results = outcome()
    assert dots(results, speak("en")).finding in counted(results, speak("en"))


def test_views_and_terminal_do_without_altair() -> None:
    code = (
        "import sys\n"
        "from outlast.present import export, headline, registry, terminal\n"
        "assert not {'altair', 'vl_convert', 'rich', 'pandas'} & set(sys.modules)\n"
    )
    run([executable, "-c", code], check=True)
