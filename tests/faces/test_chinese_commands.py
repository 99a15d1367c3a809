"""Commands in Chinese: the words of the page on a terminal, and English alone for programs."""

import re

import pytest

from outlast.api import library
from outlast.api.condition_words import ScreeningVoice
from outlast.api.screening_query import ScreeningQuery, screen_query
from outlast.api.screening_told import told_screening
from outlast.cli import main
from outlast.web.words import page_voice

HAN = re.compile("[\N{CJK UNIFIED IDEOGRAPH-4E00}-\N{CJK UNIFIED IDEOGRAPH-9FFF}]")
ENGLISH = ("licence", "Not checked", "Cannot be told", "If ", "likeness", "Passed", "not held")
SCREENED = (
    ("H20", "CN", None, "2025-04-16"),
    ("gallium", "US", "CN", "2024-12-04"),
    ("gallium", "US", "CN", "2026-12-15"),
    ("magnet", "US", "CN", "2025-05-01"),
    ("9999", "CN", "US", "2025-05-01"),
)


def out_of(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main([*arguments, "--lang", "zh"]) == 0
    return capsys.readouterr().out


def joined(text: str) -> str:
    """Return a text without the ends of its lines and all blanks."""
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize(("item", "to", "origin", "day"), SCREENED)
def test_a_screening_says_on_the_terminal_what_the_page_says(
    capsys: pytest.CaptureFixture[str], item: str, to: str, origin: str | None, day: str
) -> None:
    options = ["--from", origin] if origin else []
    shown = joined(out_of(capsys, "screen", item, "--to", to, *options, "--on", day))
    query = ScreeningQuery.model_validate({"item": item, "to": to, "from": origin, "on": day})
    voice = page_voice("zh").naming(library().names)
    told = told_screening(screen_query(library(), query), ScreeningVoice(library(), voice))
    texts = [told.mark.word, told.sentence, told.title, told.way, *told.remarks, *told.facts]
    texts += [rule.title for rule in (*told.rules, *told.duties)]
    texts += [rule.effect for rule in (*told.rules, *told.duties)]
    texts += [area.title for area in (*told.uncovered, *told.not_checked)]
    texts += [group.mark.word for group in told.branches]
    texts += [each for group in told.branches for each in (*group.shared, *group.one_of)]
    assert told.not_checked or told.uncovered
    assert not [text for text in texts if joined(text) not in shown]


@pytest.mark.parametrize(("item", "to", "origin", "day"), SCREENED)
def test_no_english_sentence_stands_in_a_chinese_screening(
    capsys: pytest.CaptureFixture[str], item: str, to: str, origin: str | None, day: str
) -> None:
    options = ["--from", origin] if origin else []
    shown = out_of(capsys, "screen", item, "--to", to, *options, "--on", day)
    quoted = ("http", "Federal Register", "Announcement", "Supplement", ", ")
    lines = [line for line in shown.splitlines() if not HAN.search(line)]
    assert not [
        line
        for line in lines
        for word in ENGLISH
        if word in line and not any(map(line.count, quoted))
    ]


def test_gaps_speak_chinese_and_are_found_in_both_languages(
    capsys: pytest.CaptureFixture[str],
) -> None:
    whole = out_of(capsys, "facts", "--gaps")
    gaps = library().ledger.gaps
    assert f"{len(gaps)}处空缺中的{len(gaps)}处。" in joined(whole)
    assert "用途：用户的锑库存" in joined(whole)  # noqa: RUF001  Chinese marks
    own_words = re.sub(r"“[^”]*”", "", whole)  # facts stand under their own titles
    assert not re.search(r"searched|in its place| for |\bprior\b", own_words)
    for word in ("锑库存", "stocks of antimony"):
        found = joined(out_of(capsys, "facts", *word.split(), "--gaps"))
        assert "美国企业的锑库存" in found
        assert "查找范围：USGS2026年版" in found  # noqa: RUF001  Chinese marks
    assert main(["facts", "gallium", "--lang", "zh"]) != 0
    assert "facts keep the language of their source" in capsys.readouterr().err


def test_the_timeline_names_measures_and_events_in_chinese(
    capsys: pytest.CaptureFixture[str],
) -> None:
    shown = out_of(capsys, "timeline", "--good", "gallium")
    for text in ("日期", "措施", "生效", "镓、锗出口许可", "先验概率", "这是对公开文本的解读"):
        assert text in joined(shown)
    assert "in force" not in shown
    assert "Prior:" not in shown


def test_open_questions_are_listed_in_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    shown = joined(out_of(capsys, "settle"))
    for text in ("kuala-lumpur-extension", "lapses（到期不再延长）", "起见分晓", "是否"):  # noqa: RUF001
        assert text in shown
    assert "decides" not in shown


def test_levers_are_shown_in_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    shown = out_of(capsys, "levers", "lilliput", "--futures", "16")
    for text in ("杠杆", "设为", "变化", "次推演", "随机种子1"):
        assert text in joined(shown)
    assert "futures" not in shown


def test_a_comparison_is_shown_in_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    shown = out_of(capsys, "compare", "lilliput", "lilliput", "--futures", "16")
    for text in ("同一组随机数", "先出现短缺的", "服务", "差别", "每100次推演"):
        assert text in joined(shown)
    assert "futures" not in shown


def test_a_claim_is_shown_in_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    shown = joined(out_of(capsys, "claims", "nvidia-china-17bn", "--no-runs"))
    for text in ("英伟达一年在中国销售约170亿美元", "按账单所在地", "不低于15.3且不高于18.7则成立"):
        assert text in shown
    assert "十亿美元" in shown
    assert "holdsif" not in shown
    listed = joined(out_of(capsys, "claims", "--no-runs"))
    assert "40条论断" in listed
    assert "得到支持" in listed


@pytest.mark.parametrize(
    "arguments",
    [
        ("claims", "tariff-245", "--no-runs"),
        ("screen", "H20", "--to", "CN"),
        ("timeline",),
        ("settle",),
        ("levers",),
        ("compare", "lapse", "truce"),
    ],
    ids=lambda arguments: arguments[0],
)
def test_data_for_programs_is_english_alone(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    assert main([*arguments, "--lang", "zh", "--json"]) != 0
    assert "English alone" in capsys.readouterr().err
    assert main([*arguments, "--lang", "fr"]) != 0
    assert '"fr" is not a language' in capsys.readouterr().err
