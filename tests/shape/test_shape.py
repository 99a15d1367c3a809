"""The code keeps its shape: short files and functions, said in a sentence, that name no party."""

import ast
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
SRC = ROOT / "src" / "outlast"
FILES = sorted([*SRC.rglob("*.py"), *(ROOT / "pipeline").rglob("*.py")])
NAMED = [str(file.relative_to(ROOT)) for file in FILES]
IMPARTIAL = [
    file
    for part in ("engine", "policy", "world", "facts", "scenario")
    for file in sorted((SRC / part).rglob("*.py"))
]
VAGUE = {
    *("base", "common", "core", "helper", "helpers", "lib", "manager", "misc", "stuff", "tools"),
    *("util", "utilities", "utils"),
}
CODES = {"CN", "US", "TW", "NL", "JP", "KR", "HK", "MO", "DE", "EU", "CHN", "USA", "PRC"}
PARTIES = {
    *("america", "american", "beijing", "bis", "china", "chinese", "commerce", "dutch", "japan"),
    *("mofcom", "netherlands", "taiwan", "washington"),
    *("amd", "asml", "cxmt", "huawei", "hynix", "intel", "micron", "nvidia", "samsung", "smic"),
    *("tsmc", "ymtc"),
}
LONGEST_FILE = 400
LONGEST_FUNCTION = 60


def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def docstrings(module: ast.Module) -> Iterator[ast.Constant]:
    """Yield every text that stands alone as a statement: docstrings, of fields too."""
    for node in ast.walk(module):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value


def literals(file: Path) -> Iterator[tuple[int, str]]:
    """Yield every text in a file's code that is no docstring, with its line."""
    module = tree(file)
    spoken = {id(constant) for constant in docstrings(module)}
    for node in ast.walk(module):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in spoken
        ):
            yield node.lineno, node.value


@pytest.mark.parametrize("file", FILES, ids=NAMED)
def test_a_file_is_short(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize("file", FILES, ids=NAMED)
def test_a_function_is_short(file: Path) -> None:
    long = [
        f"{node.name} has {node.end_lineno - node.lineno + 1} lines"
        for node in ast.walk(tree(file))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno + 1 > LONGEST_FUNCTION
    ]
    assert not long


@pytest.mark.parametrize("file", FILES, ids=NAMED)
def test_a_file_begins_with_one_sentence(file: Path) -> None:
    said = ast.get_docstring(tree(file))
    assert said, "the first statement is no docstring"
    sentence = said.split("\n\n", maxsplit=1)[0].replace("\n", " ")
    assert sentence.endswith("."), sentence
    assert not re.search(r"[.!?] [A-Z]", sentence), f"more than one sentence: {sentence}"


@pytest.mark.parametrize("file", FILES, ids=NAMED)
def test_a_file_leaves_nothing_to_do(file: Path) -> None:
    found = [
        number
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(r"\b(TODO|FIXME|XXX|HACK)\b", line)
    ]
    assert not found


def test_no_file_or_folder_has_a_vague_name() -> None:
    parts = {part for file in FILES for part in file.relative_to(ROOT).with_suffix("").parts}
    assert not parts & VAGUE


@pytest.mark.parametrize("file", IMPARTIAL, ids=[str(file.relative_to(SRC)) for file in IMPARTIAL])
def test_code_names_no_country_and_no_company(file: Path) -> None:
    found = [
        (line, text)
        for line, text in literals(file)
        if text in CODES or set(re.findall(r"[a-z]+", text.lower())) & PARTIES
    ]
    assert not found


def test_a_planted_name_is_found(tmp_path: Path) -> None:
    planted = tmp_path / "planted.py"
    planted.write_text(
        '"""China may stand here."""\nif side == "CN" or f"to {x} of Huawei":\n    pass\n',
        encoding="utf-8",
    )
    assert {text for _, text in literals(planted)} == {"CN", "to ", " of Huawei"}


@pytest.mark.parametrize(
    "file", sorted(ROOT.glob("tests/**/test_*.py")), ids=lambda file: file.stem
)
def test_tests_are_plain_functions(file: Path) -> None:
    classes = [node.name for node in ast.walk(tree(file)) if isinstance(node, ast.ClassDef)]
    assert not [name for name in classes if name.startswith("Test")]


def test_no_data_is_kept_beside_the_readme() -> None:
    """A file that a trial left there is neither read nor wanted."""
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("the kept files are known from git alone")
    asked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    kept = [Path(name) for name in asked.stdout.splitlines() if "/" not in name]
    known = {".gitignore", "LICENSE", "LICENSE-pictures", "Makefile", "NOTICE"}
    kinds = {".cff", ".lock", ".md", ".toml"}
    assert not [file.name for file in kept if file.name not in known and file.suffix not in kinds]


def test_no_two_files_of_tests_share_a_name() -> None:
    names = [file.name for file in (ROOT / "tests").rglob("test_*.py")]
    assert sorted(names) == sorted(set(names))
