"""The frozen explorer: one file without a network, each stop of which is a real run."""

import json
import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

import outlast as ol
from outlast.api.choice_runs import (
    MOST,
    ChoicesCancelledError,
    LeverChoice,
    choice_runs,
    choices_of,
    lever_choices,
)
from outlast.cli import main
from outlast.present.display.voice import LANGUAGES, voice_of
from outlast.present.summary import short_answer
from outlast.report import explorer as module
from outlast.report.explorer import LARGEST, explorer, lacking
from outlast.report.kept_stops import KeptStops
from outlast.scenario.headline_levers import HeadlineLever
from tests.faces.conftest import needs_browser

FUTURES = 16
MOVED = "severity-us-chips"


@cache
def today() -> ol.Answer:
    return ol.run("today", futures=FUTURES, moves="record-only")


def one_lever(_: object = None) -> tuple[tuple[LeverChoice, ...], ...]:
    """Return the choices of one lever of today, so that a test runs two of them."""
    rows = lever_choices(today().results.situation)
    return tuple(row for row in rows if row[0].setting == MOVED)


@cache
def small_file(language: str) -> str:
    results = today().results
    wanted = [each for row in one_lever() for each in row if each.value]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "lever_choices", one_lever)
        return explorer(
            results, choice_runs(results, wanted=wanted), voice_of(results.situation, language)
        )


class Addresses(HTMLParser):
    """Collects what a file would load, and checks that its tags close."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag and its addresses."""
        self.found += [text or "" for name, text in attrs if name in {"src", "href", "xlink:href"}]
        if tag not in {"meta", "link", "input", "path", "circle", "rect"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Note the end of a tag."""
        if tag not in {"path", "circle", "rect"}:
            assert self.open.pop() == tag


def stops_of(text: str) -> dict[str, Any]:
    found = re.search(r'id="data">(.*?)</script>', text, re.DOTALL)
    assert found
    return json.loads(found[1])


def test_a_lever_has_at_most_four_choices_with_the_shipped_one_at_its_place() -> None:
    rows = lever_choices(today().results.situation)
    assert 1 <= len(rows) <= 5
    for row in rows:
        assert 2 <= len(row) <= MOST + 1
        assert sum(1 for each in row if not each.value) == 1
    many = tuple((f"{n}", f"stop {n}") for n in range(7))
    lever = HeadlineLever("set.x", "x", "X", "drawn", many, 3)
    row = [each.value for each in choices_of(lever)]
    assert row == ["0", "", "3", "6"]


def test_the_runs_of_choices_can_be_ended() -> None:
    wanted = [each for row in one_lever() for each in row if each.value]
    runs = choice_runs(today().results, wanted=wanted, should_cancel=lambda: True)
    with pytest.raises(ChoicesCancelledError):
        next(runs)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_file_parses_loads_nothing_and_is_small(language: str) -> None:
    text = small_file(language)
    assert len(text.encode()) < LARGEST
    reader = Addresses()
    reader.feed(text)
    assert reader.open == []
    assert all(each.startswith("data:") for each in reader.found)
    assert "http:" not in text.replace("http://www.w3.org/2000/svg", "")
    assert "https:" not in text
    assert "CC BY 4.0" in text
    assert "default-src 'none'" in text
    assert today().results.manifest.digest in text


def test_the_shipped_answer_stands_there_without_a_script() -> None:
    results = today().results
    text = re.sub(r"<script.*?</script>", "", small_file("en"), flags=re.DOTALL)
    said = short_answer(results, voice_of(results.situation))
    assert said.headline in text
    assert said.sentence in text
    assert len(re.findall(r'class="e\d"', text)) >= 50
    assert "<noscript>" in text


def test_each_stop_is_the_run_with_the_same_setting() -> None:
    stops = stops_of(small_file("en"))
    assert len(stops) == len(one_lever()[0])
    for choice in one_lever()[0]:
        given = {choice.setting: choice.value} if choice.value else None
        run = ol.run("today", futures=FUTURES, moves="record-only", given=given).results
        said = short_answer(run, voice_of(run.situation))
        stop = stops[module.stop_key(choice)]
        assert (stop["headline"], stop["sentence"]) == (said.headline, said.sentence)
        if choice.value:
            assert f"--set {choice.setting}={choice.value}" in stop["command"]
            assert 'class="g e' in stop["dots"]


def test_the_runs_of_choices_are_those_of_the_command_to_the_last_bit() -> None:
    wanted = [each for row in one_lever() for each in row if each.value]
    for made in choice_runs(today().results, wanted=wanted):
        given = {made.choice.setting: made.choice.value}
        run = ol.run("today", futures=FUTURES, moves="record-only", given=given).results
        for name, values in run.record.items():
            assert values.tobytes() == made.results.record[name].tobytes(), name


def test_an_ended_explorer_goes_on_where_it_was_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = small_file("en")  # and the engine is loaded from its own cache
    monkeypatch.setenv("OUTLAST_CACHE", str(tmp_path))
    monkeypatch.setattr(module, "lever_choices", one_lever)
    results = today().results
    voice = voice_of(results.situation)
    kept, wanted = KeptStops(results, "en"), [each for each in one_lever()[0] if each.value]
    assert lacking(results, kept) == wanted
    first = next(choice_runs(results, wanted=wanted))
    explorer(results, [first], voice, kept)  # ended after the first of them
    assert lacking(results, kept) == wanted[1:]
    assert wanted[1:]
    assert lacking(results, KeptStops(results, "zh")) == wanted
    rest = choice_runs(results, wanted=lacking(results, kept))
    assert explorer(results, rest, voice, kept) == whole
    assert not lacking(results, kept)
    with monkeypatch.context() as patch:
        patch.setattr("outlast.report.kept_stops.program_code", lambda: "another")
        assert lacking(results, kept) == wanted


@needs_browser
def test_a_stop_changes_the_sentence_in_a_browser_without_a_network(
    browser: Browser, tmp_path: Path
) -> None:
    file = tmp_path / "explorer.html"
    file.write_text(small_file("en"), encoding="utf-8")
    stops = stops_of(small_file("en"))
    context = browser.new_context(offline=True)
    page, wrong = context.new_page(), list[str]()
    page.on("console", lambda said: wrong.append(said.text))
    page.on("pageerror", lambda error: wrong.append(f"{error}"))
    page.goto(file.as_uri())
    for key, stop in stops.items():
        page.locator(f'.stops input[value="{key}"]').check()
        assert page.locator("#sentence").inner_text() == stop["sentence"]
        assert page.locator("#headline").inner_text() == stop["headline"]
        assert page.locator("#command").inner_text() == stop["command"]
    moved = page.locator(".stops input:checked").get_attribute("name")
    page.locator("#back").press("Enter")
    assert page.locator("#sentence").inner_text() == stops[""]["sentence"]
    assert page.evaluate("document.activeElement.name") == moved
    assert wrong == []
    context.close()


@needs_browser
@pytest.mark.parametrize("window", [(390, 800), (390, 640), (844, 390), (320, 480)])
def test_a_lever_that_is_moved_stays_in_sight(
    browser: Browser, tmp_path: Path, window: tuple[int, int]
) -> None:
    file = tmp_path / "explorer.html"
    file.write_text(small_file("zh"), encoding="utf-8")
    page = browser.new_page(viewport={"width": window[0], "height": window[1]})
    page.goto(file.as_uri())
    page.evaluate("document.querySelector('.stops').scrollIntoView({ block: 'end' })")
    page.locator(f'.stops input[value="{MOVED}=0"]').check()
    page.wait_for_timeout(100)
    seen = page.locator(".stops label").evaluate_all(
        """labels => labels.map((each) => {
          const box = each.getBoundingClientRect();
          return each.contains(document.elementFromPoint(box.x + box.width / 2, box.y + 3));
        })"""
    )
    page.close()
    assert len(seen) > 1
    assert all(seen)


def test_the_command_writes_the_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = tmp_path / "toy.html"
    folder = tmp_path / "toy"
    ol.run("lilliput", futures=16, out=folder)
    assert main(["report", f"{folder}", "--explorer", f"{place}"]) == 0
    assert "toy.html" in capsys.readouterr().out
    assert place.stat().st_size < LARGEST
    page = place.read_text(encoding="utf-8")
    assert "This scenario has no levers." in page
    assert "<button" not in page  # nothing to press where nothing moves
    assert "<script>\n" not in page
    assert main(["report", f"{folder}", "--explorer", f"{tmp_path / 'x.pdf'}"]) != 0
    assert main(["report", f"{folder}", "--explorer", f"{place}", "--out", "y.html"]) != 0
