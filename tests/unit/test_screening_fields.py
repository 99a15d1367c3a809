"""The fields of a question: one definition for the terminal, the page and its address."""

import re
from datetime import date

import pytest
from click import Command

from outlast.api import library
from outlast.api.chip_numbers import Numbers, contradictions, filled
from outlast.api.condition_words import ScreeningVoice
from outlast.api.screening_fields import (
    FIELDS,
    STATED_BY,
    FieldKind,
    address_texts,
    flag_of,
    is_key,
    key_of,
    read_fields,
)
from outlast.api.screening_query import ScreeningQuery
from outlast.cli.screen_options import OPTIONS
from outlast.errors import InputError
from outlast.policy import ATTRIBUTES, Policy
from outlast.policy.verdict import Verdict
from outlast.web.words import page_voice
from outlast.world import Chip

DAY = date(2025, 4, 16)
TEXTS = {
    "item": "H20",
    "to": "CN",
    "on": "2025-04-16",
    "from": "US",
    "origin": "TW",
    "end-use": "data-center",
    "end-user": "Acme",
    "exporter": "Other",
    "headquarters": "CN",
    "owner": "Acme 0.5; Big Co 0.25",
    "maker": "NVIDIA",
    "tops.8": "296.5",
    "tops.16": "148",
    "die": "814",
    "memory-bandwidth": "4000",
    "interconnect": "900",
    "datacenter": "yes",
    "planar": "no",
    "attribute.co_packaged": "no",
    "attribute.node_nm": "4",
    "switch.clause-2-suspension": "lapses",
}


def test_every_field_comes_back_from_its_text() -> None:
    query = ScreeningQuery.model_validate(read_fields(TEXTS, DAY))
    assert address_texts(query.content()) == TEXTS
    heads = {key.partition(".")[0] for key in TEXTS}
    assert heads == {each.key for each in FIELDS}
    assert all(is_key(key) for key in TEXTS)
    assert not any(is_key(key) for key in ("tops", "item.x", "switch.", "seed", "colour"))


def test_every_field_is_one_of_the_question() -> None:
    aliases = {field.alias or name for name, field in ScreeningQuery.model_fields.items()}
    assert {each.names for each in FIELDS} == aliases


def test_the_terminal_has_an_option_for_every_field() -> None:
    decorated = Command("screen")
    for option in reversed(OPTIONS):
        option(decorated)
    flags = {flag for each in decorated.params for flag in each.opts}
    named = {each.key for each in FIELDS if each.kind not in {FieldKind.ITEM, FieldKind.ANSWERS}}
    assert {f"--{name}" for name in named} | {"--bits", "--set"} == flags


def test_every_attribute_has_its_option_and_its_key() -> None:
    assert {each for each in STATED_BY if each in ATTRIBUTES} < set(ATTRIBUTES)
    assert flag_of("memory_bandwidth_gb_s") == "--memory-bandwidth"
    assert key_of("memory_bandwidth_gb_s") == "memory-bandwidth"
    assert flag_of("co_packaged") == "--attribute co_packaged=VALUE"
    assert key_of("co_packaged") == "attribute.co_packaged"


def test_wrong_texts_are_named_together() -> None:
    wrong = {"on": "tomorrow", "die": "x", "tops.x": "1", "attribute.colour": "red", "owner": "A"}
    with pytest.raises(InputError) as refusal:
        read_fields(wrong, DAY)
    assert {each.file for each in refusal.value.problems} == set(wrong)


def test_numbers_fill_gaps_and_contradict_no_rounding() -> None:
    chip = next(
        each
        for each in library().items.values()
        if isinstance(each, Chip) and each.interconnect_gb_s is None and each.memory_bandwidth_gb_s
    )
    known = chip.memory_bandwidth_gb_s or 0.0
    numbers = Numbers(memory_bandwidth_gb_s=2 * known, interconnect_gb_s=64.0)
    found = filled(chip, numbers)
    assert isinstance(found, Chip)
    assert (found.memory_bandwidth_gb_s, found.interconnect_gb_s) == (known, 64.0)
    assert [each.partition(" gb")[0] for each in contradictions(chip, numbers)] == [
        "memory bandwidth"
    ]
    near = Numbers(memory_bandwidth_gb_s=1.0001 * known)
    assert not list(contradictions(chip, near))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_word_of_a_screening_exists(language: str) -> None:
    voice = page_voice(language)
    keys = {f"policy.{each.value}" for each in Policy}
    keys |= {f"screening.verdict.{each.value}" for each in Verdict}
    keys |= {f"attribute.{each}" for each in ATTRIBUTES}
    keys |= {
        f"field.{each.key}"
        for each in FIELDS
        if each.kind not in {FieldKind.ATTRIBUTES, FieldKind.ANSWERS}
    }
    assert keys <= set(voice.messages)


CONDITIONS = {
    "memory bandwidth gb s >= 4000": "≥ 4,000",
    "performance density >= 3.2 and performance density < 5.92": "≥ 3.2、< 5.92",
    "not datacenter": "",
    "non planar": "",
    "chip one of A100, H100": "A100, H100",
    "maker is NVIDIA": "NVIDIA",
    "its full code lies under 1C905": "1C905",
    (
        "8112.92.89 is on none of the exporter's lines that rules list; "
        "in six digits it agrees with 2 of them: 8112929010, 8112929090"
    ): "8112929010, 8112929090",
    (
        "8112.69 is on none of the exporter's lines that rules list; "
        "92 of them stand in rules that name the stated group"
    ): "8112.69",
    "the receiver is Huawei": "Huawei",
    "the sender is AMD": "AMD",
    "NVIDIA makes it": "NVIDIA",
    "the owner Acme is Huawei": "Acme",
    "the receiver's ultimate parent sits in CN": "",
    "listed parties own the receiver to the share that the rule names": "",
    "the item is Gallium metal": "Gallium metal",
    "it is something else under 8112.92": "8112.92",
    "it was made in China": "",
    '"foo" is not an item of this record': "foo",
    "the country of export is not known": "",
    "its numbers are as stated": "",
}


@pytest.mark.parametrize("condition", CONDITIONS)
def test_every_condition_has_words_in_both_languages(condition: str) -> None:
    known = library()
    chinese = ScreeningVoice(known, page_voice("zh"))
    for holds in (True, False):
        told = chinese.condition(condition, holds=holds)
        assert re.search("[\u4e00-\u9fff]", told), told
        assert CONDITIONS[condition] in told or not holds
    assert "gb s" not in ScreeningVoice(known, page_voice("en")).condition(condition)
