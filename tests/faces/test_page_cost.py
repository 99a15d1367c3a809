"""The screen of the cost: its parts by bloc, the losses of institutions, a contest with none."""

import re
from html import unescape

import pytest
from fastapi.testclient import TestClient

from outlast.economy.contest_exposure import contest_exposure
from outlast.economy.same_stop import contest_same_stops
from outlast.present.display.voice import voice
from outlast.present.institutions import case, losses_apart, losses_in_words
from outlast.scenario.load import load_scenario
from outlast.web.app import make_app


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(make_app("today", 16), base_url="http://localhost")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_screen_has_every_bloc_and_every_institution(client: TestClient, language: str) -> None:
    text = unescape(client.get(f"/cost?lang={language}").text)
    blocs = {"en": ("United States", "US allies", "China"), "zh": ("美国", "美国盟友", "中国")}
    for name in blocs[language]:
        assert f"<h3>{name}</h3>" in text
    contest = load_scenario("today").origin.contest
    found = contest_exposure(contest)
    assert found is not None
    for each in found.published:
        assert case(each, voice(language)) in text
        assert (each.counts_zh if language == "zh" else each.counts) in text
    for name in ("cost", "exposure"):
        assert f'id="figure-{name}"' in text
    assert "outlast verify" in text  # its test is another one than the figure's
    assert "outlast shock gallium" in text


def test_the_figures_of_the_screen_are_files(client: TestClient) -> None:
    for name in ("cost", "exposure"):
        reply = client.get(f"/figure/{name}.csv")
        assert reply.status_code == 200
        assert len(reply.text.splitlines()) > 6
        assert f"outlast-today-{name}.csv" in reply.headers["content-disposition"]


def test_a_contest_without_a_table_says_so() -> None:
    text = TestClient(make_app("lilliput", 16), base_url="http://localhost").get("/cost").text
    assert "no table of industries" in text
    assert "<figure" not in text


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_smallest_and_the_largest_loss_are_named(language: str) -> None:
    contest = load_scenario("today").origin.contest
    found = contest_exposure(contest)
    assert found is not None
    spoken = voice(language)
    ranked = sorted(found.published, key=lambda each: each.published.median)
    text = losses_apart(found, spoken)
    assert case(ranked[0], spoken) in text
    assert case(ranked[-1], spoken) in text
    ratio = ranked[-1].published.median / ranked[0].published.median
    stated = re.search(r"\d+", text)
    assert stated is not None
    assert float(stated[0]) == pytest.approx(ratio, rel=0.2)
    words = losses_in_words(found, contest_same_stops(contest), spoken)
    assert len(words) == len(found.published)
    assert all("{" not in f"{each.counts}{each.numbers}" for each in words)
