"""Each citation names a place in its text, and each address is well formed and the text's own."""

import re
from collections import Counter
from datetime import date
from urllib.parse import urlsplit

import pytest

from outlast.api import library
from outlast.facts import Source

LIBRARY = library()
MEASURES = LIBRARY.timeline.measures
CITED = sorted({each.source for one in MEASURES.values() for each in one.references()})
SOURCES: dict[str, Source] = {key: LIBRARY.ledger.sources[key] for key in CITED}

REGISTER = re.compile(r"^(\d+)-fr-(\d+)$")
DOCUMENT = re.compile(r"\b((?:19|20)\d{2}-\d{4,5})\b")
ANNOUNCEMENT = re.compile(r"^(?:mofcom|ctc)-(?:most-)?(\d+)-(20\d{2})$")
OFFICIAL = (".gov.cn", ".npc.gov.cn")


@pytest.mark.parametrize("key", CITED)
def test_an_address_is_well_formed(key: str) -> None:
    address = SOURCES[key].url
    if not address:
        return
    parts = urlsplit(address)
    assert parts.scheme in {"http", "https"}
    assert re.fullmatch(r"[a-z0-9.-]+\.[a-z]{2,}", parts.netloc)
    assert not re.search(r"\s|[<>\"]", address)


@pytest.mark.parametrize("key", [key for key in CITED if REGISTER.match(key)])
def test_a_document_of_the_federal_register_bears_its_number(key: str) -> None:
    source = SOURCES[key]
    match = REGISTER.match(key)
    assert match is not None
    volume, page = match.groups()
    assert re.search(rf"\b{volume} FR {page}\b", source.title)
    assert source.published.year - 1935 == int(volume)


@pytest.mark.parametrize(
    "key", [key for key in CITED if "federalregister.gov" in (SOURCES[key].url or "")]
)
def test_an_address_of_the_federal_register_is_the_documents_own(key: str) -> None:
    source = SOURCES[key]
    number = (source.url or "").rpartition("/")[2]
    if "/citation/" in (source.url or ""):
        assert number.casefold() == key
        return
    assert DOCUMENT.fullmatch(number)
    stated = set(DOCUMENT.findall(f"{source.title} {source.note or ''}"))
    assert number in stated or not stated


@pytest.mark.parametrize("key", [key for key in CITED if "govinfo.gov" in (SOURCES[key].url or "")])
def test_an_address_of_govinfo_bears_day_and_number(key: str) -> None:
    source = SOURCES[key]
    found = re.search(r"FR-(\d{4}-\d{2}-\d{2})/\w+/([\d-]+)\.htm", source.url or "")
    assert found is not None
    assert date.fromisoformat(found[1]) == source.published
    assert found[2] in source.title


@pytest.mark.parametrize("key", [key for key in CITED if ANNOUNCEMENT.match(key)])
def test_an_announcement_bears_its_number_and_stands_on_an_official_page(key: str) -> None:
    source = SOURCES[key]
    match = ANNOUNCEMENT.match(key)
    assert match is not None
    number, year = match.groups()
    assert re.search(rf"No\. {number} of {year}\b", source.title)
    assert source.published.year == int(year)
    host = urlsplit(source.url or "").netloc
    if host.endswith("gov.cn"):
        stamps = re.findall(r"/(20\d{2})(?:\d{2})?(?:\d{2})?[/_]", source.url or "")
        assert not stamps or year in {stamp[:4] for stamp in stamps}


def test_no_two_texts_have_one_address() -> None:
    counted = Counter(source.url for source in SOURCES.values() if source.url)
    assert [address for address, number in counted.items() if number > 1] == []


@pytest.mark.parametrize("name", MEASURES)
def test_a_citation_names_a_place(name: str) -> None:
    for reference in MEASURES[name].references():
        assert len(reference.locator) > 3
        assert not re.search(r"\?\?|TODO|xxx|see above", reference.locator)
