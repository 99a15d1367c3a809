"""The evidence comes in parts, each short enough for a phone and open to a search."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
from starlette.testclient import TestClient

from outlast.api import library
from outlast.web.app import make_app
from outlast.web.evidence import FACTS_PER_PAGE, ROWS_PER_PAGE


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(make_app("lilliput", 32), base_url="http://127.0.0.1") as made:
        yield made


def rows(text: str) -> list[str]:
    """Return the headings of the rows of the only table."""
    return [unescape(each) for each in re.findall(r'<th scope="row">([^<]*)</th>', text)]


@pytest.mark.parametrize(
    ("part", "most"),
    [
        ("gaps", ROWS_PER_PAGE),
        ("priors", ROWS_PER_PAGE),
        ("claims", ROWS_PER_PAGE),
        ("facts", FACTS_PER_PAGE),
    ],
)
def test_a_part_shows_some_rows_and_finds_the_others(
    client: TestClient, part: str, most: int
) -> None:
    at = f"/evidence?scenario=today&show={part}"
    first, second = (rows(client.get(f"{at}&page={page}").text) for page in (1, 2))
    assert len(first) == most
    assert second
    assert not set(first) & set(second)
    wanted = "+".join(re.findall(r"[a-z0-9]+", second[-1].lower()))
    found = client.get(f"{at}&find={wanted}").text
    assert 'name="find"' in found
    assert second[-1] in rows(found)
    assert rows(client.get(f"{at}&find=zzzz").text) == []


def test_the_measures_stand_alone(client: TestClient) -> None:
    landing = client.get("/evidence?show=rest").text
    assert 'id="figure-measures"' in landing
    assert rows(landing.partition('class="as-table"')[0]) == []


def test_a_chinese_reader_learns_that_facts_are_in_english(client: TestClient) -> None:
    for part in ("facts", "claims"):
        assert "保留来源原文" in client.get(f"/evidence?scenario=today&show={part}&lang=zh").text
    assert "language of the source" not in client.get("/evidence?scenario=today&show=facts").text


def test_a_gap_names_its_stand_in_by_title(client: TestClient) -> None:
    text = client.get("/evidence?scenario=today&show=gaps&find=billing").text
    assert "Nvidia revenue from China, billing basis, FY25" in text
    assert "nvidia-revenue-billing-cn-fy25-total" not in text


def test_the_purpose_search_and_stand_in_of_every_gap_are_chinese(client: TestClient) -> None:
    first = client.get("/evidence?scenario=today&show=gaps&lang=zh").text
    assert "替代数据中引用的资料条目保留来源原文" in first
    gaps, cells = library().ledger.gaps, list[list[str]]()
    for page in range(1, -(-len(gaps) // ROWS_PER_PAGE) + 1):
        text = client.get(f"/evidence?scenario=today&show=gaps&lang=zh&page={page}").text
        lines = re.findall(r"<tr>.*?</tr>", text, re.DOTALL)
        cells += [re.findall(r"<td[^>]*>(.*?)</td>", line, re.DOTALL) for line in lines]
    told = [each for each in cells if each]
    assert len(told) == len(gaps)
    for row in told:
        assert not row[1].isascii(), row
        assert not row[2].isascii(), row
        assert not re.search(r"\b(?:prior|assume|nothing|wide)\b", row[3]), row
        assert not re.search(r"不确定的数字[a-z]", row[3]), row


def test_a_chinese_reader_finds_claims_in_chinese(client: TestClient) -> None:
    found = [
        title
        for page in (1, 2)
        for title in rows(
            client.get(f"/evidence?scenario=today&show=claims&lang=zh&page={page}").text
        )
    ]
    assert len(found) == 40
    assert all(re.search(r"[\u4e00-\u9fff]", title) for title in found)


def test_the_whole_row_of_a_claim_is_chinese(client: TestClient) -> None:
    for page in (1, 2):
        text = client.get(f"/evidence?scenario=today&show=claims&lang=zh&page={page}").text
        cells = [unescape(each) for each in re.findall(r"<td[^>]*>([^<]+)</td>", text)]
        assert len(cells) > 40
        english = [cell for cell in cells if not re.search(r"[\u4e00-\u9fff]", cell)]
        assert not english
