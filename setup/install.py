"""Installs outlast from the archive that this file came in: no network, nothing else than Python.

python3 install.py FOLDER makes an environment in FOLDER; outlast is then FOLDER/bin/outlast.
"""

import hashlib
import json
import os
import platform
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent


def machine() -> dict[str, str]:
    """Return the traits on which a wheel may depend: the version of Python, system, processor."""
    return {
        "Python": ".".join(platform.python_version_tuple()[:2]),
        "system": platform.system(),
        "processor": platform.machine(),
    }


def damaged(folder: Path) -> list[str]:
    """Return the files of the archive that are missing or are not what SHA256SUMS says."""
    wrong: list[str] = []
    for line in (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        digest, name = line.split(maxsplit=1)
        file = folder / name
        if not file.is_file() or hashlib.sha256(file.read_bytes()).hexdigest() != digest:
            wrong.append(name)
    return wrong


def install(target: Path) -> str:
    """Make an environment in `target`, with what the archive holds, and return its outlast."""
    venv.create(target, with_pip=False)
    windows = os.name == "nt"
    programs = target / ("Scripts" if windows else "bin")
    pip = next((HERE / "wheels").glob("pip-*.whl")) / "pip"  # pip runs from its wheel
    subprocess.run(
        [
            *(programs / "python", pip, "--quiet", "--disable-pip-version-check", "--isolated"),
            *("install", "--no-index", "--find-links", HERE / "wheels"),
            *("--require-hashes", "--requirement", HERE / "requirements.txt"),
        ],
        check=True,
    )
    return str(programs / ("outlast.exe" if windows else "outlast"))


def main() -> None:
    """Install into the folder that the command line names, or say why that cannot be."""
    if len(sys.argv) != 2:  # noqa: PLR2004  the file itself, and the folder
        sys.exit("Say where to: python3 install.py FOLDER")
    target = Path(sys.argv[1])
    made_for = json.loads((HERE / "machine.json").read_text(encoding="utf-8"))
    if made_for != machine():
        wanted, found = (", ".join(it.values()) for it in (made_for, machine()))
        sys.exit(f"This archive is for Python {wanted}; this is Python {found}.")
    if wrong := damaged(HERE):
        sys.exit(f"The archive is damaged; copy it again. Wrong: {', '.join(wrong)}")
    if target.exists() and any(target.iterdir()):
        sys.exit(f'"{target}" is not empty. Name a folder that is not there yet.')
    try:
        outlast = install(target)
    except subprocess.CalledProcessError:
        sys.exit("The wheels could not be installed; pip says why above.")
    print(f"Installed. Say: {outlast} run")


if __name__ == "__main__":
    main()
