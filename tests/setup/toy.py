"""A project of toys with the real Makefile: it is set up in a second, from a played registry."""

import base64
import hashlib
import io
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from zipfile import ZipFile, ZipInfo

import pytest

from setup.environment import BIN
from tests.setup.proxy import Proxy

ROOT: Final = Path(__file__).parent.parent.parent
HOSTS: Final = ("pypi.org", "files.pythonhosted.org")
TOYS: Final = {
    "toy-core": "outlast",
    "toy-page": "",
    "toy-report": "",
    "toy-cluster": "",
    "toy-dev": "pytest",
    "toy-docs": "zensical",
    "toy-bundle": "",
}
"""Each toy with the command that it brings, if any; the name says who needs it."""
PROJECT: Final = """\
[project]
name = "outlast"
version = "1"
requires-python = ">=3.11"
dependencies = ["toy-core"]

[project.optional-dependencies]
page = ["toy-page"]
report = ["toy-report"]
cluster = ["toy-cluster"]

[dependency-groups]
dev = ["toy-dev"]
docs = ["toy-docs"]
bundle = ["toy-bundle", "pip"]

[tool.uv]
package = false
"""
MAKE: Final = shutil.which("make")
UV: Final = shutil.which("uv") or shutil.which("uv", path=str(ROOT / BIN))
ENSUREPIP: Final = Path(os.__file__).parent / "ensurepip"
PIP: Final = next(ENSUREPIP.glob("_bundled/pip-*.whl"), None)
PYTHON: Final = Path(sys.base_prefix) / "bin" / f"python3.{sys.version_info[1]}"

needs_tools = pytest.mark.skipif(
    MAKE is None or UV is None or not PYTHON.exists(),
    reason="NO TESTS OF SET-UP: they need make, uv and the Python that .venv is made of",
)


def wheel(name: str, version: str, command: str = "", program: bytes = b"") -> tuple[str, bytes]:
    """Return the file name and the content of a wheel that brings a command or a program."""
    module = name.replace("-", "_")
    told = f"{module}-{version}.dist-info"
    files = {
        f"{module}.py": f'def main():\n    print("{name} was here")\n'.encode(),
        f"{told}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n".encode(),
        f"{told}/WHEEL": b"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    if command:
        entry = f"[console_scripts]\n{command} = {module}:main\n"
        files[f"{told}/entry_points.txt"] = entry.encode()
    if program:
        files[f"{module}-{version}.data/scripts/{name}"] = program
    sums = {
        path: base64.urlsafe_b64encode(hashlib.sha256(content).digest()).decode().rstrip("=")
        for path, content in files.items()
    }
    record = [f"{path},sha256={sums[path]},{len(content)}" for path, content in files.items()]
    files[f"{told}/RECORD"] = "\n".join([*record, f"{told}/RECORD,,", ""]).encode()
    packed = io.BytesIO()
    with ZipFile(packed, "w") as archive:
        for path, content in files.items():
            member = ZipInfo(path)
            member.external_attr = 0o100755 << 16  # a file that may be run
            archive.writestr(member, content)
    return f"{module}-{version}-py3-none-any.whl", packed.getvalue()


def registry() -> dict[str, bytes]:
    """Return the pages of a registry (PEP 503) that has the toys, pip, and uv for pip to fetch."""
    assert UV is not None
    pages: dict[str, bytes] = {}
    wheels = {name: wheel(name, "1", command) for name, command in TOYS.items()}
    wheels["uv"] = wheel("uv", "99", program=Path(UV).read_bytes())
    wheels["pip"] = (PIP.name, PIP.read_bytes()) if PIP else wheel("pip", "99")
    for name, (file, content) in wheels.items():
        digest = hashlib.sha256(content).hexdigest()
        link = f"https://{HOSTS[1]}/packages/{file}#sha256={digest}"
        pages[f"/simple/{name}/"] = f'<!DOCTYPE html><a href="{link}">{file}</a>'.encode()
        pages[f"/packages/{file}"] = content
    return pages


@dataclass(frozen=True, slots=True)
class Toy:
    """A folder with the toy project, as a fresh clone has it."""

    folder: Path

    def make(
        self,
        *targets: str,
        path: str = os.defpath,
        before: Sequence[str | Path] = (),
        **more: str,
    ) -> subprocess.CompletedProcess[str]:
        """Call make as somebody whose machine has no settings but those named."""
        home = self.folder.parent
        assert MAKE is not None
        return subprocess.run(
            [*before, MAKE, f"PYTHON={PYTHON}", *targets],
            cwd=self.folder,
            env={
                "PATH": path,
                "HOME": str(home),
                "UV_CACHE_DIR": str(home / "cache"),
                "PIP_CONFIG_FILE": os.devnull,
                "UV_HTTP_RETRIES": "0",
                "PIP_RETRIES": "0",
                "UV_NO_CONFIG": "1",
                "UV_PYTHON_DOWNLOADS": "never",
                **more,
            },
            capture_output=True,
            text=True,
            check=False,
        )

    def toys(self) -> set[str]:
        """Return the toy packages that .venv holds by now."""
        found = (self.folder / BIN.parent).glob("lib/python*/site-packages/toy_*.py")
        return {file.stem.removeprefix("toy_") for file in found}

    def stamps(self) -> set[str]:
        """Return the names of the stamps."""
        found = {file.name for file in (self.folder / BIN.parent).glob(".*")}
        return found - {".lock", ".gitignore"}  # uv's own


def lay_out(folder: Path, proxy: Proxy) -> Toy:
    """Return a toy project in a folder, locked against the played registry."""
    toy = folder / "clone"
    toy.mkdir()
    (toy / "pyproject.toml").write_text(PROJECT, encoding="utf-8")
    shutil.copy(ROOT / "Makefile", toy)
    shutil.copytree(ROOT / "setup", toy / "setup", ignore=shutil.ignore_patterns("__pycache__"))
    assert UV is not None
    subprocess.run(
        [UV, "lock", "--quiet", "--python", PYTHON],
        cwd=toy,
        env={"PATH": os.defpath, "HOME": str(folder), "UV_NO_CONFIG": "1", **through(proxy)},
        check=True,
    )
    return Toy(toy)


def through(proxy: Proxy) -> Mapping[str, str]:
    """Return the settings of somebody who goes through the proxy and trusts its authority."""
    return {"HTTPS_PROXY": proxy.address, "SSL_CERT_FILE": str(proxy.authority)}
