"""One word for one thing: class names are unique, and no dropped name or phrase comes back."""

import ast
import io
import json
import re
import tokenize
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
SRC = ROOT / "src" / "outlast"
PAGE = ROOT / "docs" / "naming.md"
CODE = [
    file
    for folder in ("src", "pipeline", "setup", "benchmarks", "torture", "tests")
    for file in sorted((ROOT / folder).rglob("*.py"))
    if file != Path(__file__)
]
DOCUMENTS = [
    *(file for file in sorted((ROOT / "docs").rglob("*.md")) if file != PAGE),
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "AGENTS.md", "SECURITY.md")),
]
SHELLS = [file for end in ("html", "js", "typ", "css") for file in sorted(SRC.rglob(f"*.{end}"))]
CATALOGUES = sorted(SRC.rglob("*en.json"))
DATA_TEXTS = re.compile(
    r"^[\s-]*(?:title|summary|note|notes|why|says|question|\{assume): (.+)$|#(.*)$", re.MULTILINE
)


def test_a_class_name_stands_in_one_module() -> None:
    homes: dict[str, list[str]] = defaultdict(list)
    for file in sorted(SRC.rglob("*.py")):
        names = {
            node.name
            for node in ast.walk(parsed(file))
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
        }
        for name in names:
            homes[name].append(str(file.relative_to(SRC)))
    assert not {name: files for name, files in homes.items() if len(files) > 1}


def test_no_module_has_a_dropped_name() -> None:
    dropped = {name for name in dropped_names() if "/" in name}
    modules = {file.relative_to(SRC).with_suffix("").as_posix() for file in SRC.rglob("*.py")}
    folders = {file.rpartition("/")[0] for file in modules}
    assert dropped
    assert not dropped & (modules | folders)


def test_no_definition_has_a_dropped_name() -> None:
    dropped = {name for name in dropped_names() if "/" not in name}
    assert dropped
    found = [
        f"{file.relative_to(ROOT)}:{line}: {name}"
        for file in sorted(SRC.rglob("*.py"))
        for line, name in definitions(parsed(file))
        if name in dropped
    ]
    assert not found, "\n".join(found)


def test_code_defines_the_names_that_the_page_gives() -> None:
    given = {name for row in rows("Words") for name in re.findall(r"`(\w+)`", row[1])}
    assert given
    defined = {name for file in SRC.rglob("*.py") for _, name in definitions(parsed(file))}
    assert not given - defined


@pytest.mark.parametrize("kind", ["code", "documents", "shells", "catalogues", "data"])
def test_no_text_has_a_dropped_phrase(kind: str) -> None:
    pattern = phrases()
    found = [
        f"{file.relative_to(ROOT)}:{line}: {match.group()}"
        for file, line, text in TEXTS[kind]()
        for match in pattern.finditer(text)
    ]
    assert not found, "\n".join(found)


def test_no_docstring_starts_with_a_question_word() -> None:
    found = [
        f"{file.relative_to(ROOT)}:{node.lineno}: {text.splitlines()[0]}"
        for file in CODE
        for node in ast.walk(parsed(file))
        if isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(text := node.value.value, str)
        and re.match(r"(What|Who|Whom|Whose|Whoever|Whatever)\b", text)
    ]
    assert not found, "\n".join(found)


def test_planted_names_and_phrases_are_found() -> None:
    module = ast.parse(
        "class Half:\n    told: int\n\ndef seat(given: int) -> None:\n    walk = 1\n"
    )
    assert {name for _, name in definitions(module)} == {"Half", "told", "seat", "given"}
    assert phrases().search("so that the side is\nfirst")
    assert phrases().search("It is forth and back.")
    assert not phrases().search("read when it is first asked for; henceforth")


@cache
def parsed(file: Path) -> ast.Module:
    """Return the syntax tree of a file."""
    return ast.parse(file.read_text(encoding="utf-8"))


def rows(heading: str) -> list[list[str]]:
    """Return the cells of each row of the table under a heading of the page."""
    section = PAGE.read_text(encoding="utf-8").split(f"\n## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def dropped_names() -> set[str]:
    """Return the names that the page rejects for code."""
    return {name for row in rows("Words") for name in re.findall(r"`([\w/]+)`", row[-1])}


@cache
def phrases() -> re.Pattern[str]:
    """Return a pattern of every phrase that the page rejects.

    "first" with a participle after it says when, as in "is first called", and is no such phrase.
    """
    dropped = [phrase for row in rows("English") for phrase in re.findall(r"“([^”]+)”", row[0])]
    assert dropped
    choices = "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in dropped)
    return re.compile(rf"\b(?:{choices})\b(?!(?<=first)\s+\w+(?:ed|en|de)\b)", re.IGNORECASE)


def definitions(module: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield the line and name of every class, function, parameter and field of a module."""
    for node in ast.walk(module):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.lineno, node.name
        if isinstance(node, ast.arg):
            yield node.lineno, node.arg
        if isinstance(node, ast.ClassDef | ast.Module):
            for statement in node.body:
                match statement:
                    case ast.AnnAssign(target=ast.Name(name)):
                        yield statement.lineno, name
                    case ast.Assign(targets=[ast.Name(name)]):
                        yield statement.lineno, name
                    case _:
                        pass


def texts_of_code() -> Iterator[tuple[Path, int, str]]:
    """Yield comments and docstrings of all code, and every text of the package."""
    for file in CODE:
        source = file.read_text(encoding="utf-8")
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type == tokenize.COMMENT:
                yield file, token.start[0], token.string
        for node in ast.walk(parsed(file)):
            match node:
                case ast.Constant(value=str(text)) if file.is_relative_to(SRC):
                    yield file, node.lineno, text
                case ast.Expr(value=ast.Constant(value=str(text))) if not file.is_relative_to(SRC):
                    yield file, node.lineno, text
                case _:
                    pass


def texts_of_documents() -> Iterator[tuple[Path, int, str]]:
    """Yield the documents, line by line with the line after each."""
    for file in DOCUMENTS:
        yield from lines_of(file)


def texts_of_shells() -> Iterator[tuple[Path, int, str]]:
    """Yield templates, scripts and styles."""
    for file in SHELLS:
        if not re.search(r"\.min\.", file.name):
            yield from lines_of(file)


def texts_of_catalogues() -> Iterator[tuple[Path, int, str]]:
    """Yield each entry of the English catalogues."""
    for file in CATALOGUES:
        entries: dict[str, object] = json.loads(file.read_text(encoding="utf-8"))
        for number, entry in enumerate(entries.values(), 2):
            yield file, number, str(entry)


def texts_of_data() -> Iterator[tuple[Path, int, str]]:
    """Yield comments, titles and reasons of the shipped data, but no words of its sources."""
    for file in sorted(SRC.rglob("*.yaml")):
        source = file.read_text(encoding="utf-8")
        for match in DATA_TEXTS.finditer(source):
            yield file, source.count("\n", 0, match.start()) + 1, match.group()


def lines_of(file: Path) -> Iterator[tuple[Path, int, str]]:
    """Yield each paragraph of a file, so that a phrase over a line's end is found."""
    line = 1
    for paragraph in re.split(r"(\n\s*\n)", file.read_text(encoding="utf-8")):
        yield file, line, paragraph
        line += paragraph.count("\n")


TEXTS = {
    "code": texts_of_code,
    "documents": texts_of_documents,
    "shells": texts_of_shells,
    "catalogues": texts_of_catalogues,
    "data": texts_of_data,
}
