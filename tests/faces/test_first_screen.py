"""The first screen over HTTP: colours, ghosts, chips, choices, stories, quotations, compression."""

import json
import re
from html import unescape
from typing import Any

import pytest
from fastapi.testclient import TestClient

from outlast.present.views.dots import DOTS, dealt, dealt_futures
from outlast.web.app import make_app
from outlast.web.dot_picture import dot_pictures
from outlast.web.state import FIRST_FUTURES, PageState
from outlast.web.words import page_voice
from outlast.web.work import Work

TODAY = "scenario=today&futures=16"


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(make_app("lilliput", 32), base_url="http://127.0.0.1")


@pytest.fixture(scope="module")
def work() -> Work:
    return Work()


def events(client: TestClient, path: str) -> list[tuple[str, dict[str, Any]]]:
    found: list[tuple[str, dict[str, Any]]] = []
    for part in client.get(path).text.split("\n\n"):
        if part:
            name, data = part.split("\n", 1)
            found.append((name.removeprefix("event: "), json.loads(data.removeprefix("data: "))))
    return found


def test_each_dot_is_a_future_that_ends_so(work: Work) -> None:
    breaks = work.results(PageState("today", futures=16), bool).first_breaks()
    dots = dealt_futures(breaks)
    assert len(dots) == DOTS
    assert [dot[:2] for dot in dots] == dealt(breaks)
    for end, weeks, future in dots:
        assert breaks.ends[future] == end
        assert breaks.weeks[future] == weeks


def test_the_picture_holds_no_style_and_escapes_its_texts(work: Work) -> None:
    results = work.results(PageState("today", futures=16), bool)
    voice = page_voice("en").naming(results.situation.origin.contest.names)
    for svg in dot_pictures(results, voice).values():
        assert " style=" not in svg
        assert svg.count('class="dot ') == DOTS
        assert svg.count("<title>") == DOTS


def test_a_moved_choice_has_ghosts_and_chips_and_the_shipped_one_has_none(
    client: TestClient,
) -> None:
    shipped = client.get(f"/?{TODAY}").text
    moved = client.get(f"/?{TODAY}&set.severity-us-chips=0").text
    assert shipped.count('class="ghost') == shipped.count('class="chip ') == 0
    assert moved.count('class="ghost') == 2 * DOTS
    assert moved.count('class="chip ') == 2
    assert re.search(r'name="set.severity-us-chips" value="0" checked', moved)
    again = client.get(f"/?{TODAY}&set.severity-us-chips=0.37").text
    assert re.search(r'value="0.37" checked', again)  # a number that is no choice is one more


def test_five_choices_and_every_setting_once(client: TestClient) -> None:
    answer, settings = client.get(f"/?{TODAY}").text, client.get(f"/settings?{TODAY}").text
    assert answer.count('<fieldset class="card">') == 5
    named = re.findall(r'name="((?:set|switch)\.[^"]+)"', settings)
    assert len(named) == len(set(named))
    stated = re.search(r"All (\d+) settings", answer)
    assert stated is not None
    assert int(stated[1]) == sum(not each.startswith("set.from-date.") for each in named)
    groups = re.findall(r"<summary>([^<]*?) <span", settings)
    assert [each for each in groups if "can move" in each][:2] == [
        "The US side can move",
        "The Chinese side can move",
    ]


def test_each_choice_comes_with_its_effect_and_its_screen(client: TestClient) -> None:
    found = events(client, f"/api/choices?{TODAY}")
    assert found[-1][0] == "levers"
    assert found[-1][1]["text"].startswith("Main choices that would change it most: ")
    del found[-1]
    assert {name for name, _ in found} == {"choice"}
    assert len({(data["name"], data["value"]) for _, data in found}) == len(found) > 8
    for _, data in found:
        assert 'id="headline"' in data["sight"]
        assert data["effect"]
    text = unescape(client.get(f"/?{TODAY}").text)
    best = {data["name"]: data["effect"] for _, data in found}  # the last one knows all choices
    assert all(effect in text for effect in best.values())


def test_a_large_answer_begins_with_a_first_one(client: TestClient) -> None:
    at = f"scenario=lilliput&futures={FIRST_FUTURES + 1}&seed=9"
    page = client.get(f"/?{at}").text
    assert "data-refine" in page
    assert f"{FIRST_FUTURES} futures" in page
    names = [name for name, _ in events(client, f"/api/progress?{at}")]
    assert (names[0], names[-1]) == ("rough", "answer")
    assert "data-refine" not in client.get(f"/?{at}").text


def test_a_story_has_its_end_its_causes_and_its_months(client: TestClient) -> None:
    told = client.get("/api/story?scenario=lilliput&future=3").json()
    assert told["title"].startswith("Future 3 of 32")
    assert len(told["chain"]) > 1
    assert told["months"]
    assert any("Runs short" in event for _, found in told["months"] for event in found)
    assert told["title"] in unescape(told["html"])
    missing = client.get("/api/story?scenario=lilliput&future=900")
    assert missing.status_code == 400
    assert "from 0 to 31" in missing.text


def test_compare_opens_with_two_scenarios_and_ten_differences(client: TestClient) -> None:
    text = client.get(f"/compare?{TODAY}").text
    chosen = re.findall(r'<option value="([^"]*)" selected>', text)
    assert len(set(chosen)) == 2
    rows = text.partition('class="differences"')[2].partition("</table>")[0].count("<tr>") - 1
    assert 2 <= rows <= 10


def test_my_settings_are_a_column_of_compare(client: TestClient) -> None:
    at = "scenario=lilliput&set.ceiling=0.1&set.approval-others=0"
    text = client.get(f"/compare?{at}").text
    assert '<option value="mine" selected>' in text
    lead = text.partition('class="lead">')[2].partition("</p>")[0]
    names = re.findall("“([^”]*)”", lead)
    assert len(set(names)) == 2
    assert names[1].endswith("with my settings")
    same = client.get("/compare?scenario=lilliput&a=lilliput&b=lilliput").text
    assert "Both columns are the same" in same


def test_nobody_quotes_a_first_answer(client: TestClient) -> None:
    at = f"scenario=lilliput&futures={FIRST_FUTURES + 1}&seed=11"
    assert f"{FIRST_FUTURES + 1} futures" in unescape(client.get(f"/about?{at}").text)


def test_three_right_and_three_wrong_sentences_come_from_the_answer(client: TestClient) -> None:
    text = unescape(client.get(f"/about?{TODAY}").text)
    right, wrong = (
        text.partition(f'class="quotes {kind}"')[2].partition("</ul>")[0]
        for kind in ("right", "wrong")
    )
    assert right.count("<q>") == wrong.count("<q>") == 3
    assert re.search("Counted otherwise .* runs short first in more", right)
    answer = client.get(f"/api/answer?{TODAY}").json()
    counts = re.findall(r"\bin (\d+)", answer["sentence"])
    assert counts
    assert all(count in right for count in counts[:2])
    assert "CC BY 4.0" in text


def test_nothing_stands_on_every_screen(client: TestClient) -> None:
    sentence = client.get(f"/api/answer?{TODAY}").json()["sentence"]
    for path in ("/why", "/changes", "/evidence"):
        assert sentence not in unescape(client.get(f"{path}?{TODAY}").text)


def test_answers_are_compressed_and_marked_files_are_kept(client: TestClient) -> None:
    page = client.get("/")
    assert page.headers["content-encoding"] == "gzip"
    for address in re.findall(r'(?:href|src)="(/static/[^"]*\?v=[^"]*)"', page.text):
        assert "immutable" in client.get(address).headers["cache-control"]
    assert "immutable" not in client.get("/static/page.js").headers["cache-control"]
