"""No screen shows a key of the data: titles, dates and words stand there instead."""

import re
from html import unescape
from typing import Final

import pytest
from fastapi.testclient import TestClient

from outlast.scenario.load import load_scenario
from outlast.web.app import make_app

TODAY: Final = "scenario=today&futures=16"
SCREENS: Final = (
    *("/?", "/?set.severity-us-chips=0&", "/settings?", "/why?month=3&", "/changes?", "/cost?"),
    *("/compare?", "/evidence?", "/evidence?show=priors&", "/evidence?show=facts&"),
    *("/evidence?show=claims&", "/evidence?show=gaps&", "/evidence?show=backtest&", "/about?"),
    "/screen?item=H20&to=CN&on=2026-11-01&",
)
KEY: Final = re.compile(r"(?<![\w./-])[a-z0-9]+(?:-[a-z0-9]+)+(?![\w/-])")


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(make_app("today", 16), base_url="http://127.0.0.1")


@pytest.fixture(scope="module")
def keys() -> set[str]:
    """Return every key of priors, measures, facts, sources, sites and services."""
    situation = load_scenario("today")
    world, ledger = situation.world, situation.ledger
    return {
        *situation.priors,
        *situation.timeline.measures,
        *situation.timeline.switches,
        *ledger.facts,
        *ledger.sources,
        *world.sites,
        *world.processes,
        *world.services,
    }


def shown(text: str) -> str:
    """Return the texts that a reader sees; commands and citations need keys, and are left out."""
    body = text.partition("<body>")[2]
    for part in (r"<code\b.*?</code>", r'<span class="cited">.*?</span>', r"outlast settle .*?URL"):
        body = re.sub(part, " ", body, flags=re.DOTALL)
    return unescape(re.sub(r"<[^>]*>", " ", body))


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_shows_no_key(client: TestClient, keys: set[str], screen: str, lang: str) -> None:
    reply = client.get(f"{screen}{TODAY}&lang={lang}")
    assert reply.status_code == 200
    text = shown(reply.text)
    assert len(text) > 500
    assert not set(KEY.findall(text)) & keys


def test_a_key_would_be_found(keys: set[str]) -> None:
    assert "severity-us-chips" in keys
    text = "<body><p>It is severity-us-chips.</p> <code>--set approval-chips=1</code></body>"
    assert set(KEY.findall(shown(text))) & keys == {"severity-us-chips"}
