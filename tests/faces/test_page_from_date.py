"""Levers that move on the scenario's date, on the page: offered, set, told, and refused."""

import re
from html import unescape

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from outlast.web.app import make_app
from outlast.web.choices import choice_states
from outlast.web.state import PageState

FUTURES = 16
NAME = "set.from-date.severity-us-chips"


@pytest.fixture(scope="module")
def app() -> FastAPI:
    return make_app("today", FUTURES)


@pytest.fixture(scope="module")
def client(app: FastAPI) -> TestClient:
    return TestClient(app, base_url="http://127.0.0.1")


def test_an_address_moves_a_lever_on_the_date(client: TestClient) -> None:
    found = client.get(f"/api/answer?{NAME}=0").json()
    assert "--set from-date.severity-us-chips=0" in found["command"]
    assert f"{NAME}=0" in found["address"]
    throughout = client.get("/api/answer?set.severity-us-chips=0").json()
    assert throughout["rows"] != found["rows"]
    assert found["rows"] != client.get("/api/answer").json()["rows"]


def test_the_choices_beside_the_answer_act_from_either_day(client: TestClient) -> None:
    usual, on_date = client.get("/").text, client.get("/?since=date").text
    assert 'name="set.severity-us-chips"' in usual
    assert f'name="{NAME}"' in on_date
    assert 'name="set.severity-us-chips"' not in on_date
    for page, checked in ((usual, "past"), (on_date, "date")):
        assert re.search(f'name="since" value="{checked}" checked', page)
    chosen = client.get(f"/?since=date&{NAME}=0").text
    assert re.search(f'name="{NAME}" value="0" checked', chosen)


def test_a_choice_in_force_moves_along_with_the_day(client: TestClient) -> None:
    """So too without scripts, where one form changes the day and a choice at once."""
    plain, later = "set.severity-us-chips=0", f"{NAME}=0"
    for sent, kept in ((f"since=date&{plain}", later), (f"since=past&{later}", plain)):
        page = client.get(f"/?{sent}").text
        assert re.search(f'name="{re.escape(kept[:-2])}" value="0" checked', page)
        found = client.get(f"/api/answer?{sent}").json()["address"]
        assert kept in found
        assert len(re.findall("severity-us-chips=", found)) == 1
    both = client.get(f"/api/answer?{plain}&{later}").json()["address"]  # settings may have both
    assert plain in both
    assert later in both


def test_each_choice_is_tried_on_the_date(app: FastAPI) -> None:
    state = PageState("today", futures=FUTURES, since="date")
    tried = {
        name for _, _, there in choice_states(app.state.page.work, state) for name in there.values
    }
    usual = {
        name
        for _, _, there in choice_states(app.state.page.work, PageState("today", futures=FUTURES))
        for name in there.values
    }
    assert tried == {f"from-date.{name}" for name in usual}
    assert usual


def test_every_lever_has_a_second_field_among_the_settings(client: TestClient) -> None:
    page = client.get(f"/settings?{NAME}=0.5").text
    field = re.search(f'<input[^>]*name="{re.escape(NAME)}"[^>]*>', page)
    assert field is not None
    assert 'value="0.5"' in field[0]
    assert page.count('name="set.from-date.') > 30
    assert 'name="set.from-date.growth' not in page  # an assumption is no lever


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ("set.from-date.severity-us-chip=0", "from-date.severity-us-chips"),
        (f"{NAME}=7", "from 0 to 1"),
    ],
)
def test_an_entry_that_cannot_be_used_is_told(client: TestClient, entry: str, told: str) -> None:
    assert told in unescape(client.get(f"/?{entry}").text)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_lever_can_be_tried_on_the_date(client: TestClient, language: str) -> None:
    page = unescape(client.get(f"/changes?lang={language}").text)
    assert "levers=from-date" in page
    assert "levers=1" in page
