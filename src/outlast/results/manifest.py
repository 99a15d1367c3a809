"""The manifest: what was run, with which program and data, so that anyone can run it again."""

import datetime as dt
import platform
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from importlib.metadata import version

from outlast.reading import Brief, outlast_command
from outlast.scenario.load import Situation

FORM = "outlast/run/3"
"""The form of a manifest."""


@dataclass(frozen=True, repr=False)
class Manifest(Brief):
    """The identity of a run: scenario, data, dice, program."""

    scenario: str
    title: str
    contest: str
    """The id of the contest."""

    digest: str
    """Ten hexadecimal digits of the hash of the scenario and of every file that was read."""

    seed: int
    futures: int
    precision: str
    version: str
    date: dt.date
    """The scenario's date."""

    knows_until: dt.date
    horizon: int
    """Weeks."""

    step: float
    platform: str
    given: dict[str, str]
    """Settings beyond the scenario, by name."""

    as_read: dict[str, object]
    """The scenario in full, after all files from which it differs."""

    files: dict[str, str]
    """The SHA-256 of every file that was read."""

    own: tuple[str, ...]
    """Those of the files that the package does not ship."""

    scenario_file: str
    """The scenario's own file among them."""

    scenario_files: tuple[str, ...]
    """The files of the scenario, each of which differs from the one before; its own is the last."""

    options: tuple[str, ...]
    """The options of the command line that choose the contest and the folders laid over it."""

    argument: str
    """The scenario as the argument of a command line: its name, or the path of its file."""

    @property
    def command(self) -> str:
        """The command that runs it again, quoted for the shell."""
        return outlast_command(*self.words())

    def words(self) -> tuple[str, ...]:
        """Return the words of the command that runs it again, without the program's."""
        numbers = {
            "--futures": f"{self.futures}",
            "--seed": f"{self.seed}",
            "--precision": self.precision,
            "--horizon": f"{self.horizon}",
        }
        settings = [("--set", f"{name}={value}") for name, value in self.given.items()]
        pairs = [*numbers.items(), *settings]
        return ("run", self.argument, *self.options, *(word for pair in pairs for word in pair))

    def plain(self) -> dict[str, object]:
        """Return it as plain data."""
        return {"format": FORM, **asdict(self)}


def manifest(situation: Situation, futures: int, seed: int, precision: str) -> Manifest:
    """Return the manifest of a run."""
    scenario, origin = situation.scenario, situation.origin
    return Manifest(
        scenario=scenario.id,
        title=scenario.title,
        contest=origin.contest.declaration.id,
        digest=digest_of(scenario.model_dump_json(by_alias=True), origin.hashes),
        seed=seed,
        futures=futures,
        precision=precision,
        version=version("outlast"),
        date=scenario.date,
        knows_until=scenario.knows_until,
        horizon=scenario.horizon,
        step=scenario.step,
        platform=f"{platform.system()} {platform.machine()}, Python {platform.python_version()}",
        given=dict(situation.given),
        as_read=scenario.model_dump(mode="json", by_alias=True),
        files=dict(origin.hashes),
        own=tuple(origin.own),
        scenario_file=origin.scenario,
        scenario_files=origin.chain,
        options=origin.options,
        argument=origin.argument,
    )


def digest_of(scenario: str, hashes: Mapping[str, str]) -> str:
    """Return the digest of a run: of its scenario as JSON, and of the hash of each file."""
    listing = "".join(f"{hashed}  {name}\n" for name, hashed in sorted(hashes.items()))
    return sha256(f"{scenario}\n{listing}".encode()).hexdigest()[:10]
