"""The manifest: what was run, by what, on what, so that anyone can run it again."""

import datetime as dt
import platform
from dataclasses import asdict, dataclass
from hashlib import sha256
from importlib.metadata import version

from outlast.reading import DATA
from outlast.scenario.load import SHELF, Situation


@dataclass(frozen=True)
class Manifest:
    """What a run folder says of itself."""

    scenario: str
    title: str
    digest: str
    """Ten hexadecimal digits of the hash of the scenario as read and of the shipped data."""

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
    """What a reader gave beyond the scenario, by name."""

    as_read: dict[str, object]
    """The scenario in full, after all files from which it differs."""

    @property
    def command(self) -> str:
        """The command that runs it again."""
        name = self.scenario
        if not (SHELF / f"{name}.yaml").is_file():
            name += ".yaml"
        given = "".join(f" --set {name}={value}" for name, value in self.given.items())
        return (
            f"outlast run {name} --futures {self.futures} --seed {self.seed} "
            f"--precision {self.precision} --horizon {self.horizon}{given}"
        )

    def plain(self) -> dict[str, object]:
        """Return it as plain data."""
        return {"format": "outlast/run/1", **asdict(self)}


def manifest(situation: Situation, futures: int, seed: int, precision: str) -> Manifest:
    """Return the manifest of a run."""
    scenario = situation.scenario
    text = scenario.model_dump_json(by_alias=True)
    data = (DATA / "CHECKSUMS").read_text(encoding="utf-8")
    return Manifest(
        scenario=scenario.id,
        title=scenario.title,
        digest=sha256(f"{text}\n{data}".encode()).hexdigest()[:10],
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
    )
