"""A new view: one entry in the registry shows it on the page, as a file and in the report."""

from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from outlast.api.run import run
from outlast.present.display.voice import Voice
from outlast.present.registry import FIGURES, FigureEntry, Subject
from outlast.present.view import View
from outlast.present.views.need_met import need_met
from outlast.report.content import build_report
from outlast.report.html import html
from outlast.web.app import make_app


def stranger(subject: Subject, voice: Voice) -> View:
    """Return a view that no shell knows."""
    return replace(need_met(subject.results, voice), name="stranger", title="A view of a stranger")


@pytest.fixture
def _registered(monkeypatch: pytest.MonkeyPatch) -> None:  # pyright: ignore[reportUnusedFunction]
    entry = FigureEntry("stranger", stranger, screens=("why",), section="why")
    monkeypatch.setitem(FIGURES, "stranger", entry)


@pytest.mark.usefixtures("_registered")
def test_a_new_view_needs_no_edit_in_page_or_report() -> None:
    client = TestClient(make_app("lilliput", 16), base_url="http://127.0.0.1")
    page = client.get("/why").text
    assert "A view of a stranger" in page
    assert 'id="figure-stranger"' in page
    assert client.get("/figure/stranger.svg").content.startswith(b"<svg")
    answer = run("lilliput", futures=16)
    assert "A view of a stranger" in html(build_report(answer.results, answer.drivers))
