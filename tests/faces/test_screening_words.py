"""The words of a screening: lists held in part, acts on some goods alone, a tariff of nothing."""

import json
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from outlast.web.app import make_app
from tests.faces.own import command as say

Capture = pytest.CaptureFixture[str]

HUAWEI = ("screen", "H20", "--to", "CN", "--end-user", "Huawei", "--on", "2025-04-16")
GALLIUM = ("screen", "gallium", "--from", "CN", "--to", "US", "--on", "2026-09-30")
FOREIGN = (
    *("screen", "8112.92.89", "--from", "CN", "--to", "US", "--on", "2025-01-15"),
    *("--attribute", "kind=mineral", "--attribute", "group=Ga"),
)
LANGUAGES = ("en", "zh")


@pytest.fixture(autouse=True)
def _elsewhere(  # pyright: ignore[reportUnusedFunction]
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)


def told(capsys: Capture, arguments: tuple[str, ...], language: str) -> str:
    text = say(capsys, *arguments, "--lang", language)[1]
    return " ".join(text.split()) if language == "en" else "".join(text.split())


@pytest.mark.parametrize(
    ("language", "held"),
    [
        ("en", "list of 2019-05-16: the record holds 3 names of this list, not all of them;"),
        ("zh", "2019年5月16日的名单：本记录收录该名单的3个名称，并非全部"),  # noqa: RUF001
    ],
)
def test_a_list_held_in_part_is_told_in_a_sentence(
    language: str, held: str, capsys: Capture
) -> None:
    text = told(capsys, HUAWEI, language)
    assert held in text
    assert "86" not in text.replace("86 FR", "")


@pytest.mark.parametrize(
    ("language", "least"),
    [("en", "of 100; a name is shown from 86"), ("zh", "/100；达到86的名称才显示")],  # noqa: RUF001
)
def test_the_least_likeness_is_told_where_names_are_merely_alike(
    language: str, least: str, capsys: Capture
) -> None:
    arguments = (
        "screen",
        "H20",
        "--to",
        "CN",
        "--on",
        "2025-04-16",
        "--end-user",
        "Huawei Technology",
    )
    assert least in told(capsys, arguments, language)


@pytest.mark.parametrize(
    ("language", "nothing", "half", "only"),
    [
        (
            "en",
            "a tariff of 0% stands Not for all of these goods, only for: Gallium nitride",
            "a tariff is due: 50% of the value Not for all of these goods, only for: Gallium",
            2,
        ),
        (
            "zh",
            "现行关税税率为0%并非适用于全部货物，仅适用于：氮化镓（Galliumnitride）",  # noqa: RUF001
            "须缴纳关税：货值的50%并非适用于全部货物，仅适用于：氮化镓",  # noqa: RUF001
            2,
        ),
    ],
)
def test_an_act_on_some_goods_of_a_name_says_on_which(
    language: str, nothing: str, half: str, only: int, capsys: Capture
) -> None:
    text = told(capsys, GALLIUM, language)
    assert nothing in text
    assert half in text
    assert text.count("only for:" if language == "en" else "仅适用于") == only


def test_programs_are_told_for_which_goods_an_act_holds(capsys: Capture) -> None:
    found = json.loads(say(capsys, *GALLIUM, "--json")[1])
    duties = {each["id"]: (each["rate"], each["only_for"]) for each in found["duties"]}
    nitride = ["the item is Gallium nitride"]
    assert duties["us-tariff-301-legacy-chips"] == (0, nitride)
    assert duties["us-tariff-301-semiconductors"] == (0.5, nitride)
    assert all(not each["only_for"] for each in found["rules"])


@pytest.mark.parametrize(
    ("language", "wanted"),
    [("en", "only for: Gallium nitride"), ("zh", "仅适用于：氮化镓")],  # noqa: RUF001
)
def test_the_page_says_for_which_goods_an_act_holds(language: str, wanted: str) -> None:
    client = TestClient(make_app("lilliput", 8), base_url="http://127.0.0.1")
    asked = {"scenario": "today", "item": "gallium", "from": "CN", "to": "US"}
    asked |= {"on": "2026-09-30", "lang": language}
    assert client.get("/screen", params=asked).text.count(wanted) == 2


@pytest.mark.parametrize(
    ("language", "wanted"),
    [
        ("en", "In six digits it agrees with 4 of them: 8112921010, 8112921090, 8112929010"),
        ("zh", "其前六位与其中4个相同：8112921010、8112921090、8112929010"),  # noqa: RUF001
    ],
)
def test_an_importer_s_code_is_told_with_the_lines_that_it_agrees_with(
    language: str, wanted: str, capsys: Capture
) -> None:
    text = told(capsys, FOREIGN, language).replace("in six", "In six").replace(",8", "、8")
    assert wanted in text
    assert "no rule of this record catches it" not in text
