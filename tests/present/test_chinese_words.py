"""One Chinese word for one thing: no text that a reader sees uses a second word for it."""

import json
import re
from importlib.resources import files
from pathlib import Path
from typing import Final

import pytest

SOURCE: Final = Path(str(files("outlast")))

SECOND: Final = {
    r"撑不住|撑得住|撑住": "短缺 or 不短缺: a service that runs short",
    r"随附|原情景": "发布时的答案: the shipped answer",
    r"骰": "随机数: the dice",
    r"设置": "设定: a setting",
    r"档位": "设定点: a setpoint",
    r"物资": "货物: goods",
    r"算法": "计法: the way of counting",
    r"储备月|储备可用": "库存可用月数: months of cover",
    r"(?<!预)测得(?!出)|推得": "实测, 推算: grades",
    r"百种": "100种: counts of futures",
    r"博弈|争端|竞争": "较量: the contest",
    r"观察": "观测: an observation",
    r"均未短缺|都没有短缺：|双方同周": "都不短缺, 双方同时: ends of a future",
    r"不确定输入|不确定数字|不确定的数(?!字)": "不确定的数字: a prior",
    r"(?<!随机)种子": "随机种子: the seed",
    r"未来|第\{(future|n)\}种": "推演, 第…号推演: a simulated future",
    r"各方行动|双方行动": "举措: a move",
    r"先短缺|陷入短缺": "出现短缺, 先出现短缺: to run short",
    r"约数": "因四舍五入，合计不等于100: counts that do not add to 100",
}
"""Second words as a pattern, each with the word that takes their place."""

TEXTS: Final = sorted(
    [
        *SOURCE.rglob("words/zh.json"),
        *SOURCE.rglob("catalogue/zh.json"),
        *SOURCE.rglob("catalogue/terms.json"),
        *SOURCE.rglob("words/corrections.json"),
    ]
)
"""The files whose texts readers see; the names of a contest's own things stand elsewhere."""

NAMES: Final = sorted(SOURCE.rglob("names*.zh.yaml"))
"""The names of things of the shipped contests."""

IN_NAMES: Final = ("撑不住", "随附", "骰", "档位", "物资", "百种", "第{future}种")
"""Second words that have no other sense, so that no name may use them either."""


def faults(text: str) -> list[str]:
    """Return the second words of a text, each with the right one."""
    found = ((re.search(pattern, text), right) for pattern, right in SECOND.items())
    return [f"{hit[0]} → {right}" for hit, right in found if hit is not None]


@pytest.mark.parametrize("file", TEXTS, ids=lambda file: f"{file.parts[-3]}-{file.name}")
def test_a_text_uses_one_chinese_word_for_one_thing(file: Path) -> None:
    assert [
        f"{number}: {fault}"
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        for fault in faults(line)
    ] == []


@pytest.mark.parametrize("file", NAMES, ids=lambda file: file.parts[-2])
def test_a_name_uses_no_second_word(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert [word for word in IN_NAMES if word in text] == []


def test_the_catalogue_finds_a_second_word() -> None:
    assert len(TEXTS) >= 5
    assert faults("中国一方先撑不住。") == ["撑不住 → 短缺 or 不短缺: a service that runs short"]
    assert faults("中国先出现短缺，随机种子1，预测得分。") == []


def test_a_name_behind_a_count_of_futures_stands_after_a_comma() -> None:
    """中 before a name that begins with the same letter stutters: 每100次推演中中国…."""
    texts = [file.read_text(encoding="utf-8") for file in TEXTS]
    assert [hit for text in texts for hit in re.findall(r"[^\"]*次(?:推演)?中\{[^\"]*", text)] == []


def test_the_name_of_a_way_of_counting_is_no_condition() -> None:
    """Behind 要看怎么算 a name that begins with 若 reads as the answer if the world were so."""
    (catalogue,) = SOURCE.rglob("catalogue/zh.json")
    said: dict[str, str] = json.loads(catalogue.read_text(encoding="utf-8"))
    names = {key: text for key, text in said.items() if key.startswith("definition.short.")}
    assert len(names) >= 5
    assert [text for text in names.values() if text.startswith(("若", "如"))] == []
