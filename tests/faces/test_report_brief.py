"""The first two pages of a report: answer, reasons, changes and the unknown, without codes."""

import re
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

import pytest

import outlast as ol
from outlast.present.display.fonts import cells
from outlast.present.display.terms import terms
from outlast.present.display.voice import LANGUAGES, Voice, voice_of
from outlast.present.outcomes import short_sides
from outlast.present.summary import Summary, summary
from outlast.report import brief
from outlast.report.content import build_report
from outlast.report.parts import Report, ReportFigure, ReportTable, SubHeading, TextBlock
from outlast.results import Results

SMALLEST = 9.0
WIDEST = 24


@cache
def toy() -> ol.Answer:
    return ol.run("lilliput", futures=64)


@cache
def made(language: str) -> Report:
    return build_report(toy().results, toy().drivers, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_section_is_the_answer_in_two_minutes(language: str) -> None:
    first = made(language).sections[0]
    assert (first.key, first.own_pages) == ("brief", True)
    assert [each.own_pages for each in made(language).sections].count(True) == 1
    found = summary(toy().results, voice_of(toy().results.situation, language))
    texts = [each.text for each in first.blocks if isinstance(each, TextBlock)]
    wanted = (found.headline, found.sentence, found.honesty)
    assert all(each in texts for each in wanted)
    assert all(reason.text in texts for reason in found.reasons)
    heads = [each for each in first.blocks if isinstance(each, SubHeading)]
    assert len(heads) == 3


def test_every_language_explains_the_same_terms(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = {"en": ("already-short", "future"), "zh": ("grade", "future")}

    def with_other_words(results: Results, voice: Voice, **options: Any) -> Summary:  # noqa: ANN401
        return replace(summary(results, voice, **options), terms=texts[voice.language])

    monkeypatch.setattr(brief, "summary", with_other_words)
    for language in LANGUAGES:
        blocks = build_report(toy().results, toy().drivers, language).sections[0].blocks
        last = max(at for at, each in enumerate(blocks) if isinstance(each, SubHeading))
        told = [each.text for each in blocks[last + 1 :] if isinstance(each, TextBlock)]
        wanted = ("already-short", "future", "grade")
        assert told == [terms(language)[key].text for key in wanted]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_pages_hold_no_codes(language: str) -> None:
    report = made(language)
    digest = toy().results.manifest.digest
    assert digest in report.foot
    assert digest not in report.running
    for block in report.sections[0].blocks:
        if isinstance(block, ReportFigure):
            assert block.view.caption == ()
        if isinstance(block, ReportTable):
            assert digest not in f"{block}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_by_set_has_few_words_in_a_cell(language: str) -> None:
    section = next(each for each in made(language).sections if each.key == "change")
    table = next(each for each in section.blocks if isinstance(each, ReportTable))
    sides = short_sides(toy().results, voice_of(toy().results.situation, language))
    assert table.columns[4:6] == sides
    assert max(cells(cell) for line in table.lines for cell in line[1:]) <= WIDEST


def test_every_letter_of_the_pdf_has_nine_points_or_more() -> None:
    source = (files("outlast.report") / "templates" / "report.typ").read_text(encoding="utf-8")
    sizes = [float(each) for each in re.findall(r"size: ([\d.]+)pt", source)]
    assert len(sizes) > 5
    assert min(sizes) >= SMALLEST
