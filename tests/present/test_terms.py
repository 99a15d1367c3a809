"""The glossary: one catalogue in both languages, and its terms found in texts."""

import pytest

from outlast.errors import InputError
from outlast.present.display.terms import find_term, marked, terms, terms_in
from outlast.present.display.voice import LANGUAGES

ASKED = (
    *("out-of-breath", "service", "need", "own-plan", "rivals-lead", "denial", "drawn"),
    *("open-question", "cover", "h100-equivalent", "dy-tb", "nd-pr", "quorum", "thrift"),
    *("ceiling", "persistence", "strict-leontief", "crps", "digest"),
)


def test_every_term_is_defined_in_both_languages() -> None:
    english, chinese = (terms(language) for language in LANGUAGES)
    assert english.keys() == chinese.keys()
    assert set(ASKED) <= english.keys()
    assert len(english) >= 20
    for known in (english, chinese):
        for term in known.values():
            assert term.text.endswith((".", "。"))
            assert term.forms


def test_no_two_terms_share_a_word() -> None:
    for language in LANGUAGES:
        forms = [form for term in terms(language).values() for form in term.forms]
        assert len(forms) == len(set(forms))


def test_marks_keep_the_text_and_take_the_longest_word() -> None:
    text = "Need: the US is already short of H200-class chips; shortage is no term."
    pieces = marked(text)
    assert "".join(piece.text for piece in pieces) == text
    found = {piece.text: piece.term for piece in pieces if piece.term}
    assert found == {
        "Need": "need",
        "already short": "already-short",
        "H200-class chips": "h200-class",
    }
    assert terms_in(["双方都不短缺，要看怎么算。"], "zh") == ("short",)


def test_a_term_is_found_by_any_of_its_words() -> None:
    assert find_term("H200-class Chips").key == "h200-class"
    assert find_term("短缺").key == "short"
    assert find_term("crps", "zh").name == "CRPS"
    with pytest.raises(InputError, match="Did you mean"):
        find_term("thrif")
