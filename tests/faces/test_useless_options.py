"""Options that would do nothing are refused with the reason, before anything is run or written."""

from pathlib import Path

import pytest

from tests.faces.own import command as say

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _elsewhere(  # pyright: ignore[reportUnusedFunction]
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)


BOTH = [
    *(("run", "lilliput"), ("compare", "lilliput", "lilliput"), ("levers", "lilliput"), ("cite",)),
    *(("screen", "H20", "--to", "CN"), ("timeline",), ("facts",), ("claims",), ("backtest",)),
    *(("inputs",), ("verify",), ("runs",)),
]
"""Commands with two forms of output."""


@pytest.mark.parametrize("words", BOTH)
def test_one_form_of_output_is_chosen(words: tuple[str, ...], capsys: Capture) -> None:
    code, out, err = say(capsys, *words, "--json", "--csv")
    assert (code, out) == (1, "")
    assert "choose one" in err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("run", "lilliput", "--seed", "1", "--seed", "2"), "--seed is given 2 times"),
        (("run", "lilliput", "--quiet", "--quiet"), "--quiet is given 2 times"),
        (("run", "lilliput", "--set", "refile=.1", "--set", "refile=.2"), "stands refile"),
        (("run", "lilliput", "--set", "refile=.1", "--set", "set.refile=.2"), "is set twice"),
        (("report", "lilliput", "--levers", "--no-levers"), "--levers is given 2 times"),
        (("figure", "dots", "lilliput", "--future", "3"), '"dots" shows no single future'),
        (("figure", "levers", "lilliput", "--futures", "16"), "for each stop of a lever"),
        (("figure", "dots", "lilliput", "--out", "a.csv", "--dark"), "--dark changes nothing"),
        (("figure", "dots", "lilliput", "--out", "a.csv", "--width", "300"), "--width changes"),
        (("facts", "--check", "gallium"), "--check audits the whole ledger"),
        (("facts", "--check", "--json"), "--json changes nothing"),
        (("facts", "--gaps", "--source", "x"), "a gap has no source"),
        (("claims", "--no-runs", "--seed", "3"), "--no-runs runs nothing"),
        (("claims", "--file", "mine.yaml", "tariff-245"), "CLAIM changes nothing"),
        (("claims", "tariff-245", "--list", "x"), "--list changes nothing"),
        (("backtest", "--series", "--seed", "3"), "lists the series and runs nothing"),
        (("timeline", "--context", "--good", "gallium"), "belong to no measure"),
        (("timeline", "--from", "2025-02-01", "--to", "2025-01-01"), "before it begins"),
        (("timeline", "--good", "galium"), 'Did you mean "gallium"?'),
        (("timeline", "--good", "gaz"), '"gaz" is not a good.'),
        (("screen", "--coverage", "--to", "CN"), "--to changes nothing"),
        (("runs", "--json", "show", "1"), "--json changes nothing: it stands before show"),
        (("run", "lilliput", "--with", ".", "--with", "."), "laid over itself"),
    ],
)
def test_a_useless_option_is_refused(words: tuple[str, ...], told: str, capsys: Capture) -> None:
    code, out, err = say(capsys, *words)
    assert code == 1, out
    assert told in err
    assert not out
    assert not list(Path().iterdir())


@pytest.mark.parametrize("command", [("report",), ("figure", "dots")])
@pytest.mark.parametrize(
    "option",
    [
        *(("--set", "nonsense=3"), ("--futures", "16"), ("--seed", "1")),
        *(("--contest", "lilliput"), ("--with", ".")),
    ],
)
def test_a_run_that_has_been_made_takes_no_arguments_of_a_run(
    command: tuple[str, ...], option: tuple[str, ...], capsys: Capture
) -> None:
    assert say(capsys, "run", "lilliput", "--futures", "16", "--out", "kept", "--quiet")[0] == 0
    code, _, err = say(capsys, *command, "kept", *option)
    assert code == 1
    assert f'{option[0]} changes nothing: the run in "kept" has been made.' in err
    assert [each.name for each in Path().iterdir()] == ["kept"]


def test_the_contest_of_the_environment_is_no_useless_option(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert say(capsys, "run", "lilliput", "--futures", "16", "--out", "kept", "--quiet")[0] == 0
    assert say(capsys, "cite", "kept", "--contest", "lilliput")[0] == 1
    monkeypatch.setenv("OUTLAST_CONTEST", "lilliput")
    assert say(capsys, "cite", "kept")[0] == 0


def test_the_help_of_figures_names_every_figure(capsys: Capture) -> None:
    from outlast.present.registry import FIGURES  # noqa: PLC0415  heavy

    code, out, _ = say(capsys, "figure", "--help")
    assert code == 0
    assert all(name in out.split("NAME is")[1].split(".")[0] for name in FIGURES)
