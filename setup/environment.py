"""`python -m setup.environment NEEDS`: bring .venv to what a job needs, from the lock file.

NEEDS are words of `uv sync`. Nothing that another job put into .venv is removed. Where no uv is on
the path, pip puts one into .venv; where Python has no pip, the one that uv.lock names is fetched.
All of them trust the authorities that this machine trusts, so that a proxy with certificates of its
own is no obstacle.
"""

import hashlib
import os
import shutil
import ssl
import subprocess
import sys
import tomllib
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Final
from urllib.request import urlopen

VENV: Final = Path(".venv")
BIN: Final = VENV / ("Scripts" if os.name == "nt" else "bin")
STORES: Final = (
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
)
"""Where Debian, Fedora, SUSE, and Alpine with the BSDs keep the authorities that they trust."""
SWITCHES: Final = {"--system-certs": "UV_SYSTEM_CERTS", "--native-tls": "UV_NATIVE_TLS"}
"""Variables that make uv read the system's certificates: the present name and the former one."""
NETWORK: Final = (
    "Check the network. Behind a proxy set HTTPS_PROXY, and SSL_CERT_FILE if the proxy has "
    "certificates of its own that this machine does not know yet (docs/install.md). Then say the "
    "same again."
)


class SetupError(Exception):
    """A reason for which .venv is not ready, with its cure."""


def store(stores: Sequence[str] = STORES) -> str | None:
    """Return the system's file of authorities, or nothing if the system has none."""
    return next(
        (file for file in stores if Path(file).is_file() and Path(file).stat().st_size), None
    )


def authorities(environment: Mapping[str, str]) -> str | None:
    """Return the file of authorities to trust: the one named, the system's, or Python's own."""
    named = environment.get("SSL_CERT_FILE")
    return named or store() or ssl.get_default_verify_paths().cafile


def trust_of_pip(pip: Sequence[str | Path], environment: Mapping[str, str]) -> dict[str, str]:
    """Return the options on certificates for pip, which before 24.2 knows only its own list."""
    told = subprocess.run([*pip, "config", "list"], capture_output=True, text=True, check=False)
    configured = any(line.partition("=")[0].endswith(".cert") for line in told.stdout.splitlines())
    file = authorities(environment)
    if "PIP_CERT" in environment or configured or file is None:
        return {}
    return {"PIP_CERT": file}


def trust_of_uv(uv: str, environment: Mapping[str, str]) -> dict[str, str]:
    """Return the variables on certificates for uv, which by itself knows only its own list."""
    kept = sys.platform in {"darwin", "win32"} or store() is not None
    if not kept or any(name in environment for name in SWITCHES.values()):
        return {}  # uv with an empty store does not even start
    told = subprocess.run([uv, "sync", "--help"], capture_output=True, text=True, check=False)
    name = next((name for word, name in SWITCHES.items() if word in told.stdout), None)
    return {name: "true"} if name else {}


def find_uv() -> str:
    """Return the uv on the path, else the one in .venv, which is put there if need be."""
    found = shutil.which("uv") or shutil.which("uv", path=str(BIN))
    if found:
        return found
    pip = make_venv()
    words = ("install", "--quiet", "--disable-pip-version-check", "uv>=0.8")
    trusting = {**os.environ, **trust_of_pip(pip, os.environ)}
    if subprocess.run([*pip, *words], env=trusting, check=False).returncode:
        raise SetupError(f"uv could not be installed from the package registry. {NETWORK}")
    return str(BIN / "uv")


def make_venv() -> list[str | Path]:
    """Make .venv and return the words that call its pip."""
    ensurepip = find_spec("ensurepip")  # Debian's Python leaves it out
    has_pip = ensurepip is not None and ensurepip.origin is not None
    words = ["-m", "venv", *([] if has_pip else ["--without-pip"]), VENV]
    if subprocess.run([sys.executable, *words], check=False).returncode:
        raise SetupError(f"{sys.executable} cannot make an environment. Is {VENV} writable?")
    return [BIN / "python", *(["-m", "pip"] if has_pip else [fetch_pip(Path("uv.lock"))])]


def fetch_pip(lock: Path) -> Path:
    """Fetch the wheel of pip that the lock file names, and return the command that runs it."""
    packages = tomllib.loads(lock.read_text(encoding="utf-8"))["package"]
    wheel = next(each for each in packages if each["name"] == "pip")["wheels"][0]
    try:
        with urlopen(wheel["url"]) as answer:  # noqa: S310  an https address of the lock file
            content: bytes = answer.read()
    except OSError as failure:
        raise SetupError(f"pip could not be fetched: {failure}. {NETWORK}") from failure
    if f"sha256:{hashlib.sha256(content).hexdigest()}" != wheel["hash"]:
        raise SetupError(f"what came from {wheel['url']} is not the pip of uv.lock. {NETWORK}")
    file = VENV / Path(wheel["url"]).name
    file.write_bytes(content)
    return file / "pip"


def surroundings(uv: str) -> dict[str, str]:
    """Return the environment variables that uv runs with."""
    return {**os.environ, **trust_of_uv(uv, os.environ), "UV_PROJECT_ENVIRONMENT": str(VENV)}


def sync(needs: Sequence[str]) -> None:
    """Install into .venv what the lock file holds for `needs`, and remove nothing."""
    uv = find_uv()
    python = BIN / "python"
    words = ["sync", "--frozen", "--inexact", "--quiet", "--python"]
    chosen = python if python.exists() else sys.executable
    done = subprocess.run([uv, *words, chosen, *needs], env=surroundings(uv), check=False)
    if done.returncode:
        raise SetupError(f"the locked packages could not be installed. {NETWORK}")


def main() -> int:
    """Bring .venv to what the command line names, and return the exit code."""
    print(f"Installing into {VENV}, from uv.lock; this is done once.", file=sys.stderr)
    try:
        sync(sys.argv[1:])
    except SetupError as problem:
        print(f"make: {problem}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
