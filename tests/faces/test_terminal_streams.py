"""Output never crashes: any encoding, a reader that ends, a full disk, closed streams, markup."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from outlast.cli import main
from outlast.cli.main import COMMANDS
from outlast.cli.streams import showable, substitute
from tests.faces import own, terminals

TOY = ("--contest", "lilliput")
ANSWERS = (
    ("facts", "gallium"),
    ("facts", "--gaps"),
    ("timeline", *TOY),
    ("claims", "--no-runs", *TOY),
    ("inputs", *TOY),
    ("validate", "lilliput"),
    ("verify", *TOY),
    ("cite", *TOY),
    ("backtest", "--series"),
    ("run", "lilliput", "--futures", "8"),
    ("compare", "lilliput", "lilliput", "--futures", "8"),
    ("levers", "lilliput", "--futures", "8"),
    ("screen", "gallium", "--from", "CN", "--to", "US", "--on", "2024-12-04"),
)
"""A line of each command that answers on the terminal."""

LISTED = [line for line in ANSWERS if line[0] != "validate"]
TRICKS = "[bold]x[/bold] [/] [link=http://e.example]y[/link] :smile:"
"""Markup of the library that draws tables."""


@pytest.fixture(autouse=True)
def _elsewhere(  # pyright: ignore[reportUnusedFunction]
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "cp437"])
@pytest.mark.parametrize("line", ANSWERS, ids=lambda line: line[0])
def test_every_answer_can_be_shown(
    line: tuple[str, ...], encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, out, err = terminals.in_bytes(monkeypatch, encoding, *line)
    assert code == 0, err
    text = out.decode(encoding)
    assert text.strip()
    assert "�" not in text
    assert "???" not in text


@pytest.mark.parametrize("line", [*ANSWERS, ("glossary",)], ids=lambda line: line[0])
def test_no_line_ends_in_blanks_where_output_is_redirected(
    line: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*line]) == 0
    shown = capsys.readouterr().out.splitlines()
    assert [each for each in shown if each != each.rstrip()] == []


@pytest.mark.parametrize("form", ["--json", "--csv"])
@pytest.mark.parametrize("line", LISTED, ids=lambda line: line[0])
def test_data_are_utf_8_whatever_the_terminal(
    line: tuple[str, ...], form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, plain, err = terminals.in_bytes(monkeypatch, "utf-8", *line, form)
    again = terminals.in_bytes(monkeypatch, "cp1252", *line, form)[1]
    assert code == 0, err
    assert again.decode("utf-8")
    assert b"\r\n" not in again
    if line[0] != "run":  # each run has its own folder
        assert again == plain


@pytest.mark.parametrize("line", [*ANSWERS, ("--help",), ("facts", "--help"), ("--version",)])
def test_a_reader_that_ends_is_no_error(
    line: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert terminals.failing(monkeypatch, terminals.GONE, *line) == (0, "")


@pytest.mark.parametrize("line", [*ANSWERS, ("facts", *TOY, "--json"), ("facts", *TOY, "--csv")])
def test_a_full_disk_is_named(line: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    code, err = terminals.failing(monkeypatch, terminals.FULL, *line)
    assert code == 1
    assert err == "outlast: the output cannot be written: the disk or the device is full.\n"


@pytest.mark.parametrize("words", [["timeline", *TOY], ["timeline", *TOY, "--json"], ["--help"]])
@pytest.mark.parametrize(
    ("closing", "code", "said"),
    [
        ("| head -1", 0, ""),
        ("> /dev/full", 1, "the disk or the device is full"),
        (">&-", 1, "it is closed"),
        ("2>&-", 0, ""),
        ("2> /dev/full", 0, ""),
        ("<&-", 0, ""),
    ],
)
def test_a_shell_sees_the_same(words: list[str], closing: str, code: int, said: str) -> None:
    program = f"{sys.executable} -m outlast {' '.join(words)} {closing}"
    if "|" in closing:
        program = f"set -o pipefail; {program}"
    done = subprocess.run(
        ["bash", "-c", program], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == code, done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr
    assert bool(done.stderr) == bool(said)


def test_messages_that_nobody_can_read_change_no_exit_code() -> None:
    for closing in ("2>&-", "2> /dev/full"):
        program = f"{sys.executable} -m outlast bogus {closing}"
        done = subprocess.run(["bash", "-c", program], capture_output=True, check=False)
        assert (done.returncode, done.stdout) == (1, b"")


def test_markup_in_titles_is_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mine = own.new(tmp_path / "mine")
    changed = 0
    for file in mine.rglob("*.yaml"):
        text = file.read_text(encoding="utf-8")
        found = re.sub(r"^(\s*(?:- )?title: ).*$", rf'\1"{TRICKS}"', text, flags=re.MULTILINE)
        changed += found != text
        file.write_text(found, encoding="utf-8")
    (mine / "CHECKSUMS").unlink(missing_ok=True)
    assert changed > 3
    for line in (("timeline",), ("run", "--futures", "8"), ("inputs",), ("facts",)):
        code, out, err = own.command(capsys, *line, "--contest", str(mine))
        assert code == 0, err
        assert "[bold]x[/bold]" in re.sub(r"\s+", "", out), line
        assert "\x1b" not in out
    code, out, err = own.command(capsys, "validate", str(mine))
    assert code == 0, out + err
    assert TRICKS in out


@pytest.mark.parametrize(
    "line",
    [
        ("{}",),
        ("facts", "{}", *TOY),
        ("run", "{}"),
        ("run", "lilliput", "--set", "{}=1"),
        ("facts", "--contest", "{}"),
        ("timeline", "--measure", "{}"),
        ("timeline", "--good", "{}"),
        ("validate", "{}"),
        ("cite", "{}"),
        ("claims", "{}", *TOY),
        ("claims", "--file", "{}"),
        ("verify", "{}"),
        ("screen", "{}", "--to", "CN"),
        ("screen", "gallium", "--to", "{}"),
        ("figure", "{}"),
        ("report", "lilliput", "--out", "{}.pdfx"),
        ("data", "seal", "{}"),
        ("new", "lilliput/{}/x"),
        ("compare", "{}", "lilliput"),
        ("run", "lilliput", "--precision", "{}"),
        ("facts", "--nonsense={}"),
    ],
)
def test_hidden_characters_of_arguments_are_escaped(
    line: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    trick = "a\x1b[31m\x9b2J\u202ename\udcff[bold]"
    given = [word.format(trick) for word in line]
    _, out, err = terminals.in_bytes(monkeypatch, "utf-8", *given)
    said = out.decode("utf-8") + err
    assert said
    for hidden in "\x1b\x9b\u202e\udcff":
        assert hidden not in said
    assert "Traceback" not in said
    assert "our mistake" not in said


def test_hidden_characters_in_json_survive_it(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    from outlast.cli.output import write_json  # noqa: PLC0415

    del tmp_path
    title = "a\x9b\u202e\udcff中"
    write_json("test", {"title": title})
    out = capsys.readouterr().out
    assert json.loads(out)["title"] == title
    assert "\u202e" not in out
    assert "中" in out


@pytest.mark.parametrize(
    ("character", "shown"),
    [("…", "..."), ("±", "+/-"), ("é", "e"), ("中", "\\u4e2d"), ("─", "-"), ("²", "2")],
)
def test_substitutes_are_ascii(character: str, shown: str) -> None:
    assert substitute(character) == shown
    assert showable(character, "ascii") == shown
    assert showable(character, "utf-8") == character


def test_a_broken_encoding_changes_nothing() -> None:
    assert showable("a…b", "no such encoding") == "a…b"


@pytest.mark.parametrize(
    ("variables", "coloured", "styled"),
    [
        ({}, False, False),
        ({"FORCE_COLOR": "1", "TERM": "xterm"}, True, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1", "TERM": "xterm"}, False, True),
        ({"FORCE_COLOR": "1", "TERM": "dumb"}, False, False),
    ],
)
def test_colours_follow_the_environment(
    variables: dict[str, str],
    coloured: bool,  # noqa: FBT001  a parameter of the test
    styled: bool,  # noqa: FBT001
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "TERM", "COLORTERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    code, out, _ = terminals.in_bytes(monkeypatch, "utf-8", "run", "lilliput", "--futures", "8")
    assert code == 0
    assert bool(re.search(rb"\x1b\[[0-9;]*3[0-7]m", out)) == coloured
    assert (b"\x1b[" in out) == styled


@pytest.mark.parametrize("command", ["", *COMMANDS])
@pytest.mark.parametrize("columns", [40, 80])
def test_help_fits_the_terminal(
    command: str, columns: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", f"{columns}")
    assert main([*command.split(), "--help"]) == 0
    out = capsys.readouterr().out
    assert out.isascii()
    examples = re.compile(r"^ +(outlast\b|--|\d{4}-\d\d,)")  # no row of a file wraps
    long = [line for line in out.splitlines() if len(line) > columns and not examples.match(line)]
    assert not long
