"""Settings: random ones inside their bounds, where the laws hold, and beyond, where they fall."""

import json
import math
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any, ClassVar, Final

from torture.answers import faults_of
from torture.cases import Attack, Broken, UnsoundError
from torture.children import TRACE, Ending, command, refusal_of
from torture.errands import NEW_CONTEST, RUN

CONTESTS: Final[dict[str, tuple[str, ...]]] = {
    "mine": ("--contest", "mine"),
    "lilliput": ("--contest", "lilliput"),
    "chips-minerals": ("--contest", "chips-minerals"),
}
FUTURES: Final = {"mine": 32, "lilliput": 32, "chips-minerals": 3}
HORIZONS: Final = (None, 1, 2, 3, 13, 52, 156, 312)
LARGE: Final = 1e6
"""The end of the range that is drawn where nothing bounds a setting."""

NO_NUMBERS: Final = (
    *("nan", "inf", "-inf", "1e400", "-1e400", "", " ", "x", "0x10", "1,5", "50%", "1e", "--1"),
    *("1_000", "\uff11", "true", "None"),  # the second is a wide 1
)
BEYOND: Final = 0.35
"""The share of cases that go beyond the bounds."""


@dataclass(frozen=True)
class Run:
    """A run of a contest with settings."""

    contest: str
    settings: tuple[tuple[str, str], ...]
    wrong: str
    """The setting that lies beyond its bounds; empty for none."""

    horizon: int | None
    seed: int

    @property
    def words(self) -> tuple[str, ...]:
        """The command."""
        words = ["run", *CONTESTS[self.contest], "--futures", f"{FUTURES[self.contest]}"]
        words += ["--seed", f"{self.seed}", "--json", "--out", RUN]
        words += [] if self.horizon is None else ["--horizon", f"{self.horizon}"]
        for name, value in self.settings:
            words += ["--set", f"{name}={value}"]
        return tuple(words)

    def __str__(self) -> str:
        return f"outlast {' '.join(self.words)}"


class Settings(Attack[Run]):
    """Settings at random: every answer obeys the laws, and nothing beyond bounds gets one."""

    name: ClassVar[str] = "settings"
    title: ClassVar[str] = "random settings inside their bounds and beyond, strict JSON, laws"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.inputs: dict[str, list[dict[str, Any]]] = {}

    def prepare(self) -> str:
        """Read the names and bounds that the program gives.

        Raises:
            UnsoundError: It gives none.
        """
        base = self.folder / "before"
        base.mkdir(parents=True)
        command(NEW_CONTEST, base)
        for contest, words in CONTESTS.items():
            ending = command(("inputs", *words, "--json"), base)
            if ending.code != 0:
                raise UnsoundError(f"`outlast inputs` fails: {ending.said}")
            self.inputs[contest] = json.loads(ending.out)["inputs"]
        return ""

    def draw(self, number: int, random: Random) -> Run:
        """Return a run with some settings; of one in three, one setting lies beyond its bounds."""
        del number
        contest = random.choice(("mine", "mine", "lilliput", "lilliput", "chips-minerals"))
        inputs = self.inputs[contest]
        count = random.choice((1, 1, 2, 3, 5, 8, len(inputs)))
        chosen = random.sample(inputs, min(count, len(inputs)))
        settings = {each["name"]: value_of(each, random) for each in chosen}
        wrong = ""
        if random.random() < BEYOND:
            wrong = chosen[0]["name"]
            settings[wrong] = value_beyond(chosen[0], random)
        horizon = random.choice(HORIZONS) if contest != "chips-minerals" else random.choice((1, 13))
        return Run(contest, tuple(settings.items()), wrong, horizon, random.randint(0, 2**31))

    def kind(self, case: Run) -> str:
        """Return contest and side of the bounds."""
        return f"{case.contest} {'beyond' if case.wrong else 'inside'}"

    def attempt(self, case: Run) -> Broken | None:
        """Run, and hold the answer to the laws, or the refusal to its form."""
        place = self.folder / "now"
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(self.folder / "before", place)
        ending = command(case.words, place)
        if case.wrong:
            return beyond(case, ending, place)
        return inside(ending, place)

    def smaller(self, case: Run) -> Iterator[Run]:
        """Yield runs with fewer settings, half of them first, and with the default horizon."""
        free = [each for each in case.settings if each[0] != case.wrong]
        fixed = [each for each in case.settings if each[0] == case.wrong]
        if len(free) > 3:  # noqa: PLR2004  fewer go one by one
            half = len(free) // 2
            yield replace(case, settings=(*fixed, *free[:half]))
            yield replace(case, settings=(*fixed, *free[half:]))
        for left_out in free:
            yield replace(case, settings=tuple(e for e in case.settings if e != left_out))
        if case.horizon is not None:
            yield replace(case, horizon=None)
        if case.seed != 1:
            yield replace(case, seed=1)


def inside(ending: Ending, place: Path) -> Broken | None:
    """Return the rule that an answer broke, if any."""
    if ending.code != 0:
        rule = refusal_of(ending, codes=(0,))
        return Broken(f"settings inside their bounds are answered: {rule}", ending.said)
    try:
        faults = faults_of(ending.out, place / RUN)
    except (ValueError, LookupError, OSError) as failure:
        return Broken(f"the answer is whole: {type(failure).__name__}", f"{failure}")
    return Broken(*faults[0]) if faults else None


def beyond(case: Run, ending: Ending, place: Path) -> Broken | None:
    """Return the rule that a refusal broke, or that there was none."""
    value = dict(case.settings)[case.wrong]
    what = "no number" if value in NO_NUMBERS else "a number beyond the bounds"
    if ending.code == 0:
        return Broken(f"{what} is refused", f"{case.wrong}={value!r}")
    rule = refusal_of(ending)
    if not rule and case.wrong not in ending.err:
        rule = "a refusal names the setting"
    if not rule and TRACE not in ending.err and (place / RUN).exists():
        rule = "a refusal leaves no folder"
    return Broken(f"{what}: {rule}", f"{case.wrong}={value!r}: {ending.said}") if rule else None


def value_of(entry: Mapping[str, Any], random: Random) -> str:
    """Return an answer, or a number inside the bounds: an end, near an end, or between."""
    if entry["answers"]:
        return random.choice(entry["answers"])
    low = -LARGE if entry["low"] is None else float(entry["low"])
    high = LARGE if entry["high"] is None else float(entry["high"])
    match random.randrange(5):
        case 0 if entry["low"] is not None:
            value = low
        case 1 if entry["high"] is not None:
            value = high
        case 2 if entry["value"] is not None:
            value = float(entry["value"]) * random.choice((1.0, 0.5, 2.0, 1e-6, 10.0))
        case 3 if low >= 0.0 and high > 0.0:
            least = max(low, high * 1e-9)
            value = math.exp(random.uniform(math.log(least), math.log(high)))
        case _:
            value = random.uniform(low, high)
    return repr(min(max(value, low), high))


def value_beyond(entry: Mapping[str, Any], random: Random) -> str:
    """Return no number at all, or one beyond the bounds, by much or by little."""
    numbers: list[str] = []
    if not entry["answers"]:
        for end, sign in ((entry["low"], -1.0), (entry["high"], 1.0)):
            if end is not None:
                size = max(abs(float(end)), 1.0)
                numbers += [repr(float(end) + sign * size * by) for by in (1e-6, 1e-2, 1.0, 60.0)]
                numbers.append(repr(sign * 1e300))
    return random.choice(numbers if numbers and random.random() < 0.5 else NO_NUMBERS)  # noqa: PLR2004
