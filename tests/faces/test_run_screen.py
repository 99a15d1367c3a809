"""The first screen of an answer: 80 by 40, the headline alone, in any encoding; the glossary."""

import io
import json
from functools import cache
from pathlib import Path

import pytest

from outlast.api.answer import Answer
from outlast.cli import main
from outlast.cli.first_screen import SCREEN, show_first_screen
from outlast.cli.terminal import OutputConsole
from outlast.ensemble import run_ensemble
from outlast.present.display.fonts import cells
from outlast.present.display.terms import SHORT, defined, defined_briefly
from outlast.present.display.time_axis import date_at
from outlast.present.display.voice import voice_of
from outlast.scenario.load import load_scenario
from tests.faces import terminals

WIDTHS = (80, 100, 120)
HEIGHT = 40
SHIPPED = ("today", "june-2025", "april-2025", "lapse", "truce", "cutoff", "lilliput")


@cache
def answer(scenario: str) -> Answer:
    """Return a short run of a scenario, as if it had a folder with a long name."""
    results = run_ensemble(load_scenario(scenario), futures=128, seed=3)
    return Answer(results, Path("runs") / f"{scenario}-001")


def screen(scenario: str, width: int, language: str = "en") -> list[str]:
    """Return the lines of the first screen at a width."""
    written = io.StringIO()
    show_first_screen(answer(scenario), OutputConsole(width=width, file=written), language)
    return written.getvalue().splitlines()


@pytest.mark.parametrize(
    "scenario",
    [
        name if name in ("today", "lilliput") else pytest.param(name, marks=pytest.mark.slow)
        for name in SHIPPED
    ],
)
def test_the_first_screen_fits_and_begins_with_the_headline_alone(scenario: str) -> None:
    told = answer(scenario)
    for width in WIDTHS:
        lines = screen(scenario, width)
        assert lines[0] == told.headline
        assert "· from " in lines[1], "the contest, with the day"
        rows = sum(max(1, -(-len(line) // width)) for line in lines)
        assert rows < HEIGHT, (width, "\n".join(lines))
        text = " ".join(" ".join(lines).split())
        for part in (told.sentence, told.summary.honesty, "--full", "outlast levers"):
            assert part in text, part
        labels = [reason.label for reason in told.summary.reasons]
        for label in (*labels, "of 100", "half by", "no denial", "already"):
            assert label in text
        assert "Of 100: futures to" in text or "No service runs short" in text
        if scenario == "today":  # the services of both sides stand in the table
            heads = next(at for at, line in enumerate(lines) if line.startswith("What runs short"))
            ended = next(at for at, line in enumerate(lines) if line.startswith("Short: "))
            rows_of = " ".join(lines[heads + 1 : ended])
            assert "China" in rows_of
            assert "United States" in rows_of
        longest = max(len(line.rstrip()) for line in lines[1:])
        assert longest > 0.8 * width, "a wider terminal is used"


@pytest.mark.parametrize("width", WIDTHS)
def test_the_first_screen_is_there_in_chinese(width: int) -> None:
    told = answer("lilliput").summary_in("zh")
    lines = screen("lilliput", width, "zh")
    assert lines[0] == told.headline
    rows = sum(max(1, -(-cells(line.rstrip()) // width)) for line in lines)
    assert rows < HEIGHT, "\n".join(lines)
    text = "".join("".join(lines).split())
    for part in (told.sentence, told.honesty, *(reason.text for reason in told.reasons)):
        assert "".join(part.split()) in text, part
    for label in ("哪些会短缺", "每100次", "中位时间", "无管制", "全部数字", "outlastglossary"):
        assert label in text
    axis = next(at for at, line in enumerate(lines) if "┤" in line)
    dates = next(line for line in lines[axis:] if "年" in line and "月" in line)
    assert cells(dates.rstrip()) <= width


@pytest.mark.parametrize(
    ("language", "wanted"),
    [
        ("en", "Very likely: In at least 80 of 100 simulated futures."),
        ("zh", "极可能\N{FULLWIDTH COLON}每100次推演中至少有80次如此。"),
    ],
)
def test_one_free_line_defines_the_word_of_the_headline(language: str, wanted: str) -> None:
    voice = voice_of(answer("today").results.situation, language)
    assert defined_briefly("very-likely", voice) == wanted
    assert cells(wanted) <= SCREEN


def test_a_definition_that_has_no_room_is_told_in_few_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = answer("lilliput")
    term = next(key for key in told.summary.terms if key != SHORT)
    voice = voice_of(told.results.situation)
    brief, whole = defined_briefly(term, voice), defined(term, voice)
    found = set[str]()
    for lines in range(20, 40):
        monkeypatch.setattr("outlast.cli.first_screen.LINES", lines)
        text = " ".join(" ".join(screen("lilliput", SCREEN)).split())
        found.add("whole" if whole in text else "brief" if brief in text else "none")
    assert found == {"whole", "brief", "none"}


def test_what_has_english_alone_refuses_another_language(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for option in ("--full", "--json", "--csv"):
        assert main(["run", "lilliput", option, "--lang", "zh"]) == 1
        assert "English alone" in capsys.readouterr().err
    assert main(["run", "lilliput", "--lang", "latin"]) == 1


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_reasons_take_no_more_lines_than_they_need(width: int, language: str) -> None:
    told = answer("today")
    summary = told.summary if language == "en" else told.summary_in(language)
    lines = screen("today", width, language)
    begin = next(at for at, line in enumerate(lines) if line.startswith(summary.reasons[0].label))
    end = next(at for at, line in enumerate(lines) if line.startswith("●"))
    taken = sum(bool(line.strip()) for line in lines[begin:end])
    written = io.StringIO()
    run_on = OutputConsole(width=width, file=written)
    colon = ": " if language == "en" else "\N{FULLWIDTH COLON}"
    for reason in summary.reasons:
        run_on.print(f"{reason.label}{colon}{reason.text}")
    assert taken <= len(written.getvalue().splitlines()), "\n".join(lines)


def test_every_mark_of_the_dots_is_counted() -> None:
    lines = screen("lilliput", 80)
    above = next(at for at, line in enumerate(lines) if line.startswith("●"))
    below = next(at for at, line in enumerate(lines) if line.startswith("◇ "))
    marks = "".join(lines[above + 1 : below]).count("◇")
    assert marks in (50, 25, 20, 10, 5)  # all futures of the toy end so
    assert f"each mark: about {100 // marks} of 100" in lines[below]


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_the_first_line_is_the_headline_in_any_encoding(
    encoding: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "40")
    code, out, err = terminals.in_bytes(
        monkeypatch, encoding, "run", "lilliput", "--futures", "16", "--out", "kept"
    )
    assert code == 0, err
    first, second, *others = out.decode(encoding).splitlines()
    assert first.endswith("run short before the Big-endian side.")
    assert "Lilliput against Blefuscu" in second
    wide = [line for line in others if len(line) > 40]
    assert all("outlast " in line for line in wide), wide  # commands are not broken


def test_the_glossary_answers_with_definitions_and_nearest_names(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(("glossary",)) == 0
    out = capsys.readouterr().out
    for name in ("own plan", "rival's lead", "CRPS", "Dy-Tb", "H100 equivalent", "strict Leontief"):
        assert name in out
    assert main(("glossary", "Own", "Plan", "--json")) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["format"] == "outlast/glossary/1"
    assert [term["key"] for term in told["terms"]] == ["own-plan"]
    assert main(("glossary", "own plan", "--lang", "zh")) == 0
    assert "自身计划" in capsys.readouterr().out
    assert main(("glossary", "quorun")) == 1
    assert 'Did you mean "quorum"?' in capsys.readouterr().err
    assert main(("glossary", "--lang", "fr")) == 1
    assert main(("glossary", "crps", "--csv")) == 0
    assert capsys.readouterr().out.startswith("key,name,text\ncrps,CRPS,")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_table_that_lacks_room_is_explained_in_two_lines(language: str) -> None:
    results = answer("today").results
    voice, clock = voice_of(results.situation, language), results.situation.clock
    end = date_at(clock, clock.horizon_weeks, voice)
    brief = (voice.say("terminal.heads-brief", end=end), voice.say("terminal.more-brief", n=12))
    written = io.StringIO()
    OutputConsole(width=SCREEN, file=written).print(
        voice.sentences((defined(SHORT, voice), *brief))
    )
    assert len(written.getvalue().splitlines()) == 2  # so that a service of each side has a line
