"""An attack counts its cases, finds a planted fault, makes it smaller, and repeats."""

import json
from collections.abc import Iterator
from itertools import count as count_up
from pathlib import Path
from random import Random
from typing import Any, ClassVar

import pytest

from tests.torture.stand_in import always
from torture.__main__ import main, parsed, report, seconds_of
from torture.attacks import ATTACKS, run_session
from torture.cases import Attack, Broken, Count, command_of, dice, run_attack


class Numbers(Attack[int]):
    """An attack whose cases are numbers; those from 17 on break a rule, as planted."""

    name: ClassVar[str] = "numbers"
    title: ClassVar[str] = "numbers"
    limit: ClassVar[int] = 17

    def draw(self, number: int, random: Random) -> int:
        """Return a number."""
        return number + random.randint(0, 1000)

    def attempt(self, case: int) -> Broken | None:
        """Refuse large numbers."""
        return Broken("a number is small", f"{case}") if case >= self.limit else None

    def kind(self, case: int) -> str:
        """Return whether it is odd."""
        return "odd" if case % 2 else "even"

    def smaller(self, case: int) -> Iterator[int]:
        """Yield smaller numbers."""
        yield from (each for each in (case // 2, case * 3 // 4, case - 1) if each >= 0)


class Sound(Numbers):
    """The same without a fault."""

    limit: ClassVar[int] = 10**9


class Interrupted(Numbers):
    """An attack in which the keyboard interrupts the third case."""

    def attempt(self, case: int) -> Broken | None:
        """Interrupt."""
        del case
        raise KeyboardInterrupt


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the clock go on by a hundredth of a second each time that it is read."""
    hundredths = count_up()
    for module in ("cases", "attacks"):
        monkeypatch.setattr(f"torture.{module}.monotonic", lambda: next(hundredths) / 100)


def counted(attack: type[Attack[Any]], folder: Path, **more: Any) -> Count:  # noqa: ANN401
    count = Count(attack.name, attack.title)
    run_attack(attack(folder), count, 7, 1.0, **more)
    return count


def test_a_planted_fault_is_found_and_made_as_small_as_it_can_be(tmp_path: Path) -> None:
    count = counted(Numbers, tmp_path)
    (find,) = count.finds.values()
    assert find.smallest == "17"
    assert find.detail == "17"
    assert 1 <= find.times <= count.cases
    assert find.command == command_of("numbers", 7, find.case)


def test_a_sound_program_gives_no_find(tmp_path: Path) -> None:
    count = counted(Sound, tmp_path)
    assert not count.finds
    assert count.cases == sum(count.kinds.values()) > 1


def test_a_case_repeats_from_seed_and_number(tmp_path: Path) -> None:
    attack = Numbers(tmp_path)
    one, again = (attack.draw(123, dice("numbers", 7, 123)) for _ in range(2))
    others = {attack.draw(123, dice("numbers", seed, 123)) for seed in range(8, 20)}
    assert one == again
    assert others != {one}
    count = counted(Numbers, tmp_path, case=123)
    assert count.cases == 1
    assert [find.case for find in count.finds.values()] == [123]


def test_time_is_divided_and_an_interrupt_keeps_the_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(ATTACKS, "sound", Sound)
    monkeypatch.setitem(ATTACKS, "interrupted", Interrupted)
    counts, stopped = run_session(["sound", "sound"], 7, 2.0, tmp_path)
    assert not stopped
    assert all(0.9 < count.seconds < 1.1 for count in counts)
    counts, stopped = run_session(["sound", "interrupted", "sound"], 7, 0.1, tmp_path)
    assert stopped
    assert [count.cases > 0 for count in counts] == [True, False]


def test_the_command_says_its_finds_by_words_json_and_exit_code(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(ATTACKS, "numbers", Numbers)
    monkeypatch.setitem(ATTACKS, "sound", Sound)
    monkeypatch.setattr("torture.__main__.use_cache", always(None))
    monkeypatch.setattr("os.nice", always(19))
    assert main(["--only", "sound", "--time", "1s"]) == 0
    assert main(["--only", "numbers", "--time", "1s", "--seed", "7"]) == 1
    said = capsys.readouterr().out
    assert "FOUND by numbers" in said
    assert "smallest: 17" in said
    assert main(["--only", "numbers", "--case", "3", "--json"]) == 1
    plain = json.loads(capsys.readouterr().out)
    assert plain["attacks"][0]["finds"][0]["smallest"] == "17"


def test_times_are_read_and_wrong_words_are_refused() -> None:
    assert [seconds_of(text) for text in ("90", "90s", "30m", "1.5h")] == [90, 90, 1800, 5400]
    for words in (["--time", "soon"], ["--only", "nothing"], ["--case", "1"]):
        with pytest.raises(SystemExit):
            parsed(words)


def test_a_skipped_attack_is_said_aloud() -> None:
    assert "there is no chromium" in report([Count("browser", "", skipped="there is no chromium")])
