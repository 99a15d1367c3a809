"""Set-up behind a proxy with certificates of its own: pip fetches uv, uv the rest, from nothing."""

import os
import subprocess
from collections.abc import Generator, Sequence
from pathlib import Path

import pytest

from setup.environment import store
from tests.setup.proxy import Proxy, open_proxy
from tests.setup.toy import ENSUREPIP, HOSTS, PIP, Toy, lay_out, needs_tools, registry, through

pytestmark = [needs_tools, pytest.mark.slow]
MOUNT = 'mount --bind "$1" "$2" && shift 2 && exec "$@"'


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Generator[Proxy, None, None]:
    with open_proxy(tmp_path_factory.mktemp("proxy"), HOSTS, registry()) as opened:
        yield opened


@pytest.fixture
def toy(proxy: Proxy, tmp_path: Path) -> Toy:
    made = lay_out(tmp_path, proxy)
    proxy.served.clear()
    proxy.refused.clear()
    return made


def instead(file: Path, of: Path) -> Sequence[str | Path]:
    """Return the words before a command that see a file or folder in the place of another."""
    own = ["unshare", "--mount", *(["--map-root-user"] if os.geteuid() else [])]
    words = [*own, "sh", "-c", MOUNT, "sh", file, of.resolve()]
    try:
        subprocess.run([*words, "true"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as failure:
        pytest.skip(f"NO TEST OF ANOTHER SYSTEM: nothing can be replaced here ({failure})")
    return words


def assert_fetched(toy: Toy, proxy: Proxy, done: subprocess.CompletedProcess[str]) -> None:
    """Hold that both pip and uv came through the proxy."""
    assert done.returncode == 0, done.stderr
    assert done.stdout == "toy-core was here\n"
    assert toy.toys() == {"core"}
    assert "/packages/uv-99-py3-none-any.whl" in proxy.served
    assert "/packages/toy_core-1-py3-none-any.whl" in proxy.served
    assert not proxy.refused


def test_an_authority_that_is_named(toy: Toy, proxy: Proxy) -> None:
    assert_fetched(toy, proxy, toy.make("run", **through(proxy)))


def test_an_authority_in_the_system_store(toy: Toy, proxy: Proxy, tmp_path: Path) -> None:
    system = store()
    if system is None:
        pytest.skip("NO TEST OF THE SYSTEM STORE: this system has none in a file")
    known = tmp_path / "store.pem"
    known.write_bytes(Path(system).read_bytes() + proxy.authority.read_bytes())
    before = instead(known, Path(system))
    assert_fetched(toy, proxy, toy.make("run", before=before, HTTPS_PROXY=proxy.address))


def test_a_python_without_pip(toy: Toy, proxy: Proxy, tmp_path: Path) -> None:
    if PIP is None:
        pytest.skip("NO TEST WITHOUT PIP: this Python brings no pip that could be served")
    (tmp_path / "nothing").mkdir()
    before = instead(tmp_path / "nothing", ENSUREPIP)
    assert_fetched(toy, proxy, toy.make("run", before=before, **through(proxy)))
    assert f"/packages/{PIP.name}" in proxy.served


def test_an_authority_that_nobody_knows(toy: Toy, proxy: Proxy) -> None:
    done = toy.make("run", HTTPS_PROXY=proxy.address)
    assert done.returncode != 0
    assert "SSL_CERT_FILE" in done.stderr
    assert proxy.refused
    assert not proxy.served
    assert toy.stamps() == set()
