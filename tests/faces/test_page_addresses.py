"""The addresses of the page: mistyped, repeated, foreign, asked in every way, and cached."""

from html import unescape
from typing import Final

import pytest
from fastapi.testclient import TestClient

from outlast.web.app import make_app
from outlast.web.guard import CHECKED_AGAIN, NOT_KEPT
from outlast.web.state import READER_KEYS, SCRIPT_KEYS

BROWSER: Final = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
LINK: Final = {"sec-fetch-mode": "navigate", "sec-fetch-dest": "document", "sec-fetch-user": "?1"}
COSTLY: Final = ("/", "/why", "/api/answer", "/api/progress", "/figure/dots.svg", "/evidence")


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(make_app("lilliput", 8), base_url="http://127.0.0.1")


@pytest.mark.parametrize("query", ["seed=1&seed=2", "seed=1&seed=1", "seed=2&seed="])
@pytest.mark.parametrize("path", COSTLY)
def test_a_repeated_key_is_refused_by_its_name(client: TestClient, path: str, query: str) -> None:
    reply = client.get(f"{path}?{query}", follow_redirects=False)
    assert reply.status_code == 400
    assert "“seed” stands more than once" in unescape(reply.text)
    assert client.head(f"{path}?{query}", follow_redirects=False).status_code == 400


def test_every_repeated_key_is_named_in_the_language_of_the_reader(client: TestClient) -> None:
    query = "lang=zh&set.review=1&set.review=2&sed=1&sed=2"
    error = client.get(f"/api/answer?{query}").json()["error"]
    assert "“set.review”在网址中出现不止一次" in error
    assert "“sed”" in error


def test_a_repeated_key_beside_a_text_is_refused(client: TestClient) -> None:
    headers = {"content-type": "application/yaml"}
    reply = client.post("/api/answer?seed=1&seed=2", content="a: 1", headers=headers)
    assert reply.status_code == 400
    assert "seed" in reply.json()["error"]


@pytest.mark.parametrize(
    ("path", "near"),
    [("/wyh", "/why"), ("/Evidence", "/evidence"), ("/figure/dot.svg", "/figure/dots.svg")],
)
def test_a_mistyped_address_leads_to_the_nearest_page(
    client: TestClient, path: str, near: str
) -> None:
    reply = client.get(path, headers=BROWSER)
    assert reply.status_code == 404
    assert reply.headers["content-type"].startswith("text/html")
    assert f'<a href="{near}">' in reply.text
    assert "There is no such page" in reply.text


def test_an_address_that_is_like_none_leads_to_every_screen(client: TestClient) -> None:
    text = client.get("/index.php?lang=zh", headers=BROWSER).text
    screens = ("/", "/settings", "/why", "/changes", "/cost", "/compare", "/evidence", "/about")
    assert all(f'<li><a href="{path}?lang=zh">' in text for path in screens)
    assert "没有这个页面" in text


def test_a_program_is_answered_in_json(client: TestClient) -> None:
    assert "/api/answer" in client.get("/api/answr").json()["error"]
    reply = client.get("/nowhere", headers={"accept": "application/json"})
    assert (reply.status_code, list(reply.json())) == (404, ["error"])


def test_a_mistyped_address_is_escaped(client: TestClient) -> None:
    text = client.get("/<script>alert(1)</script>", headers=BROWSER).text
    assert "<script>alert" not in text


@pytest.mark.parametrize("path", [*COSTLY, "/static/page.js", "/favicon.ico", "/openapi.json"])
def test_head_has_the_headers_of_get_and_no_content(client: TestClient, path: str) -> None:
    whole = {"accept-encoding": "identity"}
    head, get = client.head(path, headers=whole), client.get(path, headers=whole)
    assert (head.status_code, head.content) == (get.status_code, b"")
    for name in ("content-type", "content-security-policy"):
        assert head.headers.get(name) == get.headers.get(name)
    if path.startswith("/static/"):
        for name in ("etag", "content-length"):
            assert head.headers[name] == get.headers[name]


def test_head_computes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    client = TestClient(make_app("lilliput", 8), base_url="http://127.0.0.1")

    def refuse(*_: object, **__: object) -> None:
        pytest.fail("HEAD ran futures")

    monkeypatch.setattr("outlast.web.work.run_ensemble", refuse)
    assert client.head("/?seed=77").status_code == 200
    assert client.head("/?scenario=liliput").status_code == 404


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        *(("DELETE", path, 405) for path in ("/", "/api/answer", "/static/page.js")),
        *(("OPTIONS", path, 204) for path in ("/", "/api/answer", "/favicon.ico")),
        *(("POST", path, 405) for path in ("/", "/why", "/api/progress")),
    ],
)
def test_a_method_that_is_not_there_is_answered_with_those_that_are(
    client: TestClient, method: str, path: str, status: int
) -> None:
    reply = client.request(method, path)
    assert reply.status_code == status
    allowed = set(reply.headers["allow"].split(", "))
    assert {"GET", "HEAD", "OPTIONS"} <= allowed
    assert ("POST" in allowed) == (path == "/api/answer")
    assert client.request(method, "/nowhere").status_code == 404


def test_a_slash_at_the_end_leads_to_the_page(client: TestClient) -> None:
    reply = client.get("/why/?seed=3", follow_redirects=False)
    assert reply.is_redirect
    assert reply.headers["location"].endswith("/why?seed=3")


def test_browsers_find_no_icon_and_do_not_ask_again(client: TestClient) -> None:
    reply = client.get("/favicon.ico")
    assert (reply.status_code, reply.content) == (204, b"")
    assert "max-age" in reply.headers["cache-control"]


@pytest.mark.parametrize(
    "path", ["/", "/why", "/figure/dots.svg", "/api/answer", "/static/page.js"]
)
def test_a_browser_that_has_an_answer_is_not_sent_it_again(client: TestClient, path: str) -> None:
    first = client.get(path)
    mark = first.headers["etag"]
    assert first.headers["cache-control"] == CHECKED_AGAIN
    for known in (mark, f"W/{mark}", f'"other", {mark}'):
        again = client.get(path, headers={"if-none-match": known})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == mark
        assert again.headers["content-security-policy"]
    assert client.get(path, headers={"if-none-match": '"other"'}).content == first.content
    if not path.startswith("/static/"):
        assert client.get(f"{path}?seed=5").headers["etag"] != mark


@pytest.mark.parametrize("path", ["/nowhere", "/?scenario=nowhere", "/api/progress"])
def test_refusals_and_streams_are_not_kept(client: TestClient, path: str) -> None:
    reply = client.get(path)
    assert reply.headers["cache-control"] == NOT_KEPT
    assert "etag" not in reply.headers


@pytest.mark.parametrize("path", COSTLY)
@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image"},
        {"sec-fetch-site": "same-site", "sec-fetch-mode": "cors", "sec-fetch-dest": "empty"},
        {"sec-fetch-site": "cross-site", **LINK, "sec-fetch-dest": "iframe"},
        {"sec-fetch-site": "cross-site", **LINK, "sec-fetch-user": "?0"},
        {"sec-fetch-site": "elsewhere"},
        {"origin": "http://example.org"},
        {"origin": "http://127.0.0.1:9"},
        {"origin": "null"},
    ],
)
def test_another_site_makes_the_page_compute_nothing(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, path: str, headers: dict[str, str]
) -> None:
    monkeypatch.setattr("outlast.web.jobs.Jobs.run", None)
    monkeypatch.setattr("outlast.web.jobs.Jobs.stream", None)
    reply = client.get(path, headers=headers)
    assert reply.status_code == 403
    assert "Another site" in reply.text


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"sec-fetch-site": "none", **LINK},
        {"sec-fetch-site": "same-origin", "sec-fetch-mode": "cors", "sec-fetch-dest": "empty"},
        {"sec-fetch-site": "cross-site", **LINK},
        {"sec-fetch-site": "same-site", **LINK},
        {"origin": "http://127.0.0.1"},
    ],
)
def test_the_page_and_its_readers_are_answered(client: TestClient, headers: dict[str, str]) -> None:
    assert client.get("/?seed=2", headers=headers).status_code == 200


def test_a_reader_whom_another_site_sent_may_go_on_by_a_link(client: TestClient) -> None:
    headers = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", **BROWSER}
    reply = client.get("/why?seed=2&lang=zh", headers=headers)
    assert reply.status_code == 403
    assert '<a href="/why?seed=2&amp;lang=zh">' in reply.text
    other = client.get("http://127.0.0.1//example.org/", headers=headers)
    assert 'href="//' not in other.text


def test_another_site_posts_no_scenario(client: TestClient) -> None:
    headers = {"content-type": "application/yaml", "origin": "http://example.org"}
    assert client.post("/api/answer", content="a: 1", headers=headers).status_code == 403
    cross = {"content-type": "application/yaml", "sec-fetch-site": "cross-site", **LINK}
    assert client.post("/api/answer", content="a: 1", headers=cross).status_code == 403


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ("since=dat", "“since” cannot be “dat”. Did you mean “date”?"),
        ("since=foo", "“since” cannot be “foo”. Known are: past and date."),
        ("levers=from-dat", "“levers” cannot be “from-dat”. Did you mean “from-date”?"),
        ("levers=foo", "“levers” cannot be “foo”. Known are: 1 and from-date."),
        ("runs=yes", "“runs” cannot be “yes”. Known are: 0 and 1."),
        ("quick=yes", "“quick” cannot be “yes”. Known are: 0 and 1."),
        ("show=prior", "“show” cannot be “prior”. Did you mean “priors”?"),
        ("look=dark-wid", "“look” cannot be “dark-wid”. Did you mean “dark-wide”?"),
        ("move=revie", "“move” cannot be “revie”."),
        ("lang=e", "“e” is not a language of this page."),
        ("month=36", "“month” cannot be “36”. Write a number from 1 to 35."),
        ("future=8", "“future” cannot be “8”. Write a number from 0 to 7."),
        ("seed=-1", "“seed” cannot be “-1”."),
        ("futures=1001", "“futures” cannot be “1001”. Write a number from 1 to 1000."),
        ("page=0", "“page” cannot be “0”."),
    ],
)
@pytest.mark.parametrize("path", ["/", "/api/answer", "/about"])
def test_no_text_of_a_key_is_left_out_in_silence(
    client: TestClient, path: str, entry: str, told: str
) -> None:
    reply = client.get(f"{path}?{entry}")
    assert reply.status_code == 200
    assert told in unescape(reply.text)


def test_every_key_tells_a_text_that_it_cannot_have(client: TestClient) -> None:
    for key in {*READER_KEYS, *SCRIPT_KEYS} - {"find", "list"}:  # words to find may be any
        assert "“xyzzy”" in unescape(client.get(f"/?{key}=xyzzy").text), key
    gone = client.get("/screen?list=xyzzy")
    assert (gone.status_code, "list" in gone.text) == (400, True)


def test_a_right_text_is_told_nothing(client: TestClient) -> None:
    for entry in ("since=past", "since=date", "levers=1", "runs=1", "quick=0", "show=rest"):
        assert client.get(f"/api/answer?{entry}").json()["notes"] == []
    for entry in ("month=35", "future=7", "look=dark-wide", "show=priors"):
        assert client.get(f"/api/answer?{entry}").json()["notes"] == []


def test_a_later_page_than_the_last_is_told(client: TestClient) -> None:
    text = unescape(client.get("/evidence?show=priors&page=9").text)
    assert "“page” cannot be “9”. Write a number from 1 to 3." in text
    assert "cannot be" not in client.get("/evidence?show=priors&page=3").text


def test_no_other_future_is_told_in_place_of_one_that_is_not_there(client: TestClient) -> None:
    reply = client.get("/api/story?future=8&lang=zh")
    assert reply.status_code == 400
    assert reply.json()["error"].endswith("“future”不能取“8”，应为0至7之间的数。")  # noqa: RUF001  Chinese
    assert client.get("/api/story?future=7").status_code == 200
