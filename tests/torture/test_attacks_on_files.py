"""Kills, faults and damage: a sound stand-in passes, each planted fault is found."""

from pathlib import Path

import pytest

from tests.torture.stand_in import ERRAND, always, program
from torture.cases import Broken, Count, dice, run_attack
from torture.children import Ending
from torture.errands import Errand, Stage
from torture.faults import Faults, Struck
from torture.injection import KILL, Fault
from torture.kills import Kills
from torture.stores import REOPEN, RESUME, START, Damaged, Stores


class OneFault(Faults):
    """The attack on the stand-in alone."""

    errands = (ERRAND,)


class OneKill(Kills):
    """The attack on the stand-in alone."""

    errands = (ERRAND,)


def use(plant: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put the stand-in in the place of the program."""
    for module in ("errands", "faults", "stores"):
        monkeypatch.setattr(f"torture.{module}.command", program(plant))


def struck(attack: Faults, kind: str) -> list[Broken]:
    """Return the rules broken by a fault at each call of the stand-in."""
    calls = len(attack.stage(ERRAND).calls)
    found = [attack.attempt(Struck(ERRAND, Fault(kind, at))) for at in range(1, calls + 1)]
    return [broken for broken in found if broken is not None]


@pytest.mark.parametrize("kind", ["ENOSPC", "MemoryError"])
def test_a_sound_program_passes_each_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    use("", monkeypatch)
    assert struck(OneFault(tmp_path), kind) == []


def test_a_sound_program_passes_each_kill(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use("", monkeypatch)
    assert struck(OneKill(tmp_path), KILL) == []


@pytest.mark.parametrize(
    ("plant", "rule"),
    [
        ("trace", "no trace is shown"),
        ("code", "the exit code fits (it was 70)"),
        ("words", "a refusal names the cause and its cure"),
        ("torn", "the errand can go on"),
        ("again", "no finished chunk is run again"),
    ],
)
def test_a_planted_fault_of_the_program_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, plant: str, rule: str
) -> None:
    use(plant, monkeypatch)
    found = {broken.rule for broken in struck(OneFault(tmp_path), "ENOSPC")}
    if plant == "torn":
        rule = "success means an answer like the undisturbed one, bit for bit"
    assert f"ENOSPC: {rule}" in found


def test_a_torn_write_is_found_by_a_kill_and_shrinks_to_the_first_call_that_shows_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use("torn", monkeypatch)
    attack = OneKill(tmp_path)
    names = [line.split(" ")[1] for line in attack.stage(ERRAND).calls]
    last = len(names) - names[::-1].index("write")
    case = Struck(ERRAND, Fault(KILL, last - 2))
    assert [each.fault.at < case.fault.at for each in attack.smaller(case)]
    drawn = attack.draw(0, dice("kills", 7, 0))
    assert drawn == attack.draw(0, dice("kills", 7, 0))
    assert struck(attack, KILL)


def test_a_program_that_fails_undisturbed_is_a_find(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("errands", "faults"):
        monkeypatch.setattr(f"torture.{module}.command", always(Ending(70, "", "our fault", 0.0)))
    count = Count("faults", "")
    run_attack(OneFault(tmp_path), count, 7, 0.01)
    (rule,) = count.finds
    assert rule == "the program succeeds where nothing disturbs it: `outlast run` fails undisturbed"


def test_a_lost_neighbour_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use("", monkeypatch)
    stage = Stage(ERRAND, tmp_path / "stage")
    place = stage.place("now")
    assert not stage.lost(place)
    (place / "neighbour.txt").write_text("torn", encoding="utf-8")
    assert stage.lost(place) == "neighbour.txt is neither as before nor as after"
    (place / "neighbour.txt").unlink()
    assert stage.lost(place) == "neighbour.txt is gone"


@pytest.mark.parametrize(("plant", "finds"), [("", False), ("trust", True)])
@pytest.mark.parametrize("damage", ["cut", "empty", "foreign", "flipped", "zeroed"])
def test_a_program_that_trusts_a_damaged_chunk_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, plant: str, damage: str, *, finds: bool
) -> None:
    use(plant, monkeypatch)
    attack = Stores(tmp_path)
    kept = Errand("resume", ("run",), (("run",),), resumes=True)
    attack.stages["resume"] = Stage(kept, tmp_path / "resume")
    broken = attack.attempt(Damaged(kept, "run/chunks/1.txt", damage, 0.5))
    assert (broken is not None) is finds
    if broken is not None:
        assert broken.rule == f"chunk {damage}: a damaged file is never used"


def test_each_file_that_is_kept_is_drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use("", monkeypatch)
    attack = Stores(tmp_path)
    for errand in (RESUME, REOPEN, START):
        plain = Errand(errand.name, ("run",), (("run",),))
        attack.stages[errand.name] = Stage(plain, tmp_path / errand.name)
    attack.engine = tmp_path / "cache"
    for name in ("outlast/engine-1/entry.py", "outlast/documents/1.json"):
        path = attack.engine / name
        path.parent.mkdir(parents=True)
        path.write_text("{}", encoding="utf-8")
    kinds = {attack.kind(attack.draw(number, dice("stores", 7, number))) for number in range(200)}
    assert kinds == {"chunk", "answer.json", "engine cache", "documents' cache"}
