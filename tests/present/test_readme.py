"""README.md shows the shipped answer of the default scenario, word for word."""

from pipeline.readme import README, shipped_text, with_answer


def test_the_readme_shows_the_shipped_answer() -> None:
    text = README.read_text(encoding="utf-8")
    assert text == with_answer(text, shipped_text()), "run: python -m pipeline.readme"


def test_the_block_holds_headline_sentence_and_reasons() -> None:
    text = shipped_text()
    shown = " ".join(README.read_text(encoding="utf-8").split())
    for part in (text.headline, text.sentence, *(reason for _, reason in text.reasons)):
        assert " ".join(part.split()) in shown
