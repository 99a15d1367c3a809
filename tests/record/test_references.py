"""Each rule can be read at the place that is cited for it: a publisher's page, and where on it."""

import re
from typing import Final
from urllib.parse import urlsplit

import pytest

from outlast.api import library

LIBRARY = library()
MEASURES = LIBRARY.timeline.measures
GROUPS = LIBRARY.timeline.groups
SOURCES = LIBRARY.ledger.sources
CITED = sorted(
    {
        *(each.source for one in MEASURES.values() for each in one.references()),
        *(change.reference.source for group in GROUPS.values() for change in group.root.values()),
    }
)

HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}")
NO_PUBLISHER: Final = re.compile(
    r"(?:^|\.)(?:bit\.ly|t\.co|tinyurl\.com|archive\.(?:org|ph|is|today)|docslib\.org|scribd\.com"
    r"|(?:google|bing|baidu|duckduckgo)\.[a-z.]+|webcache\..*|raw\.githubusercontent\.com)$"
)
"""Hosts that shorten, search or store what others publish."""

SAYS_WHERE = re.compile(r"[A-Za-z]{3,}|\d")
SAYS_NOTHING = re.compile(r"\?\?|\b(?:TODO|TBD|unknown|somewhere|see above|ibid)\b", re.IGNORECASE)


@pytest.mark.parametrize("key", CITED)
def test_a_source_of_a_rule_has_a_publishers_page(key: str) -> None:
    address = SOURCES[key].url or ""
    parts = urlsplit(address)
    assert parts.scheme == "https"
    assert parts.netloc == parts.hostname
    assert HOST.fullmatch(parts.netloc)
    assert not NO_PUBLISHER.search(parts.netloc)
    assert parts.path.strip("/")
    assert not re.search(r"[\s<>\"{}|\\^`]", address)


@pytest.mark.parametrize("name", MEASURES)
def test_every_rule_names_a_source_and_a_place_in_it(name: str) -> None:
    measure = MEASURES[name]
    references = measure.references()
    dated = sum(len(schedule.dates) for _, schedule in measure.schedules())
    assert len(references) >= len(measure.status) + dated
    for reference in references:
        assert reference.source in SOURCES
        assert SAYS_WHERE.search(reference.locator)
        assert not SAYS_NOTHING.search(reference.locator)


@pytest.mark.parametrize("name", GROUPS)
def test_every_state_of_a_group_names_a_source_and_a_place_in_it(name: str) -> None:
    for change in GROUPS[name].root.values():
        assert change.reference.source in SOURCES
        assert SAYS_WHERE.search(change.reference.locator)


@pytest.mark.parametrize("name", MEASURES)
def test_no_rule_rests_on_memory(name: str) -> None:
    text = MEASURES[name].model_dump_json()
    assert not re.search(r"from memory|to be checked", text)
