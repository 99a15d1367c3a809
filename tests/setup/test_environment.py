"""The settings on certificates for uv and pip, and the cases in which they receive none."""

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from setup import environment
from setup.environment import (
    SetupError,
    authorities,
    fetch_pip,
    store,
    trust_of_pip,
    trust_of_uv,
)

PIP = (sys.executable, "-m", "pip")


@pytest.fixture
def bundle(tmp_path: Path) -> str:
    file = tmp_path / "authorities.pem"
    file.write_text("-----BEGIN CERTIFICATE-----", encoding="utf-8")
    return str(file)


def speaking(words: str, folder: Path) -> str:
    """Return a uv that knows these words."""
    program = folder / "uv"
    program.write_text(f"#!/bin/sh\necho '{words}'\n", encoding="utf-8")
    program.chmod(0o755)
    return str(program)


def told_by_pip(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let pip print a configuration."""

    def config(*_: object, **__: object) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess([], 0, stdout=text)

    monkeypatch.setattr(environment.subprocess, "run", config)


def test_the_first_store_that_holds_something(bundle: str, tmp_path: Path) -> None:
    (tmp_path / "empty.pem").touch()
    assert store((str(tmp_path / "none.pem"), str(tmp_path / "empty.pem"), bundle)) == bundle
    assert store((str(tmp_path / "none.pem"),)) is None


def test_a_named_file_comes_before_the_store(bundle: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "store", lambda: "/some/store.pem")
    assert authorities({}) == "/some/store.pem"
    assert authorities({"SSL_CERT_FILE": bundle}) == bundle


def test_pip_is_told_of_the_file(bundle: str, monkeypatch: pytest.MonkeyPatch) -> None:
    told_by_pip("global.index-url='https://pypi.org/simple'\n", monkeypatch)
    assert trust_of_pip(PIP, {"SSL_CERT_FILE": bundle}) == {"PIP_CERT": bundle}


@pytest.mark.parametrize(
    ("line", "more"),
    [
        ("global.cert='/own.pem'", {}),
        ("install.cert='/own.pem'", {}),
        ("", {"PIP_CERT": "/own.pem"}),
    ],
)
def test_what_pip_was_told_before_stands(
    line: str, more: dict[str, str], bundle: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    told_by_pip(f"{line}\n", monkeypatch)
    assert trust_of_pip(PIP, {"SSL_CERT_FILE": bundle, **more}) == {}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("--system-certs", {"UV_SYSTEM_CERTS": "true"}),
        ("--native-tls", {"UV_NATIVE_TLS": "true"}),
        ("--frozen", {}),
    ],
)
def test_uv_is_told_in_the_words_that_it_knows(
    words: str, told: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(environment, "store", lambda: "/some/store.pem")
    assert trust_of_uv(speaking(words, tmp_path), {}) == told


@pytest.mark.parametrize("name", ["UV_SYSTEM_CERTS", "UV_NATIVE_TLS"])
def test_what_uv_was_told_before_stands(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(environment, "store", lambda: "/some/store.pem")
    assert trust_of_uv(speaking("--system-certs", tmp_path), {name: "false"}) == {}


def test_uv_is_not_sent_to_a_store_that_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(environment, "store", lambda: None)
    monkeypatch.setattr(environment.sys, "platform", "linux")
    assert trust_of_uv(speaking("--system-certs", tmp_path), {}) == {}


@pytest.mark.parametrize("digest", [hashlib.sha256(b"pip").hexdigest(), "0" * 64])
def test_only_the_pip_of_the_lock_file_is_taken(
    digest: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(environment, "VENV", tmp_path / "venv")
    (tmp_path / "venv").mkdir()
    (tmp_path / "pip-1.whl").write_bytes(b"pip")
    address = (tmp_path / "pip-1.whl").as_uri()
    lock = tmp_path / "uv.lock"
    wheel = f'{{ url = "{address}", hash = "sha256:{digest}" }}'
    lock.write_text(f'[[package]]\nname = "pip"\nwheels = [{wheel}]\n', encoding="utf-8")
    if digest == "0" * 64:
        with pytest.raises(SetupError, match=r"is not the pip of uv\.lock"):
            fetch_pip(lock)
    else:
        assert fetch_pip(lock) == tmp_path / "venv" / "pip-1.whl" / "pip"
        assert (tmp_path / "venv" / "pip-1.whl").read_bytes() == b"pip"
