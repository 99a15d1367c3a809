"""Countries: found by code or by name, in English or Chinese, in any case."""

from pathlib import Path

import pytest

from outlast.api import library
from outlast.errors import InputError, Problems
from outlast.world.country import load_countries

COUNTRIES = library().countries


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("CN", "CN"),
        ("cn", "CN"),
        ("chn", "CN"),
        ("China", "CN"),
        ("中国", "CN"),
        ("中國", "CN"),
        ("PRC", "CN"),
        ("United States", "US"),
        ("united states of america", "US"),
        ("U.S.A.", "US"),
        ("美国", "US"),
        ("香港", "HK"),
        ("Hong Kong", "HK"),
        ("Korea", "KR"),
        ("Guinea-Bissau", "GW"),
        ("荷兰", "NL"),
    ],
)
def test_a_country_is_found_by_any_of_its_names(text: str, code: str) -> None:
    assert COUNTRIES.code(text) == code


def test_every_name_finds_its_own_country() -> None:
    for code, row in COUNTRIES.rows.items():
        assert {COUNTRIES.code(name) for name in row.names} == {code}
        assert row.zh


def test_the_nearest_name_stands_in_the_refusal() -> None:
    with pytest.raises(InputError, match="Germany"):
        COUNTRIES.code("Germny")


def test_a_name_of_two_countries_is_refused(tmp_path: Path) -> None:
    table = "# format: outlast/countries/1\ncode,name,also\nAA,Lagado,L\nBB,Laputa,l\n"
    (tmp_path / "countries.csv").write_text(table, encoding="utf-8")
    problems = Problems()
    load_countries([tmp_path], problems)
    (problem,) = problems.found
    assert "AA and of BB" in problem.what
    assert problem.line == 4
