"""The archive for machines without a network: what it holds, and that it installs without one."""

import hashlib
import json
import os
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import Any, Final

import pytest

from setup.bundle import read, requirements
from setup.install import damaged, machine
from tests.setup.toy import wheel

ROOT: Final = Path(__file__).parent.parent.parent


def test_a_wheel_is_asked_for_by_its_checksum(tmp_path: Path) -> None:
    for name in ("pip", "outlast", "ruamel.yaml"):
        file, content = wheel(name, "3")
        (tmp_path / file).write_bytes(content)
    asked = requirements([read(file) for file in sorted(tmp_path.glob("*.whl"))]).splitlines()
    digest = hashlib.sha256((tmp_path / "outlast-3-py3-none-any.whl").read_bytes()).hexdigest()
    assert asked[0] == f"outlast[page,report]==3 --hash=sha256:{digest}"
    assert asked[1].startswith("ruamel-yaml==3 --hash=sha256:")
    assert len(asked) == 2


def test_damage_is_found(tmp_path: Path) -> None:
    (tmp_path / "whole").write_bytes(b"whole")
    (tmp_path / "hurt").write_bytes(b"hurt")
    sums = {name: hashlib.sha256(name.encode()).hexdigest() for name in ("whole", "hurt", "gone")}
    lines = [f"{digest}  {name}\n" for name, digest in sums.items()]
    (tmp_path / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")
    (tmp_path / "hurt").write_bytes(b"changed")
    assert damaged(tmp_path) == ["hurt", "gone"]


def installer(folder: Path, made_for: dict[str, str], *arguments: str) -> str:
    """Return why an archive made for a machine cannot be installed."""
    folder.mkdir()
    script = folder / "install.py"
    script.write_bytes((ROOT / "setup" / "install.py").read_bytes())
    (folder / "machine.json").write_text(json.dumps(made_for), encoding="utf-8")
    (folder / "SHA256SUMS").write_text(f"{'0' * 64}  wheels/lost.whl\n", encoding="utf-8")
    said = subprocess.run(
        [sys.executable, script, *arguments], capture_output=True, text=True, check=False
    )
    assert said.returncode == 1
    return said.stderr.strip()


def test_what_cannot_be_installed_says_why(tmp_path: Path) -> None:
    here = machine()
    named = installer(tmp_path / "a", here)
    assert named == "Say where to: python3 install.py FOLDER"
    lost = installer(tmp_path / "b", here, str(tmp_path / "target"))
    assert lost == "The archive is damaged; copy it again. Wrong: wheels/lost.whl"
    other = installer(tmp_path / "c", {**here, "Python": "2.7"}, str(tmp_path / "target"))
    assert other.startswith("This archive is for Python 2.7, ")
    assert not (tmp_path / "target").exists()


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder in an archive that is made for this, from the lock file."""
    out = tmp_path_factory.mktemp("bundle")
    made = subprocess.run(
        [sys.executable, "-m", "setup.bundle", "--out", out],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode:
        pytest.skip(f"NO TEST OF THE BUNDLE: no archive without a registry. {made.stderr}")
    with tarfile.open(next(out.glob("*.tar"))) as archive:
        archive.extractall(out, filter="data")
    return next(folder for folder in out.iterdir() if folder.is_dir())


@pytest.mark.slow
def test_the_archive_says_what_it_holds(opened: Path) -> None:
    assert damaged(opened) == []
    listed = {
        line.split(maxsplit=1)[1] for line in (opened / "SHA256SUMS").read_text().splitlines()
    }
    there = {
        file.relative_to(opened).as_posix() for file in opened.rglob("*") if file.is_file()
    } - {"SHA256SUMS"}
    assert listed == there
    assert any(name.startswith("data/") and name.endswith("CHECKSUMS") for name in there)
    bill: dict[str, Any] = json.loads((opened / "bom.cdx.json").read_text(encoding="utf-8"))
    parts = [bill["metadata"]["component"], *bill["components"]]
    told = {part["hashes"][0]["content"] for part in parts}
    files = {hashlib.sha256(file.read_bytes()).hexdigest() for file in opened.glob("wheels/*")}
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.5")
    assert told == files
    assert all(part["licenses"] for part in parts)


@pytest.mark.slow
def test_the_archive_installs_and_runs_without_a_network(opened: Path, tmp_path: Path) -> None:
    alone = ["unshare", "--net", *(["--map-root-user"] if os.geteuid() else [])]
    try:
        subprocess.run([*alone, "true"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as failure:
        pytest.skip(f"NO TEST WITHOUT A NETWORK: it cannot be taken away here ({failure})")
    python = Path(sys.base_prefix) / "bin" / f"python3.{sys.version_info[1]}"
    outlast = tmp_path / "installed" / "bin" / "outlast"
    calls = (
        [python, opened / "install.py", tmp_path / "installed"],
        [outlast, "--version"],
        [outlast, "run", "lilliput", "--futures", "20", "--quiet"],
    )
    said = ""
    for call in calls:
        done = subprocess.run(
            [*alone, *call],
            cwd=tmp_path,
            env={"PATH": os.defpath, "HOME": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        said += done.stdout
    assert f"Installed. Say: {outlast} run\noutlast " in said
    assert "runs short first" in said
