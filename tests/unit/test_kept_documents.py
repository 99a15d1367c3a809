"""The content of shipped texts is cached between processes, and never differs from the texts."""

from pathlib import Path

import pytest

from outlast.errors import Problems
from outlast.reading import DATA, DEFAULT_CONTEST, Document, read_yaml
from outlast.storage import cache

FILE = DEFAULT_CONTEST / "sets.yaml"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("OUTLAST_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / "outlast" / "documents"


def read(path: Path = FILE) -> Document:
    problems = Problems()
    document = read_yaml(path, problems)
    assert document is not None
    assert problems.found == []
    return document


def only(folder: Path) -> Path:
    (file,) = folder.iterdir()
    return file


def test_what_is_kept_is_what_is_parsed(folder: Path) -> None:
    files = sorted(DATA.rglob("*.yaml"))
    first = [read(file) for file in files]
    again = [read(file) for file in files]
    assert 0 < len(list(folder.iterdir())) <= len(files)
    assert again == first
    places = [list(document.lines) for document in first]
    assert [list(document.lines) for document in again] == places


def keep(folder: Path, content: bytes) -> None:
    """Put a content, sealed, into the place of the only one that is kept."""
    cache.write(f"documents/{only(folder).name}", content)


def test_what_is_kept_is_read_again(folder: Path) -> None:
    read()
    keep(folder, b'{"data":{"a":1},"lines":[1,2]}')
    assert read().data == {"a": 1}


def test_what_bears_no_seal_is_not_read(folder: Path) -> None:
    said = read()
    only(folder).write_text('{"data":{"a":1},"lines":[1,2]}', encoding="utf-8")
    assert read() == said


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"{",
        b"[]",
        b"7",
        b"\xff\xfe",
        b'{"data":{"a":1}}',
        b'{"data":{"a":1},"lines":[1]}',
        b'{"data":{"a":1},"lines":["one","two"]}',
        b'{"data":{"a":1},"lines":[1,2],',
        b"[" * 100_000,
    ],
)
def test_what_does_not_fit_is_parsed_again(folder: Path, broken: bytes) -> None:
    said = read()
    for sealed in (False, True):
        if sealed:
            keep(folder, broken)
        else:
            only(folder).write_bytes(broken)
        assert read() == said
        assert broken not in {only(folder).read_bytes(), only(folder).read_bytes()[64:]}


def test_another_text_is_not_answered_by_the_old_one(tmp_path: Path, folder: Path) -> None:
    read()
    other = tmp_path / "other.yaml"
    other.write_text(FILE.read_text(encoding="utf-8") + "more: 1\n", encoding="utf-8")
    assert "more" in str(read(other).data)
    assert len(list(folder.iterdir())) == 1


def test_the_same_text_elsewhere_keeps_its_name(tmp_path: Path) -> None:
    read()
    other = tmp_path / "other.yaml"
    other.write_bytes(FILE.read_bytes())
    assert (read(other).file, read(other).data) == (str(other), read().data)


def test_a_copy_of_a_shipped_text_is_kept(tmp_path: Path, folder: Path) -> None:
    copy = tmp_path / "copy.yaml"
    copy.write_bytes(FILE.read_bytes())
    assert read(copy).data
    assert only(folder)


def test_what_users_write_is_not_kept(tmp_path: Path, folder: Path) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_text("a: 1\n", encoding="utf-8")
    assert read(mine).data == {"a": 1}
    assert not folder.exists()


def test_a_folder_that_cannot_be_written_to_keeps_nothing(folder: Path) -> None:
    folder.parent.mkdir(parents=True)
    folder.write_text("a file stands here", encoding="utf-8")
    assert read() == read()
