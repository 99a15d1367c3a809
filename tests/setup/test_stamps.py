"""Each job installs its needs, and hides or removes none of another job; on a toy project."""

from collections.abc import Generator
from pathlib import Path

import pytest

from tests.setup.proxy import Proxy, open_proxy
from tests.setup.toy import HOSTS, UV, Toy, lay_out, needs_tools, registry, through

pytestmark = needs_tools
PATH = f"{Path(UV or '').parent}:/usr/bin:/bin"
"""Here uv is on the path, so that nothing is slow."""


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Generator[Proxy, None, None]:
    with open_proxy(tmp_path_factory.mktemp("proxy"), HOSTS, registry()) as opened:
        yield opened


@pytest.fixture
def toy(proxy: Proxy, tmp_path: Path) -> Toy:
    return lay_out(tmp_path, proxy)


def made(toy: Toy, proxy: Proxy, *targets: str) -> str:
    """Return the output of make, which must succeed."""
    done = toy.make(*targets, path=PATH, **through(proxy))
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


@pytest.mark.parametrize(
    ("target", "brought"),
    [
        ("run", {"core"}),
        ("test", {"core", "dev", "page", "report", "cluster"}),
        ("setup", {"core", "dev", "page", "report", "cluster", "docs", "bundle"}),
        ("docs", {"docs"}),
    ],
)
def test_a_job_installs_what_it_needs(
    target: str, brought: set[str], toy: Toy, proxy: Proxy
) -> None:
    made(toy, proxy, target)
    assert toy.toys() == brought
    assert toy.stamps() == {f".{target}"}


def test_no_job_hides_or_removes_what_another_needs(toy: Toy, proxy: Proxy) -> None:
    made(toy, proxy, "run")
    made(toy, proxy, "test")
    assert toy.toys() == {"core", "dev", "page", "report", "cluster"}
    made(toy, proxy, "setup")
    everything = toy.toys()
    (toy.folder / ".venv" / ".run").unlink()
    made(toy, proxy, "run", "docs")
    assert toy.toys() == everything
    assert toy.stamps() == {".run", ".test", ".setup", ".docs"}


def test_what_is_ready_is_left_alone(toy: Toy, proxy: Proxy) -> None:
    assert "Installing" in made(toy, proxy, "run")
    assert made(toy, proxy, "run") == "toy-core was here\n"
    (toy.folder / "uv.lock").touch()
    assert "Installing" in made(toy, proxy, "run")


def test_clean_takes_the_stamps_too(toy: Toy, proxy: Proxy) -> None:
    made(toy, proxy, "run", "test")
    made(toy, proxy, "clean")
    assert toy.toys() == set()
    assert toy.stamps() == set()


def test_no_stamp_for_what_failed_and_the_cure_is_told(toy: Toy, proxy: Proxy) -> None:
    done = toy.make("run", path=PATH, HTTPS_PROXY=proxy.address)
    assert done.returncode != 0
    assert "SSL_CERT_FILE" in done.stderr
    assert "docs/install.md" in done.stderr
    assert toy.stamps() == set()


@pytest.mark.parametrize("python", ["/no/such/python", "/bin/false"])
def test_a_python_that_is_missing_or_too_old_is_told(python: str, toy: Toy) -> None:
    done = toy.make("run", f"PYTHON={python}", path=PATH)
    assert done.returncode != 0
    assert f"make: {python} is not Python 3.11 or newer." in done.stderr + done.stdout
