"""A chunk knows its run, seed and futures; one that is torn or foreign is named and run again."""

from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copyfile

import numpy as np
import pytest

from outlast.ensemble import ensemble, run_ensemble
from outlast.ensemble.chunk_files import DamagedChunkError, identity_of
from outlast.errors import InputError
from outlast.results import Results
from outlast.scenario.load import Situation, load_scenario

FUTURES = 40

DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda whole: whole[:0],
    "cut at the start": lambda whole: whole[:20],
    "cut in the middle": lambda whole: whole[: len(whole) // 2],
    "without its last byte": lambda whole: whole[:-1],
    "one byte flipped": lambda whole: whole[:500] + bytes([whole[500] ^ 1]) + whole[501:],
    "without its header": lambda whole: whole[: whole.index(b'{"format"') - 2] + b"\0\0",
    "text": lambda whole: b"chunk " * len(whole),
}


@pytest.fixture(scope="module")
def toy() -> Situation:
    return load_scenario("lilliput")


@pytest.fixture(autouse=True)
def _small_chunks() -> Iterator[None]:  # pyright: ignore[reportUnusedFunction]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(ensemble, "CHUNK", 16)
        yield


@pytest.fixture(scope="module")
def sound(toy: Situation) -> Results:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(ensemble, "CHUNK", 16)
        return run_ensemble(toy, futures=FUTURES)


def same(one: Results, other: Results) -> bool:
    """Return whether two runs have the same arrays, bit for bit."""
    return all(np.array_equal(one.record[name], other.record[name]) for name in one.record) and all(
        np.array_equal(band.counts, other.bands[name].counts) for name, band in one.bands.items()
    )


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_torn_chunk_is_named_and_run_again(
    toy: Situation,
    sound: Results,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    damage: str,
) -> None:
    run_ensemble(toy, futures=FUTURES, folder=tmp_path)
    torn = tmp_path / "chunk-00000016-00000032.npz"
    whole = torn.read_bytes()
    torn.write_bytes(DAMAGES[damage](whole))
    with pytest.raises(DamagedChunkError, match=torn.name):
        run_ensemble(toy, futures=FUTURES, folder=tmp_path, only_kept=True)
    caplog.clear()
    assert same(run_ensemble(toy, futures=FUTURES, folder=tmp_path), sound)
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert torn.name in caplog.text
    assert torn.read_bytes() == whole


def test_the_chunk_of_another_run_is_never_taken(
    toy: Situation, sound: Results, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    mine, other = tmp_path / "mine", tmp_path / "other"
    for folder in (mine, other):
        folder.mkdir()
    run_ensemble(toy, futures=FUTURES, folder=mine)
    chunk = "chunk-00000000-00000016.npz"
    others = {
        "seed 2, not 1": {"seed": 2},
        "precision float32, not float64": {"precision": "float32"},
    }
    for said, choice in others.items():
        run_ensemble(toy, futures=16, folder=other, **choice)  # pyright: ignore[reportArgumentType]
        copyfile(other / chunk, mine / chunk)
        assert same(run_ensemble(toy, futures=FUTURES, folder=mine), sound)
        assert said in caplog.text
    copyfile(mine / "chunk-00000016-00000032.npz", mine / chunk)
    assert same(run_ensemble(toy, futures=FUTURES, folder=mine), sound)
    assert "first 16, not 0" in caplog.text


def test_a_chunk_is_a_file_that_numpy_opens(toy: Situation, tmp_path: Path) -> None:
    run_ensemble(toy, futures=16, folder=tmp_path)
    (path,) = tmp_path.iterdir()
    with np.load(path, allow_pickle=False) as file:
        assert "record/status" in file.files
    found = identity_of(path)
    assert found is not None
    assert (found.seed, found.first, found.count, found.precision) == (1, 0, 16, "float64")
    path.write_bytes(b"")
    assert identity_of(path) is None


def test_a_chunk_that_changes_under_a_reader_is_named(toy: Situation, tmp_path: Path) -> None:
    results = run_ensemble(toy, futures=16, folder=tmp_path)
    (path,) = tmp_path.iterdir()
    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(InputError, match="has changed since it was opened"):
        _ = results.record["first"]
