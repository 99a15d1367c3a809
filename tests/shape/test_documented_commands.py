"""Every command that the documents show is one that the program understands; none is run.

Names of files, runs and scenarios are not looked up: `tests/faces` runs the tutorials themselves.
"""

import re
import shlex
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final, cast

import click
import pytest

import outlast as ol
from outlast.api.inputs import inputs
from outlast.api.list_columns import ANSWER_COLUMNS, OURS
from outlast.cli.main import cli
from outlast.errors import OutlastError
from outlast.scenario.from_date import levers_from_date
from outlast.scenario.load import load_scenario
from outlast.scenario.locate import is_path, scenario_names, shipped_contests

ROOT: Final = Path(__file__).parent.parent.parent
PAGES: Final = [
    *sorted((ROOT / "docs").rglob("*.md")),
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "AGENTS.md", "SECURITY.md")),
]
NAMED: Final = [str(page.relative_to(ROOT)) for page in PAGES]

FLAGS: Final = re.MULTILINE | re.DOTALL

MOST_NAMES: Final = 2
"""The names of a command within a group."""

FENCED: Final = re.compile(r"^( *)```[^\n]*\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
SPAN: Final = re.compile(r"(?<!`)`(outlast [^`]+)`(?!`)")
LINE: Final = re.compile(r"^\s*(?:\$ )?(?:\S*[/\\])?(?:uv run [^\n]*?)?(outlast [a-z][^\n]*)$")
AFTER: Final = re.compile(r"\s+#\s.*$|\s+(?:>|\||&&|;)\s.*$")
"""A comment, or that which a shell does after a command."""

OPEN: Final = ("…", "[OPTIONS]")
"""The marks of a command that is not written out."""

PLACES: Final = {"HOST:PORT": "10.0.0.5:8786"}
"""Words that stand for others where a command reads them closely."""

COLUMNS: Final = {f"{OURS}{name}" for name in ANSWER_COLUMNS}
"""Names of columns that look like commands."""

TAKES_SCENARIO: Final = {
    **dict.fromkeys(("run", "levers", "moves", "page", "report", "figure", "sensitivity"), 1),
    "compare": 2,
}
"""The commands that name scenarios, with the number of these words."""

WITHOUT_RUN: Final = ("exposure", "leverage")
"""The figures that take no run."""


def shown(text: str) -> Iterator[str]:
    """Yield every command that a page shows in a block of code."""
    for _, block in FENCED.findall(text):
        yield from _lines(block)
    rest = FENCED.sub("", text)
    yield from _lines("\n".join(re.findall(r"^ {4}.*$", rest, re.MULTILINE)))


def mentioned(text: str) -> Iterator[str]:
    """Yield every command that a page names within a text."""
    spans = (" ".join(each.split()) for each in SPAN.findall(FENCED.sub("", text)))
    yield from (each for each in spans if each not in COLUMNS)


def _lines(block: str) -> Iterator[str]:
    """Yield the commands in a block of code, each on one line."""
    for line in block.replace("\\\n", " ").splitlines():
        if found := LINE.match(line):
            yield found[1]


def words_of(command: str) -> list[str]:
    """Return the words of a command after its name, as a shell reads them."""
    for word, other in PLACES.items():
        command = command.replace(word, other)
    return shlex.split(AFTER.sub("", command))[1:]


def parse(words: list[str]) -> click.Context:
    """Parse the words of a command with its own options; return its context.

    Raises:
        ClickException: The program does not understand them.
        OutlastError: An option refuses its value.
    """
    context, command = click.Context(cli, info_name="outlast"), cast("click.Command", cli)
    rest = words
    while isinstance(command, click.Group) and rest and not rest[0].startswith("-"):
        name, found, rest = command.resolve_command(context, rest)
        assert found is not None, words
        context, command = click.Context(found, parent=context, info_name=name), found
    try:
        command.parse_args(context, rest)
    except click.exceptions.Exit:
        assert {"--help", "-h", "--version", "-V"} & set(rest) or not rest
    return context


def is_mention(refusal: click.UsageError, words: list[str]) -> bool:
    """Return whether a command is only named: it lacks an argument, or its last option a value."""
    if isinstance(refusal, click.MissingParameter):
        return len(words) <= MOST_NAMES or words[-1].startswith("-")
    return isinstance(refusal, click.BadOptionUsage) and words[-1].startswith("-")


def faults(page: Path) -> Iterator[tuple[str, str]]:
    """Yield each command of a page that is not understood, with the reason."""
    text = page.read_text(encoding="utf-8")
    for commands, are_mentions in ((shown(text), False), (mentioned(text), True)):
        for command in commands:
            if any(each in command for each in OPEN):
                continue
            words = words_of(command)
            try:
                context = parse(words)
            except (click.ClickException, OutlastError) as refusal:
                named = isinstance(refusal, click.UsageError) and is_mention(refusal, words)
                if not (are_mentions and named):
                    yield command, f"{refusal}"
                continue
            yield from ((command, fault) for fault in unknown(context))


def unknown(context: click.Context) -> Iterator[str]:
    """Yield each scenario and setting of a command on the default contest that does not exist."""
    given: Any = context.params
    count = TAKES_SCENARIO.get(f"{context.info_name}", 0)
    if not count or given.get("contest") or given.get("overlays"):
        return
    settings: Mapping[str, str] = given.get("given") or {}
    names = settable()
    yield from (f"{key} cannot be set" for key in settings if not {key, f"set.{key}"} & names)
    if given.get("name") in WITHOUT_RUN:
        return
    words = [given.get(each) for each in ("scenario", "run", "one", "other")]
    for word in [each for each in words if isinstance(each, str)][:count]:
        if not (word.isupper() or is_path(word) or word in scenarios()):
            yield f"{word} is no scenario"


@cache
def settable() -> frozenset[str]:
    """Return every name that `--set` takes in the default contest."""
    situation = load_scenario(None)
    return (
        frozenset(each.name for each in inputs(situation))
        | levers_from_date(situation.priors).keys()
    )


@cache
def scenarios() -> frozenset[str]:
    """Return the names of all shipped scenarios and contests."""
    found = shipped_contests()
    return frozenset(found) | {each for folder in found.values() for each in scenario_names(folder)}


@pytest.mark.parametrize("page", PAGES, ids=NAMED)
def test_every_command_of_a_page_is_understood(page: Path) -> None:
    assert not list(faults(page))


def test_the_documents_show_commands() -> None:
    texts = [page.read_text(encoding="utf-8") for page in PAGES]
    assert sum(len(list(shown(text))) for text in texts) > 200
    assert sum(len(list(mentioned(text))) for text in texts) > 100


@pytest.mark.parametrize(
    "wrong",
    [
        "```sh\noutlast runn\n```",
        "    outlast run --future 200",
        "Say `outlast levers --futures many`.",
        "    $ outlast run --set approval-chip=0.6",
        "    outlast compare lapse truces",
        "Say `outlast figure dots today extra words`.",
    ],
)
def test_a_command_that_is_not_understood_is_found(wrong: str, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"# A page\n\n{wrong}\n", encoding="utf-8")
    assert len(list(faults(page))) == 1


@pytest.mark.parametrize("page", PAGES, ids=NAMED)
def test_the_programs_of_a_page_name_things_that_exist(page: Path) -> None:
    for kind, block in re.findall(
        r"^```(\w+)\n(.*?)^```$", page.read_text(encoding="utf-8"), FLAGS
    ):
        if kind != "python" or "import outlast as ol" not in block:
            continue
        compile(block, page.name, "exec")
        assert set(re.findall(r"\bol\.(\w+)", block)) <= set(dir(ol))
