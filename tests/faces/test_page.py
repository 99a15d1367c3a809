"""The page over HTTP: the answer in the first HTML, the state in the address, no leaks."""

import html
import json
import re
from html import unescape
from importlib.resources import files
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response

from outlast.api.run import run
from outlast.present.display.voice import voice, voice_of
from outlast.present.registry import FIGURES
from outlast.present.summary import short_answer
from outlast.results import Results
from outlast.scenario.prior import Role
from outlast.web.app import make_app
from outlast.web.cache import ShouldCancel
from outlast.web.guard import MOST_BYTES, POLICY
from outlast.web.sliders import sliders
from outlast.web.state import ROUGH_FUTURES, PageState
from outlast.web.words import page_voice

SCREENS = (
    "/",
    "/settings",
    "/why",
    "/changes",
    "/cost",
    "/about",
    "/compare",
    "/compare?a=lilliput&b=lilliput",
    "/evidence",
)


@pytest.fixture(scope="module")
def app() -> FastAPI:
    return make_app("lilliput", 32)


@pytest.fixture(scope="module")
def client(app: FastAPI) -> TestClient:
    return TestClient(app, base_url="http://127.0.0.1")


def answered(client: TestClient, query: str = "") -> dict[str, Any]:
    reply = client.get(f"/api/answer?{query}")
    assert reply.status_code == 200, reply.text
    return reply.json()


def said(reply: Response) -> str:
    return unescape(reply.text)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_first_html_holds_sentence_dots_and_services(
    app: FastAPI, client: TestClient, language: str
) -> None:
    reply = client.get(f"/?lang={language}")
    assert reply.status_code == 200
    results = app.state.page.work.results(PageState("lilliput", lang=language, futures=32), bool)
    short = short_answer(results, voice_of(results.situation, language))
    text = re.sub(r"<[^>]*>", "", said(reply).partition('id="headline"')[2])
    assert short.headline in text
    assert short.sentence in text
    assert text.index(short.headline) < text.index(short.sentence)
    assert reply.text.count('<svg class="dots') == 2
    assert 'id="services"' in reply.text
    assert f'lang="{"en" if language == "en" else "zh-Hans"}"' in reply.text


@pytest.mark.parametrize("path", [*SCREENS, "/api/answer", "/static/page.js", "/nowhere"])
def test_every_answer_has_the_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["content-security-policy"] == POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize("path", [*SCREENS, "/static/page.js", "/static/page.css", "/openapi.json"])
def test_nothing_comes_from_another_host(client: TestClient, path: str) -> None:
    reply = client.get(path)
    assert reply.status_code == 200
    assert "//" not in re.sub(r"(?m)^\s*//.*$|; // .*$", "", reply.text)


@pytest.mark.parametrize("path", SCREENS)
def test_the_policy_has_nothing_to_refuse(client: TestClient, path: str) -> None:
    html = client.get(path).text
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", html)
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))


def test_sliders_have_round_steps_within_their_ends(app: FastAPI) -> None:
    known = sliders(app.state.page.work.situation("today"))
    assert {"licence-review", "approval-gallium"} <= set(known)
    for each in known.values():
        assert each.low <= each.middle <= each.high
        assert f"{each.step:e}"[0] in "125"
        assert 40 <= (each.high - each.low) / each.step <= 102


def test_an_unknown_scenario_is_not_found_and_the_nearest_is_named(client: TestClient) -> None:
    for path in (
        "/?scenario=liliput",
        "/api/answer?scenario=liliput",
        "/compare?a=liliput&b=today",
    ):
        reply = client.get(path)
        assert reply.status_code == 404
        assert "lilliput" in reply.text


@pytest.mark.parametrize("name", ["../lilliput", "/etc/passwd", "a/b.yaml", "lilliput.yaml", "%00"])
def test_no_name_from_an_address_opens_a_file(client: TestClient, name: str) -> None:
    assert client.get("/", params={"scenario": name}).status_code == 404
    assert client.get(f"/static/{name}").status_code == 404


def test_entries_that_cannot_be_used_are_reported(client: TestClient) -> None:
    html = said(client.get("/?sed=2&set.belif=1&set.belief=7&futures=1001&lang=fr&seed=x"))
    for reply in (
        "“sed” is not a key of this page. Did you mean “seed”?",
        "Did you mean “belief”?",
        "“belief” cannot be “7”. Write a number from 0 to 1. Write 0.07 for 7%.",
        "“futures” cannot be “1001”. Write a number from 1 to 1000.",
        "“fr” is not a language",
        "“seed” cannot be “x”",
    ):
        assert reply in html
    assert len(answered(client, "sed=2")["notes"]) == 1


def test_an_address_leads_back_to_itself(client: TestClient) -> None:
    asked = "scenario=lilliput&seed=3&lang=zh&futures=40&set.review=2.5&set.refile=0.25"
    found = answered(client, asked)
    assert found["futures"] == 40
    assert found["address"] == asked.replace("set.review=2.5&set.refile=0.25", "") + (
        "set.review=2.5&set.refile=0.25"
    )
    assert answered(client, found["address"]) == found
    for path in ("/", "/settings"):
        html = client.get(f"{path}?{asked}").text
        assert re.search(r'name="set.review"[^>]*value="2.5"', html)
    for path in ("/why", "/changes", "/cost", "/compare", "/evidence"):
        assert f'href="{path}?{asked}"' in unescape(html)


def test_an_empty_field_leaves_the_address(client: TestClient) -> None:
    reply = client.get("/?seed=2&set.review=&set.refile=0.5", follow_redirects=False)
    assert reply.status_code == 303
    assert reply.headers["location"] == "/?seed=2&set.refile=0.5"


def test_a_lever_changes_the_answer(client: TestClient) -> None:
    base, moved = answered(client), answered(client, "set.ceiling=0.1&set.approval-others=0")
    assert base["details"] != moved["details"]
    assert base["sight"] != moved["sight"]
    assert answered(client) == base


def test_the_address_answers_an_open_question(client: TestClient) -> None:
    at = "scenario=today&futures=16"
    shipped = answered(client, at)
    settled = answered(client, f"{at}&switch.clause-2-suspension=lapses&set.fungible=fungible")
    assert "switch.clause-2-suspension=lapses" in settled["address"]
    assert "set.fungible=fungible" in settled["address"]
    assert settled["notes"] == []
    assert settled["details"] != shipped["details"]
    assert settled["baselines"] == [f"As shipped: {shipped['sentence']}"]
    text = client.get(f"/settings?{settled['address']}").text
    assert '<option value="lapses" selected>' in text
    assert '<option value="fungible" selected>' in text
    assert (
        answered(client, f"{at}&switch.clause-2-suspension=drawn")["address"] == shipped["address"]
    )


def test_the_page_shows_the_command_that_gives_the_same_answer(client: TestClient) -> None:
    reply = answered(client, "scenario=lilliput&futures=32&set.approval-others=0.1&set.refile=0.3")
    words = reply["command"].split()
    assert words[:3] == ["outlast", "run", "lilliput"]
    options = dict(zip(words[3::2], words[4::2], strict=True))
    assert options["--set"] == "refile=0.3"
    given = {name: value for name, _, value in (
        word.partition("=") for word in words if "=" in word
    )}  # fmt: skip
    again = run(
        "lilliput",
        futures=int(options["--futures"]),
        seed=int(options["--seed"]),
        horizon=int(options["--horizon"]),
        given=given,
    )
    assert again.sentence == reply["sentence"]


def test_an_unknown_answer_is_reported_with_the_nearest(client: TestClient) -> None:
    found = answered(client, "scenario=today&futures=16&switch.clause-2-suspension=lapse")
    (note,) = found["notes"]
    assert "lapses" in note
    assert "clause-2-suspension" not in note  # the question has a title
    assert "“lapse” is not an answer to “" in note
    assert "switch" not in found["address"]


def test_the_setpoints_of_a_lever_are_links_that_set_it(client: TestClient) -> None:
    text = client.get("/settings?scenario=april-2025&futures=16&set.stock-cn=2").text
    links = re.findall(r'data-setpoint="([\d.]+)" href="/settings\?([^"]*)">([^<]*)<', text)
    found = [(at, html.unescape(query), text) for at, query, text in links]
    wanted = [each for each in found if f"set.severity-cn-ban={float(each[0]):g}" in each[1]]
    assert [text for _, _, text in wanted] == [
        "0: switched off", "0.5: half as severe", "1: as written",
    ]  # fmt: skip
    assert all("set.stock-cn=2" in query for _, query, _ in wanted)


def test_a_quick_answer_is_rough(client: TestClient) -> None:
    found = answered(client, "futures=1000&quick=1")
    assert found["futures"] == ROUGH_FUTURES
    assert f"{ROUGH_FUTURES}" in found["told"]


def test_an_answer_sends_what_the_page_shows_and_programs_read(client: TestClient) -> None:
    page = (files("outlast.web") / "static" / "page.js").read_text(encoding="utf-8")
    for_programs = {"sentence", "details", "futures"}
    unused = {key for key in answered(client) if f"answer.{key}" not in page}
    assert unused == for_programs


def test_a_comparison_has_the_names_of_its_own_contest(client: TestClient) -> None:
    at = "/compare?scenario=lilliput&a=lapse&b=today&futures=8"
    compared = said(client.get(at))
    assert "the US side runs short first" in compared
    cited = compared.partition('class="cited">')[2].partition("</span>")[0]
    assert cited.count("digest") == 2  # each answer is cited by its own run
    titles = said(client.get("/?scenario=lilliput&lang=zh"))
    assert "今日" in titles  # the title of a scenario of the other contest


def test_scenarios_of_two_worlds_are_not_compared(client: TestClient) -> None:
    reply = client.get("/compare?a=lilliput&b=today&futures=8")
    assert reply.status_code == 400
    assert "cannot be compared" in reply.text


def test_large_and_endless_bodies_are_refused(client: TestClient) -> None:
    assert client.request("GET", "/", content=b"x" * (MOST_BYTES + 1)).status_code == 413
    assert client.request("GET", "/", content=iter([b"x"])).status_code == 411


def test_another_host_is_refused(client: TestClient) -> None:
    assert client.get("/", headers={"host": "example.org"}).status_code == 400


def test_a_text_of_the_reader_is_escaped(client: TestClient) -> None:
    reply = client.get("/", params={"<script>alert(1)</script>": "1", "scenario": "lilliput"})
    assert "<script>alert" not in reply.text
    assert "&lt;script&gt;" in reply.text


def test_the_interface_is_described(client: TestClient) -> None:
    described = client.get("/openapi.json").json()
    assert "/api/answer" in described["paths"]
    assert client.get("/docs").status_code == 404


NOT_OF_THE_TOY = ("compute", "cost", "exposure", "gap")
"""Figures that need compute, or an economy, which Lilliput does not have."""


@pytest.mark.parametrize("name", [name for name in FIGURES if name not in NOT_OF_THE_TOY])
@pytest.mark.parametrize(("kind", "begins"), [("svg", b"<svg"), ("png", b"\x89PNG"), ("csv", b"")])
def test_every_figure_can_be_downloaded_with_its_origin(
    client: TestClient, name: str, kind: str, begins: bytes
) -> None:
    reply = client.get(f"/figure/{name}.{kind}?seed=4")
    assert reply.status_code == 200
    assert reply.content.startswith(begins)
    assert f'filename="outlast-lilliput-{name}.{kind}"' in reply.headers["content-disposition"]
    if kind == "csv":
        assert "digest" in reply.text.splitlines()[0]
    if kind == "svg":
        assert answered(client, "seed=4")["cited"].split("digest ")[1][:10] in reply.text


def test_a_world_without_compute_has_no_figure_of_it(client: TestClient) -> None:
    reply = client.get("/figure/compute.svg")
    assert reply.status_code == 400
    assert "no compute" in reply.text


def test_only_the_same_use_of_both_sides_is_compared(client: TestClient) -> None:
    reply = client.get("/figure/gap.svg")
    assert reply.status_code == 400
    assert "no use in common" in reply.text
    found = client.get("/figure/gap.csv?scenario=today&futures=16")
    assert found.status_code == 200
    assert "figure-gap" not in client.get("/why").text
    assert "/figure/compute.svg" not in client.get("/why").text


def test_the_reasons_trace_one_future(client: TestClient) -> None:
    reply = client.get("/why?scenario=lilliput&futures=16")
    assert reply.status_code == 200
    assert reply.text.count('class="chain') == 2
    assert "No eggs for Lilliput" in reply.text
    other = client.get("/why?scenario=lilliput&futures=16&future=3")
    assert other.text.count("Future 3 of 16") == 2  # the chains of both sides
    assert "future=3" in other.text  # the address keeps it
    assert "future" in client.get("/why?scenario=lilliput&future=x").text


def test_who_depends_on_whom_is_shown_by_month(client: TestClient) -> None:
    at = "/why?scenario=lilliput&futures=16"
    on_date, later = said(client.get(at)), said(client.get(f"{at}&month=9&future=3"))
    assert "the supply of 2022" in on_date
    assert "Eggs: 70% comes from the rival" in on_date
    assert re.search(r"sent in the 13 weeks to Oct 2023", later)
    assert "Eggs: 70% comes from the rival" not in later
    assert re.search(r'<option value="9" selected>Oct 2023', later)
    assert 'name="future" value="3"' in later  # another month keeps the future, and
    assert 'name="month" value="9"' in later  # another future keeps the month
    assert "month=9" in later.partition('hreflang="zh"')[2].partition(">")[0]
    assert "“month” cannot be “0”" in said(client.get(f"{at}&month=0"))


def test_reasons_fetch_each_figure_in_the_one_look_that_is_wanted(client: TestClient) -> None:
    reply = client.get("/why?scenario=lilliput&futures=16").text
    assert reply.count("<svg") == reply.count('<svg class="needs ')
    assert reply.count("look=dark-narrow") == reply.count("<picture>") > 2
    light, dark = (
        client.get(f"/figure/paths.svg?scenario=lilliput&futures=16&look={look}-wide")
        for look in ("light", "dark")
    )
    assert light.headers["content-type"].startswith("image/svg+xml")
    assert "content-disposition" not in light.headers
    assert light.text != dark.text


def test_the_report_is_offered_where_it_can_be_made(client: TestClient) -> None:
    assert "/report.pdf" not in client.get("/").text
    assert client.get("/report.pdf").status_code == 404

    def made(results: Results, lang: str, should_cancel: ShouldCancel) -> bytes:
        assert not should_cancel()
        return f"%PDF-{results.futures}-{lang}".encode()

    with TestClient(make_app("lilliput", 32, made), base_url="http://127.0.0.1") as other:
        assert "/report.pdf?" in other.get("/").text
        reply = other.get("/report.pdf?futures=16&lang=zh")
        assert reply.content == b"%PDF-16-zh"
        assert reply.headers["content-type"] == "application/pdf"
        assert "outlast-lilliput.pdf" in reply.headers["content-disposition"]


def test_a_changed_assumption_stands_beside_what_was_shipped(
    app: FastAPI, client: TestClient
) -> None:
    at = "scenario=april-2025&futures=16"
    known = sliders(app.state.page.work.situation("april-2025"))
    assumed, lever = (
        next(each for each in known.values() if each.role is role)
        for role in (Role.ASSUMPTION, Role.LEVER)
    )
    one = f"{at}&set.{assumed.key}={assumed.low + 0.2 * (assumed.high - assumed.low):.4g}"
    two = f"set.{lever.key}={lever.middle:.4g}"
    shipped, changed = answered(client, at), answered(client, one)
    assert shipped["baselines"] == []
    assert answered(client, f"{at}&{two}")["baselines"] == []
    assert changed["baselines"] == [f"As shipped: {shipped['sentence']}"]
    both = answered(client, f"{one}&{two}")["baselines"]
    assert len(both) == 2
    assert both[1].endswith(changed["sentence"])
    assert "no lever moved" in client.get(f"/?{one}&{two}").text


def test_levers_are_tried_on_request(client: TestClient) -> None:
    assert "levers=1" in client.get("/changes").text
    assert "event: ended" in client.get("/api/levers?levers=1").text  # it ends with the study
    reply = client.get("/changes?levers=1").text
    assert "No lever at any of its setpoints" in reply
    assert client.get("/figure/levers.csv").status_code == 200


@pytest.mark.parametrize("path", ["/why?", "/changes?", "/evidence?"])
def test_every_figure_can_be_linked_to_and_cited(client: TestClient, path: str) -> None:
    text = client.get(f"{path}seed=4").text
    figures = re.findall(r'<figure id="(figure-[a-z]+)"', text)
    assert figures
    for name in figures:
        link = re.search(rf'<a data-carry href="([^"]*)#{name}"', text)
        assert link is not None
        assert "seed=4" in link[1]
    assert text.count('class="cited"') >= len(figures)
    assert "The outlast authors, outlast" in text


def test_the_fan_shows_the_future_whose_causes_are_traced(client: TestClient) -> None:
    without, reply = client.get("/why").text, client.get("/why?future=7").text
    assert "The thin line is future 7." in reply
    assert "The thin line" not in without
    fan, single = (client.get(f"/figure/paths.csv?future={number}").text for number in ("900", "7"))
    assert fan == single  # the table counts futures
    svg = [
        client.get(f"/figure/paths.svg?look=light-wide{each}").text for each in ("", "&future=7")
    ]
    assert svg[0] != svg[1]
    assert 'id="figure-met"' in reply


def test_facts_are_found_by_their_words_page_by_page(client: TestClient) -> None:
    at = "/evidence?scenario=today&show=facts"
    whole = client.get(at).text
    assert re.search(r"1 / \d\d\b", whole)
    found = client.get(f"{at}&find=gallium+exports").text
    rows = re.findall(r'<th scope="row">([^<]*)</th>', found)
    assert rows
    assert len(rows) < 100
    assert any("gallium" in row.lower() for row in rows)
    assert not any("antimony oxide" in row.lower() for row in rows)
    assert "0 of" in client.get(f"{at}&find=zzzz").text


def test_claims_have_the_verdicts_of_their_tests(client: TestClient) -> None:
    reply = client.get("/evidence?scenario=today&show=claims").text
    assert "rare earths" in reply
    assert "not run" in reply  # a claim that needs futures says so
    assert "runs=1" in reply


def test_the_backtest_is_shown_with_its_rivals(client: TestClient) -> None:
    reply = client.get("/evidence?scenario=today&show=backtest").text
    assert "US general imports of unwrought gallium" in reply
    assert "us-imports-gallium" not in reply
    assert "strict Leontief" in reply
    assert "90 % intervals contain" in reply


def test_no_other_figure_is_there(client: TestClient) -> None:
    assert client.get("/figure/passwd.svg").status_code == 404
    assert client.get("/figure/dots.pdf").status_code == 404


def test_both_languages_have_the_same_words_of_the_page() -> None:
    folder = files("outlast.web") / "words"
    english, chinese = (
        json.loads((folder / f"{name}.json").read_text(encoding="utf-8")) for name in ("en", "zh")
    )
    assert english.keys() == chinese.keys()
    for key, text in english.items():
        assert set(re.findall(r"{\w+}", f"{text}")) == set(re.findall(r"{\w+}", chinese[key])), key
    assert not voice("en").messages.keys() & english.keys() - {"column.definition"}
    assert page_voice("zh").say("page.go") == chinese["page.go"]
