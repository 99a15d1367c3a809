"""How far the record reaches, in Chinese: page and terminal say it, with every number and rule."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from outlast.api import library
from outlast.api.condition_words import ScreeningVoice
from outlast.api.party_files import with_pasted_parties
from outlast.api.screening_query import ScreeningQuery, screen_query
from outlast.api.screening_told import ToldScreening, told_screening
from outlast.cli import main
from outlast.web.app import make_app
from outlast.web.words import page_voice
from tests.faces.own import command, new

HAN = re.compile("[\N{CJK UNIFIED IDEOGRAPH-4E00}-\N{CJK UNIFIED IDEOGRAPH-9FFF}]")
CITED = re.compile(r"\d\w*(?:[-.]\w+)*(?:\(\w+\))*")
"""A number, an entry of a list, or a rule with its paragraphs."""

SLASHED = re.compile(r"(?<=\d)/(?=\d{4})|(?<=\d{4})-(?=\d\d-\d\d)|(?<=\d{4}-\d\d)-(?=\d\d)")
"""The marks within 70/2025 and 2026-11-29, which Chinese writes in words."""

COVERAGE = """format: outlast/coverage/1
areas:
  sea:
    title: rules of the sea
    extent: silent
    why: The record holds no rule of the sea.
  air:
    title: rules of the air
    extent: silent
    why: The record holds no rule of the air.
"""
NAMES = """format: outlast/names/1
names:
  area: {sea: 海上规则}
  reach: {sea: 本记录没有收录任何海上规则。}
"""


def chinese() -> ScreeningVoice:
    return ScreeningVoice(library(), page_voice("zh").naming(library().names))


def texts() -> Iterator[tuple[str, str]]:
    """Yield each English text on the reach of the shipped record, with the Chinese one."""
    words = chinese()
    for area in words.coverage.areas.values():
        yield area.why, words.reach(area)
        yield area.title, words.area(area)
    for key, search in words.coverage.searches.items():
        yield from zip((search.looked_for, search.result), words.searched(key), strict=True)


def joined(text: str) -> str:
    """Return a text without the ends of its lines and all blanks."""
    return re.sub(r"\s+", "", text)


def shown(page: str) -> str:
    """Return the texts of a page without blanks."""
    return joined(unescape(re.sub(r"<[^>]+>", " ", page)))


def cited(text: str) -> set[str]:
    """Return the numbers, days and rules of a text."""
    return set(CITED.findall(re.sub(f"{HAN.pattern}+", " ", text)))


def test_no_text_on_the_reach_of_the_record_lacks_chinese() -> None:
    found = dict(texts())
    assert len(found) >= 75
    assert not [english for english, told in found.items() if not HAN.search(told)]
    words = chinese()
    assert all(HAN.search(words.party_list(key)) for key in words.coverage.party_lists)


def test_chinese_has_the_numbers_and_the_rules_of_the_english() -> None:
    lacking: dict[str, set[str]] = {}
    for english, told in texts():
        plain = SLASHED.sub(" ", english).replace("clause 2 ", "")  # 第二款 is a numeral of words
        missing = cited(plain) - cited(told)
        if missing:
            lacking[english] = missing
    assert not lacking


def test_the_terminal_tells_the_reach_in_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["screen", "--coverage", "--lang", "zh"]) == 0
    out = capsys.readouterr().out
    assert not [told for _, told in texts() if joined(told) not in joined(out)]
    assert "禁运与制裁：未收录" in out  # noqa: RUF001  a Chinese mark
    assert "2026年11月29日检索，所查文本截至2026年10月8日" in out  # noqa: RUF001
    assert not re.search(r"The record|It does not|Not found|Searched", out)


def test_the_reach_as_data_is_english_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["screen", "--coverage", "--lang", "zh", "--json"]) != 0
    assert "English alone" in capsys.readouterr().err


def test_the_page_tells_the_reach_in_chinese() -> None:
    client = TestClient(make_app("today", 8), base_url="http://127.0.0.1")
    page = client.get("/screen?lang=zh").text
    words = chinese()
    assert not [
        area.title
        for area in words.coverage.areas.values()
        if joined(words.reach(area)) not in shown(page) or joined(area.why) in shown(page)
    ]
    answer = shown(client.get("/screen?item=A40&to=RU&lang=zh").text)
    assert joined(words.reach(words.coverage.areas["embargoes"])) in answer
    english = shown(client.get("/screen?lang=en").text)
    assert joined(words.coverage.areas["embargoes"].why) in english


def test_a_text_without_chinese_stands_in_english(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    mine = new(Path("mine"))
    (mine / "policy" / "coverage.yaml").write_text(COVERAGE, encoding="utf-8")
    (mine / "names.zh.yaml").write_text(NAMES, encoding="utf-8")
    told = ("screen", "--coverage", "--contest", "mine", "--lang", "zh")
    _, out, _ = command(capsys, *told)
    assert "海上规则：未收录\n本记录没有收录任何海上规则。" in out  # noqa: RUF001
    assert "rules of the air：未收录\nThe record holds no rule of the air." in out  # noqa: RUF001
    wrong = NAMES.replace("reach: {sea:", "reach: {see:")
    (mine / "names.zh.yaml").write_text(wrong, encoding="utf-8")
    code, out, _ = command(capsys, "validate", "mine")
    assert code == 1
    assert 'names.zh.yaml:4  "see" is not an area of law.' in out


def screened(table: str, receiver: str, language: str = "zh") -> ToldScreening:
    """Return a screening of a receiver beside a file of parties."""
    known = with_pasted_parties(library(), table.encode(), "list.csv")
    asked = {"item": "A40", "to": "DE", "from": "US", "on": "2026-11-20", "end_user": receiver}
    words = ScreeningVoice(known, page_voice(language).naming(library().names))
    return told_screening(screen_query(known, ScreeningQuery.model_validate(asked)), words)


def test_the_rule_behind_a_name_of_a_file_is_told_in_chinese() -> None:
    table = "name,source,license_requirement\nLagado Micro,Denied Persons List,All exports\n"
    rule = screened(table, "Lagado Micro").uncovered[0]
    told = "“Denied Persons List”所依据的规则，Lagado Micro在该名单上：All exports"  # noqa: RUF001
    assert rule.title == told
    assert rule.why.startswith("Lagado Micro，list.csv第2行（截至20")  # noqa: RUF001
    alike = screened(table, "Lagado Micras").uncovered[0]
    assert re.search(r"Lagado Micras可能在该名单上.相似度\d+/100", alike.title)
    english = screened(table, "Lagado Micro", "en").uncovered[0].title
    said = 'the rule behind "Denied Persons List", on which Lagado Micro stands: All exports'
    assert english == said


def test_the_lists_that_a_file_lacks_are_named_in_chinese() -> None:
    words, told = chinese(), screened("name,source\nLagado,Entity List\n", "Balnibarbi Works")
    lacking = next(each for each in told.uncovered if each.title.startswith("list.csv"))
    assert "list.csv未包含的当事方名单：美国被拒绝人员清单" in lacking.title  # noqa: RUF001
    assert "实体清单（Entity List）" not in lacking.title  # noqa: RUF001  the file has it
    assert lacking.why == words.reach(words.coverage.areas["named-receivers"])
