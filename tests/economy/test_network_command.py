"""`outlast network` and `ol.network` on the shipped table: the answer, its form, the door."""

import json
import re
from contextlib import nullcontext
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import pytest

import outlast
from outlast.api.network import NetworkTable, network
from outlast.cli import main
from outlast.cli.network_view import NAMES, RULES
from outlast.economy.network.choices import alternatives, usual
from outlast.economy.network.flows import from_industries
from outlast.economy.network.input_classes import curated_classes, read_classes, storage
from outlast.economy.network.network_loss import ABORTED, CASCADES, COLLAPSED, NetworkLoss
from outlast.economy.table import read_table
from outlast.errors import InputError, Problems
from outlast.present.display.voice import voice
from outlast.present.network_words import STATES
from outlast.reading import DEFAULT_CONTEST

FOLDER = DEFAULT_CONTEST / "economy"

Given: TypeAlias = Any
"""A value of an option."""

CHIPS = "334413"


@cache
def shipped() -> NetworkTable:
    """Return the shipped table with its classes, read once."""
    flows = from_industries(read_table(FOLDER / "us-2023.npz"), "USD million of 2023")
    classes = read_classes(FOLDER / "us-2023-inputs.yaml", flows.sectors, Problems())
    return NetworkTable("United States 2023", flows, classes)


def lost(*events: str, **options: Given) -> NetworkLoss:
    """Return the loss without its alternatives, over most of a year."""
    usual: dict[str, Any] = {"steps": 40, "compare": False}
    found = network(events, table=shipped(), **(usual | options))
    assert found is not None
    return found


def test_half_of_all_chips_on_the_shipped_table() -> None:
    found = network(f"{CHIPS}=0.5@4+26", steps=40, compare=False)
    assert found is not None
    assert found.unit == "USD billion of 2023"
    assert found.value_added == pytest.approx(27_720, abs=10)
    assert found.outcome.direct == pytest.approx(-15.5, abs=0.1)
    assert found.outcome.change < 2 * found.outcome.direct
    assert found.path[:4] == pytest.approx([0.0] * 4, abs=1e-6)
    assert sum(found.path) == pytest.approx(found.outcome.change, rel=1e-9)
    assert sum(each.change for each in found.industries) == pytest.approx(
        found.outcome.change, rel=1e-9
    )
    assert found.industries[0].code == CHIPS
    assert found.negative == ("S00102",)
    assert found.assumed == 21
    assert outlast.network is network


def test_more_stock_and_firms_first_lose_less() -> None:
    usual = lost(f"{CHIPS}=0.5@4+26").outcome.change
    assert lost(f"{CHIPS}=0.5@4+26", cover=8).outcome.change > usual
    assert lost(f"{CHIPS}=0.5@4+26", rationing="firms-first").outcome.change > usual
    assert lost(f"{CHIPS}=0.3@4+26").outcome.change > usual
    assert lost(f"{CHIPS}=0.5@4+26", recovery=10).outcome.change < usual


def test_a_cascade_is_named_with_remedies_that_were_run() -> None:
    found = network(f"{CHIPS}=0.5@4+26", inputs="half-critical", steps=40, table=shipped())
    assert found is not None
    assert found.outcome.state == "cascade"
    assert found.outcome.times is not None
    assert found.outcome.times > 10
    states = {each.name: each.outcome.state for each in found.alternatives}
    assert states["firms-first"] == "spread"
    assert states["all-critical"] != "spread"


def test_a_collapse_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    words = [
        "--event",
        f"{CHIPS}=0.8@4+26",
        "--inputs",
        "critical",
        "--steps",
        "40",
        "--cover",
        "2",
    ]
    assert main(["network", *words, "--alone"]) == 0
    assert "A collapse" in capsys.readouterr().out


@pytest.mark.slow
def test_days_and_weeks_tell_one_story() -> None:
    weeks = lost(f"{CHIPS}=0.2@4+26", steps=52).outcome
    days = lost(f"{CHIPS}=0.2@28+182", step="day", steps=364).outcome
    assert days.direct == pytest.approx(weeks.direct, rel=0.01)
    assert days.change == pytest.approx(weeks.change, rel=0.15)


def test_a_route(capsys: pytest.CaptureFixture[str]) -> None:
    found = lost(routes=f"{CHIPS}/33411*=1@2+40")
    assert found.outcome.direct == 0
    assert found.outcome.times is None
    assert found.outcome.change < 0
    assert main(["network", "--route", f"{CHIPS}/1111A0=1"]) == 1
    assert "sells nothing" in capsys.readouterr().err


def test_ario_on_the_shipped_table() -> None:
    found = lost(f"{CHIPS}=0.2@2+30", rules="ario")
    assert found.asked.step == "day"
    assert found.asked.inputs == "strict"
    assert found.outcome.change < found.outcome.direct < 0


def test_the_terminal_and_its_json(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ["network", "--event", f"{CHIPS}=0.5@4+26", "--steps", "40"]
    monkeypatch.setenv("COLUMNS", "80")
    assert main(words) == 0
    text = capsys.readouterr().out
    assert "Change of value added" in text
    assert "twice the inventories" in text
    assert max(map(len, text.splitlines())) <= 80
    assert main([*words, "--json", "--alone"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["format"] == "outlast/network/1"
    assert found["unit"] == "USD billion of 2023"
    assert found["change"] < found["direct"] < 0
    assert found["path"][39]["step"] == 39
    assert set(found["industries"][0]) == {"code", "title", "title_zh", "change", "direct"}
    assert found["alternatives"] == []


ENGLISH = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2,}(?![A-Za-z0-9])")
"""Words that only the English view has; codes, options and BoARIO's name stand in both."""


@pytest.mark.parametrize("rules", ["inventories", "ario"])
def test_all_of_it_is_chinese(rules: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["network", "--event", f"{CHIPS}=0.5@4+26", "--steps", "40", "--rules", rules]
    assert main(words) == 0
    english = capsys.readouterr().out
    assert main([*words, "--lang", "zh"]) == 0
    chinese = capsys.readouterr().out
    assert set(ENGLISH.findall(chinese)) <= {"ARIO"}
    assert "402个行业" in chinese
    assert "半导体及相关器件（334413）" in chinese  # noqa: RUF001  Chinese brackets

    def numbers(text: str) -> list[str]:
        return sorted(re.findall(r"-?[0-9][0-9,.]*[0-9]|[0-9]", text))

    assert numbers(chinese) == numbers(english)


def test_every_state_and_alternative_has_words_in_both_languages() -> None:
    for language in ("en", "zh"):
        words = voice(language)
        for state in (CASCADES, COLLAPSED, ABORTED):
            assert all(words.say(key) for key in STATES[state])
        choices = [usual(rules, "week") for rules in RULES]
        for name in {name for each in choices for name, _ in alternatives(each)}:
            assert words.say(NAMES[name])


def test_an_unknown_language_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["network", "--event", f"{CHIPS}=0.5", "--lang", "de"]) == 1
    assert "de" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ([], "Name an event"),
        (["--event", "chips"], "is no event"),
        (["--event", "semiconductor=0.2"], "Did you mean 33"),
        (["--event", "334431=0.2"], 'Did you mean "33441A"?'),
        (["--event", "334413=1.2"], "Write a share from 0 to 1"),
        (["--event", "334413=0.2@200+4"], "starts after the last step"),
        (["--event", "334413=0.2", "--rules", "aria"], 'Did you mean "ario"?'),
        (["--event", "334413=0.2", "--rationing", "firms"], "firms-first"),
        (["--event", "334413=0.2", "--cover", "0.5"], "from 1 to"),
        (["--event", "334413=0.2", "--capital", "334413=0.1"], "only ARIO rebuilds"),
        (["--route", "334413/334111=1", "--rules", "ario"], "ARIO restricts no route"),
        (["--event", "334413=0.2", "--rules", "ario", "--spare", "0.1"], "overproduction"),
        (["--capital", "334413=0.1", "--rules", "ario"], "belong together"),
        (["--event", "334413=0.2", "--table", "gone.csv"], "does not exist"),
        (["--event", "334413=0.2", "--contest", "lilliput"], "declares no economy"),
        (["--event", "334413=0.2", "--mend"], "--mend changes nothing"),
        (["--event", "334413=0.2", "--rebuilding", "30"], "--rebuilding changes nothing"),
        (["--event", "a=0.2", "--table", "x.csv", "--contest", "lilliput"], "changes nothing"),
    ],
)
def test_the_door(words: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["network", *words]) == 1
    assert says in capsys.readouterr().err


def test_all_problems_at_once() -> None:
    with pytest.raises(InputError) as refused:
        network(table=shipped(), events=["nothing=0.1", "334413=9"], routes="334413=1")
    assert len(refused.value.problems) == 3
    with pytest.raises(InputError, match="is not an option"):
        network("334413=0.1", table=shipped(), covers=3)
    with pytest.raises(InputError, match="no event is named"):
        network(table=shipped())


def test_an_interrupt_ends_the_command(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("outlast.cli.network.stopping", lambda: nullcontext(lambda: True))
    assert main(["network", "--event", f"{CHIPS}=0.5"]) == 130
    found = capsys.readouterr()
    assert found.out == ""
    assert "Stopped." in found.err


def test_a_caller_cancels() -> None:
    assert network(f"{CHIPS}=0.5", table=shipped(), should_cancel=lambda: True) is None


def test_a_table_of_ones_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "mine.csv"
    file.write_text("industry,steel,cars,final\nsteel,2,30,5\ncars,4,1,90\n", encoding="utf-8")
    words = ["network", "--table", str(file), "--event", "steel=0.5", "--unit", "EUR million"]
    assert main(words) == 0
    text = capsys.readouterr().out
    assert "EUR billion" in text
    assert "Every input is half-critical" in text
    assert main([*words, "--inputs", "curated"]) == 1
    assert "no classes of inputs" in capsys.readouterr().err


def test_curated_classes_of_the_shipped_table() -> None:
    held = shipped()
    table, declared = held.flows, held.classes
    assert declared is not None
    found = curated_classes(table, declared)
    assert found[table.place["211000"], table.place["324110"]] == 2
    assert found[table.place[CHIPS], table.place["424200"]] == 0
    assert storage(table, declared, 4.0)[table.place["221100"]] == 1.0


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('"211000"', '"99"', 'no industry starts with "99".'),
        ("level: critical", "level: vital", "level"),
        ("weeks: 1", "weeks: 0.5", "weeks"),
        ("a refinery, a gas network and a cracker have no other feedstock", "so", "assume"),
    ],
)
def test_broken_classes_are_refused_with_their_line(
    tmp_path: Path, old: str, new: str, says: str
) -> None:
    overlay = tmp_path / "mine"
    (overlay / "economy").mkdir(parents=True)
    text = (FOLDER / "us-2023-inputs.yaml").read_text(encoding="utf-8")
    assert old in text
    file = overlay / "economy" / "us-2023-inputs.yaml"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError) as refused:
        network(f"{CHIPS}=0.5", overlays=[overlay])
    only = refused.value.problems[0]
    assert only.line > 3
    assert only.file.endswith("us-2023-inputs.yaml")
    assert says in only.what + only.cure
