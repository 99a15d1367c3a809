"""`python -m setup.bundle`: write one archive to dist/ that installs outlast without a network.

It holds the wheel of outlast, the wheels of this platform that uv.lock names for it, for the page
and for the report, pip to install them, the data once more to look at, checksums of all files, and
a bill of materials (CycloneDX).
"""

import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import Message
from email.parser import Parser
from pathlib import Path
from typing import Any, Final
from zipfile import ZipFile

from setup.environment import NETWORK, SetupError, find_uv, surroundings, trust_of_pip
from setup.install import machine

ROOT: Final = Path(__file__).parent.parent
SHIPPED: Final = (
    *("export", "--frozen", "--quiet", "--no-emit-project", "--no-dev", "--group", "bundle"),
    *("--extra", "page", "--extra", "report"),
)
"""The words of uv that name what the archive holds, outlast itself left out."""
READ_ME: Final = """\
outlast {version} for Python {Python}, {system}, {processor}. It needs no network.

    python3 install.py FOLDER     checks every file, then installs into FOLDER
    FOLDER/bin/outlast run        (on Windows: FOLDER\\Scripts\\outlast run)

wheels/           outlast, all that it needs, and pip, which installs them
data/             what outlast ships (its wheel holds it too), each contest with its CHECKSUMS
SHA256SUMS        checksums of all files here: sha256sum --check SHA256SUMS
bom.cdx.json      the bill of materials (CycloneDX): versions, licences, checksums
requirements.txt  what install.py asks of pip
"""


@dataclass(frozen=True, slots=True)
class Wheel:
    """A wheel, with what it says of itself."""

    file: Path
    told: Message

    @property
    def name(self) -> str:
        """Return the name, written as registries compare names."""
        return re.sub(r"[-_.]+", "-", self.told["Name"]).lower()

    @property
    def version(self) -> str:
        """Return the version."""
        return self.told["Version"]

    @property
    def digest(self) -> str:
        """Return the SHA-256 of the file."""
        return hashlib.sha256(self.file.read_bytes()).hexdigest()

    @property
    def licences(self) -> list[dict[str, Any]]:
        """Return the licences as a bill of materials writes them."""
        if expression := self.told["License-Expression"]:
            return [{"expression": expression}]
        marked = [line for line in self.told.get_all("Classifier", []) if "License ::" in line]
        names = [line.rpartition(" :: ")[2] for line in marked]
        if not names and (short := (self.told["License"] or "").partition("\n")[0].strip()):
            names = [short]
        return [{"license": {"name": name}} for name in names]


def read(file: Path) -> Wheel:
    """Return a wheel with what it says of itself."""
    with ZipFile(file) as opened:
        place = next(name for name in opened.namelist() if name.endswith(".dist-info/METADATA"))
        return Wheel(file, Parser().parsestr(opened.read(place).decode("utf-8"), headersonly=True))


def ask_uv(*words: str | Path) -> str:
    """Return the output of uv."""
    uv = find_uv()
    done = subprocess.run(
        [uv, *words], cwd=ROOT, env=surroundings(uv), stdout=subprocess.PIPE, text=True, check=False
    )
    if done.returncode:
        raise SetupError(f"uv {words[0]} failed and says why above. {NETWORK}")
    return done.stdout


def collect(folder: Path) -> list[Wheel]:
    """Put outlast and all that it needs into a folder, as wheels, and return them."""
    ask_uv("build", "--wheel", "--quiet", "--no-create-gitignore", "--out-dir", folder)
    wanted = folder / "wanted.txt"
    wanted.write_text(ask_uv(*SHIPPED, "--format", "requirements.txt"), encoding="utf-8")
    words = ("download", "--quiet", "--no-deps", "--require-hashes", "--only-binary", ":all:")
    pip = (sys.executable, "-m", "pip")
    done = subprocess.run(
        [*pip, *words, "--dest", folder, "--requirement", wanted],
        env={**os.environ, **trust_of_pip(pip, os.environ)},
        check=False,
    )
    wanted.unlink()
    if done.returncode:
        raise SetupError(f"a locked wheel could not be had; pip says which above. {NETWORK}")
    return [read(file) for file in sorted(folder.glob("*.whl"))]


def bill(wheels: Sequence[Wheel]) -> dict[str, Any]:
    """Return uv's bill of materials, cut to the wheels at hand, with their licences and sums."""
    made: dict[str, Any] = json.loads(ask_uv(*SHIPPED, "--format", "cyclonedx1.5"))
    by_name = {wheel.name: wheel for wheel in wheels}
    kept: list[dict[str, Any]] = []
    for part in (made["metadata"]["component"], *made["components"]):
        wheel = by_name.get(part["name"])
        if wheel is None or wheel.version != part["version"]:
            continue  # for another platform
        part.pop("externalReferences", None)
        part["hashes"] = [{"alg": "SHA-256", "content": wheel.digest}]
        part["licenses"] = wheel.licences
        kept.append(part)
    references = {part["bom-ref"] for part in kept}
    made["metadata"]["component"]["type"] = "application"
    made["components"] = kept[1:]
    made["dependencies"] = [
        {"ref": line["ref"], "dependsOn": sorted(references & {*line.get("dependsOn", ())})}
        for line in made["dependencies"]
        if line["ref"] in references
    ]
    if len(kept) != len(wheels):
        raise SetupError("the bill of materials does not name every wheel. Say: make clean bundle")
    return made


def requirements(wheels: Sequence[Wheel]) -> str:
    """Return the requirements for pip, each with its checksum."""
    extras = {"outlast": "[page,report]"}
    return "".join(
        f"{wheel.name}{extras.get(wheel.name, '')}=={wheel.version} --hash=sha256:{wheel.digest}\n"
        for wheel in wheels
        if wheel.name != "pip"
    )


def fill(folder: Path) -> str:
    """Write all that the archive holds into a folder, and return the version of outlast."""
    wheels = collect(folder / "wheels")
    own = next(wheel for wheel in wheels if wheel.name == "outlast")
    with ZipFile(own.file) as opened:
        data = [name for name in opened.namelist() if name.startswith("outlast/data/")]
        opened.extractall(folder, data)  # noqa: S202  our own wheel
    (folder / "outlast" / "data").rename(folder / "data")
    (folder / "outlast").rmdir()
    for file in ("LICENSE", "NOTICE", "setup/install.py"):
        shutil.copy(ROOT / file, folder)
    texts = {
        "README.txt": READ_ME.format(version=own.version, **machine()),
        "bom.cdx.json": json.dumps(bill(wheels), indent=2),
        "machine.json": json.dumps(machine()),
        "requirements.txt": requirements(wheels),
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    sums = [
        f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.relative_to(folder).as_posix()}\n"
        for file in files
    ]
    (folder / "SHA256SUMS").write_text("".join(sums), encoding="utf-8")
    return own.version


def write(out: Path) -> Path:
    """Write the archive into a folder and return its path."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out) as place:
        folder = Path(place) / "filled"
        folder.mkdir()
        version = fill(folder)
        found = machine()
        kind = f"{found['system']}-{found['processor']}-python{found['Python']}".lower()
        name = f"outlast-{version}-{kind}"
        draft = Path(place) / "draft.tar"
        with tarfile.open(draft, "w") as archive:  # wheels are compressed already
            archive.add(folder, name, filter=nobodys)
        return draft.replace(out / f"{name}.tar")


def nobodys(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Return a member of the archive that does not say who made it."""
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    return member


def main() -> None:
    """Write the archive and say where it is, or what kept it from being written."""
    words = argparse.ArgumentParser(prog="python -m setup.bundle", description=__doc__)
    words.add_argument("--out", type=Path, default=ROOT / "dist", help="the folder to write to")
    try:
        archive = write(words.parse_args().out)
    except SetupError as problem:
        sys.exit(f"make: {problem}")
    size = archive.stat().st_size / 2**20
    print(f"{archive}  {size:.0f} MB  sha256 {hashlib.sha256(archive.read_bytes()).hexdigest()}")


if __name__ == "__main__":
    main()
