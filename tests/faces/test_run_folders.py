"""Nothing that a run has finished is lost: killed, refused or damaged at any write, it goes on."""

import errno
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from outlast.api.answer import Answer
from outlast.api.folder import FolderTakenError, newest, next_free
from outlast.api.load_run import load_run
from outlast.api.run import load, run
from outlast.cli import main
from outlast.engine.compiled.run import OnBlock
from outlast.engine.draw import Draw
from outlast.engine.plan import Plan
from outlast.engine.workspace import Workspace
from outlast.ensemble import audited_chunk, ensemble
from outlast.errors import InputError, OutlastError, RunError, WriteError
from outlast.lower import Lowered
from outlast.reading.locking import FolderLock
from outlast.scenario.load import Situation
from outlast.storage import whole

FUTURES = 40
WRITES = 8
"""Files that a run of 40 futures writes, in chunks of 16."""


class Killed(BaseException):
    """The process has died: nothing of ours may catch it."""


@pytest.fixture(scope="module")
def toy() -> Situation:
    return load("lilliput")


@pytest.fixture(scope="module")
def sound(toy: Situation) -> Answer:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(ensemble, "CHUNK", 16)
        return run(toy, futures=FUTURES)


@pytest.fixture(autouse=True)
def _elsewhere(  # pyright: ignore[reportUnusedFunction]
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(ensemble, "CHUNK", 16)


def at_write(
    monkeypatch: pytest.MonkeyPatch, number: int, refusal: BaseException, *, after: bool = False
) -> list[Path]:
    """Let the write of a number fail, before or after the file is there; return those written."""
    sound, written = whole.replace_whole, list[Path]()

    def fail(path: Path, content: bytes, *, sync: bool = True) -> None:
        if len(written) == number and not after:
            raise refusal
        sound(path, content, sync=sync)
        written.append(path)
        if len(written) == number + 1 and after:
            raise refusal

    monkeypatch.setattr("outlast.reading.writing.replace_whole", fail)
    return written


def same(one: Answer, other: Answer) -> bool:
    """Return whether two answers have the same arrays and words."""
    mine, theirs = one.results.record, other.results.record
    equal = all(np.array_equal(mine[name], theirs[name]) for name in mine)
    return equal and one.sentence == other.sentence


def assert_goes_on(toy: Situation, sound: Answer, folder: Path) -> None:
    """Assert that a run goes on from its folder to the answer of one that was never disturbed."""
    chunks = {path: path.stat().st_mtime_ns for path in folder.glob("chunks/*.npz")}
    assert same(run(toy, futures=FUTURES, out=folder, resume=True), sound)
    assert {path: path.stat().st_mtime_ns for path in chunks} == chunks
    assert same(load_run(folder), sound)
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*")}
    chunks_named = {"chunk-00000000-00000016", "chunk-00000016-00000032", "chunk-00000032-00000040"}
    assert names == {
        *("manifest.json", "results.nc", "answer.json", "services.csv", "chunks"),
        *(f"chunks/{name}.npz" for name in chunks_named),
    }


@pytest.mark.parametrize("after", [False, pytest.param(True, marks=pytest.mark.slow)])
@pytest.mark.parametrize("number", range(WRITES))
def test_a_run_that_is_killed_at_any_write_goes_on(
    toy: Situation,
    sound: Answer,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    after: bool,  # noqa: FBT001  a case
) -> None:
    folder = Path("kept")
    with monkeypatch.context() as patched:
        at_write(patched, number, Killed(), after=after)
        with pytest.raises(Killed):
            run(toy, futures=FUTURES, out=folder)
    (folder / "chunks" / ".outlast-1-aa.tmp").write_bytes(b"a draft of the killed run")
    (folder / ".lock").touch()
    if number < WRITES - 1 or not after:
        with pytest.raises(InputError, match=r"is not finished|is not the folder of a run"):
            load_run(folder)
    assert_goes_on(toy, sound, folder)


@pytest.mark.parametrize("number", range(WRITES))
@pytest.mark.parametrize(
    "refusal",
    [
        OSError(errno.ENOSPC, "No space left on device"),
        pytest.param(OSError(errno.EIO, "Input/output error"), marks=pytest.mark.slow),
        pytest.param(MemoryError(), marks=pytest.mark.slow),
    ],
    ids=["full", "broken", "memory"],
)
def test_a_run_that_is_refused_at_any_write_says_why_and_goes_on(
    toy: Situation,
    sound: Answer,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    refusal: BaseException,
) -> None:
    folder = Path("my runs")
    with monkeypatch.context() as patched:
        at_write(patched, number, refusal)
        with pytest.raises((InputError, MemoryError)) as told:
            run(toy, futures=FUTURES, out=folder)
    if number == 0:
        assert folder.exists() == isinstance(refusal, MemoryError)
        run(toy, futures=FUTURES, out=folder, resume=folder.exists())
        return
    assert isinstance(told.value, InputError)
    words = {errno.ENOSPC: "Make room.", errno.EIO: "Check the disk"}
    expected = words[refusal.errno or 0] if isinstance(refusal, OSError) else "ask for fewer"
    assert expected in str(told.value)
    assert "outlast run lilliput" in str(told.value)
    assert "--out 'my runs' --resume" in str(told.value)
    assert_goes_on(toy, sound, folder)


@pytest.mark.parametrize("number", range(WRITES - 2))
def test_an_extension_that_is_killed_leaves_the_old_run_or_one_that_goes_on(
    toy: Situation, sound: Answer, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    folder = Path("kept")
    before = run(toy, futures=16, out=folder)
    with monkeypatch.context() as patched:
        written = at_write(patched, number, Killed())
        with pytest.raises(Killed):
            run(toy, futures=FUTURES, out=folder, resume=True)
    if any(path.name == "manifest.json" for path in written):
        with pytest.raises(InputError, match=r"is not finished.*--futures 40.*--resume"):
            load_run(folder)
    else:
        assert same(load_run(folder), before)
    assert_goes_on(toy, sound, folder)


@pytest.mark.parametrize("content", [b"", b"{", b'{"format": "outlast/run/3", "seed', b"\xff\xfe"])
def test_a_manifest_that_is_cut_short_is_named_and_written_again(
    toy: Situation, sound: Answer, content: bytes
) -> None:
    folder = Path("kept")
    run(toy, futures=FUTURES, out=folder)
    (folder / "manifest.json").write_bytes(content)
    with pytest.raises(InputError, match=r"manifest.json\" is (cut short|empty).*--resume"):
        load_run(folder)
    with pytest.raises(InputError, match="belongs to another run, of seed 1"):
        run(toy, futures=FUTURES, seed=2, out=folder, resume=True)
    assert_goes_on(toy, sound, folder)


CHANGES: dict[str, Callable[[dict[str, Any]], object]] = {
    "is not the manifest of a run": lambda _: [1],
    "has the form other/1": lambda _: {"format": "other/1"},
    "is not as a run writes it: scenario": lambda kept: {"format": kept["format"]},
    "is not as a run writes it: seed": lambda kept: {**kept, "seed": "1"},
    "is not as a run writes it: futures": lambda kept: {**kept, "futures": True},
    'file "../../etc/passwd"': lambda kept: {**kept, "own": ["../../etc/passwd"]},
    "chunk-00000032-00000048.npz": lambda kept: {**kept, "futures": 56},
    "has seed 1, not 2": lambda kept: {**kept, "seed": 2},
}
"""Changes of a manifest, by the words that name them."""


@pytest.mark.parametrize("told", CHANGES)
def test_a_foreign_manifest_is_named_and_never_used(toy: Situation, told: str) -> None:
    file = Path("kept", "manifest.json")
    run(toy, futures=FUTURES, out=file.parent)
    changed = CHANGES[told](json.loads(file.read_text("utf-8")))
    file.write_text(json.dumps(changed), encoding="utf-8")
    with pytest.raises(InputError, match=told):
        load_run(file.parent)


@pytest.mark.parametrize("name", ["results.nc", "answer.json"])
@pytest.mark.parametrize("content", [b"", b"foreign", None])
def test_damaged_results_are_named_and_written_again(
    toy: Situation, sound: Answer, name: str, content: bytes | None
) -> None:
    folder = Path("kept")
    run(toy, futures=FUTURES, out=folder)
    before = (folder / name).read_bytes()
    if content is None:
        (folder / name).unlink()
    else:
        (folder / name).write_bytes(content)
    with pytest.raises(InputError, match=rf"{name}\" is .*--out kept --resume"):
        load_run(folder)
    assert_goes_on(toy, sound, folder)
    assert name != "answer.json" or (folder / name).read_bytes() == before


def test_a_table_that_a_spreadsheet_has_changed_hides_no_answer(
    toy: Situation, sound: Answer
) -> None:
    run(toy, futures=FUTURES, out="kept")
    Path("kept", "services.csv").write_text("changed", encoding="utf-8")
    assert same(load_run("kept"), sound)


def test_a_chunk_that_is_torn_is_named_on_opening(toy: Situation, sound: Answer) -> None:
    run(toy, futures=FUTURES, out="kept")
    torn = Path("kept", "chunks", "chunk-00000016-00000032.npz")
    torn.write_bytes(torn.read_bytes()[:-9])
    with pytest.raises(InputError, match=rf"{torn.name}\" .*--out kept --resume"):
        load_run("kept")
    assert same(run(toy, futures=FUTURES, out="kept", resume=True), sound)
    assert same(load_run("kept"), sound)


def test_fewer_futures_do_not_replace_more(toy: Situation, sound: Answer) -> None:
    run(toy, futures=FUTURES, out="kept")
    with pytest.raises(InputError, match="has 40 futures, not 16"):
        run(toy, futures=16, out="kept", resume=True)
    assert same(load_run("kept"), sound)


def test_a_folder_of_others_is_never_a_run(toy: Situation) -> None:
    Path("mine").mkdir()
    Path("mine", "thesis.txt").write_text("mine", encoding="utf-8")
    for resume in (False, True):
        with pytest.raises(InputError, match=r"exists already|is not the folder of a run"):
            run(toy, futures=FUTURES, out="mine", resume=resume)
    assert [path.name for path in Path("mine").iterdir()] == ["thesis.txt"]


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Let the audit of all chunks from a number on fail."""
    sound, start, chunks = audited_chunk.run_blocks, [0], 0

    def run_blocks(plan: Plan, draw: Draw, on_block: OnBlock, **more: Any) -> None:  # noqa: ANN401
        nonlocal chunks

        def broken(block: Workspace, first: int, count: int) -> None:
            if chunks >= start[0]:
                block.record.status[0, 0] = 2.0
            on_block(block, first, count)

        sound(plan, draw, broken, **more)
        chunks += 1

    monkeypatch.setattr(audited_chunk, "run_blocks", run_blocks)
    return start


def test_a_late_audit_deletes_no_finished_chunk(
    toy: Situation, sound: Answer, failing: list[int]
) -> None:
    failing[0] = 2
    with pytest.raises(RunError):
        run(toy, futures=FUTURES, out="kept")
    assert len(list(Path("kept", "chunks").glob("*.npz"))) == 2
    failing[0] = 99
    assert_goes_on(toy, sound, Path("kept"))


def test_an_early_audit_deletes_what_the_run_made_and_nothing_else(
    toy: Situation, failing: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(RunError):
        run(toy, futures=FUTURES, out="runs/one")
    assert not list(Path("runs").iterdir())
    made = ensemble.prepare

    def prepare(situation: Situation) -> Lowered:
        Path("runs", "two", "mine.txt").write_text("mine", encoding="utf-8")
        return made(situation)

    monkeypatch.setattr(ensemble, "prepare", prepare)
    with pytest.raises(RunError):
        run(toy, futures=FUTURES, out="runs/two")
    assert [path.name for path in Path("runs", "two").rglob("*")] == ["mine.txt"]
    assert failing == [0]


def test_a_run_that_another_writes_to_is_left_alone(toy: Situation) -> None:
    run(toy, futures=16, out="kept")
    lock = FolderLock(Path("kept"))
    with pytest.raises(InputError, match="another run is writing"):
        run(toy, futures=FUTURES, out="kept", resume=True)
    lock.release()
    assert run(toy, futures=FUTURES, out="kept", resume=True).results.futures == FUTURES


def test_the_number_of_a_folder_follows_the_newest() -> None:
    assert next_free(Path("runs"), "today") == Path("runs/today-001")
    assert newest(Path("runs"), "today") is None
    for name in ("today-002", "today-1000", "today-x", "today-01", "lapse-2000"):
        Path("runs", name).mkdir(parents=True)
    assert next_free(Path("runs"), "today") == Path("runs/today-1001")
    assert newest(Path("runs"), "today") == Path("runs/today-1000")


def test_a_folder_that_is_taken_meanwhile_leads_to_the_next_number(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = next_free

    def late(shelf: Path, scenario: str) -> Path:
        place = sound(shelf, scenario)
        if place.name.endswith(("1", "2")):
            place.mkdir(parents=True)  # another process is quicker
        return place

    monkeypatch.setattr("outlast.api.folder.next_free", late)
    code = main(("run", "lilliput", "--futures", "16"))
    assert (code, capsys.readouterr().err) == (0, "")
    assert [path.name for path in Path("runs").glob("*/manifest.json")] == ["manifest.json"]
    assert Path("runs", "lilliput-003", "manifest.json").is_file()


def test_a_named_folder_is_made_by_one_of_many(toy: Situation) -> None:
    Path("kept").mkdir()
    with pytest.raises(FolderTakenError, match="exists already"):
        run(toy, futures=16, out="kept")
    assert not list(Path("kept").iterdir())


def test_a_name_that_the_system_refuses_is_our_error(toy: Situation) -> None:
    for name in ("n" * 300, "a\0b"):
        with pytest.raises(OutlastError, match=r"too long|NUL"):
            run(toy, futures=16, out=name)
    Path("file").touch()
    with pytest.raises(WriteError, match="a file stands in the place of a folder"):
        run(toy, futures=16, out="file/run")
    assert list(Path().iterdir()) == [Path("file")]
