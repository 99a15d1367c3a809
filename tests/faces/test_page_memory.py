"""The memory of the page: bytes that caches hold are bounded, and the first screen loads little."""

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from outlast.engine.compiled.run import never_cancel
from outlast.web import work as made
from outlast.web.cache import Cache
from outlast.web.requests import Page
from outlast.web.work import Work

VALUES = (0.1, 0.2, 0.3, 0.4, 0.5)


def test_a_cache_drops_what_is_beyond_its_bytes() -> None:
    cache = Cache[NDArray[np.int8]](10, lambda array: array.nbytes, 100)
    for key in "abc":
        cache.get(key, lambda: np.zeros(40, np.int8))
    assert cache.nbytes == 80
    assert cache.find("a") is None
    assert cache.find("b") is not None
    assert cache.find("c") is not None


def test_a_cache_keeps_one_entry_however_large() -> None:
    cache = Cache[NDArray[np.int8]](10, lambda array: array.nbytes, 100)
    cache.get("small", lambda: np.zeros(10, np.int8))
    cache.get("large", lambda: np.zeros(400, np.int8))
    assert cache.find("small") is None
    assert cache.find("large") is not None


def test_a_cache_weighs_what_grows_while_it_is_kept() -> None:
    cache = Cache[bytearray](10, len, 100)
    for key in "ab":
        cache.get(key, lambda: bytearray(40))
    cache.get("b", bytearray).extend(bytes(80))
    assert cache.find("a") is not None
    cache.get("b", bytearray)
    assert cache.find("a") is None
    assert cache.nbytes == 120


@pytest.mark.parametrize("budget", ["RESULTS_BYTES", "FIRSTS_BYTES", "MOVING_BYTES"])
def test_settings_of_an_hour_keep_to_the_stated_bytes(
    budget: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def held(work: Work) -> tuple[int, int]:
        """Ask for answers at many settings; return the most bytes kept, and those of the first."""
        most = one = 0
        state = Page("lilliput", 8, None, work).default
        lever = next(iter(work.situation("lilliput").priors))
        low, high = 0.2, 0.8
        for number, share in enumerate(VALUES):
            there = replace(state, values={lever: low + share * (high - low)})
            work.results(there, never_cancel)
            work.moved(replace(there, futures=8 + number % 3), never_cancel)
            most = max(most, work.kept_bytes[budget])
            one = one or work.kept_bytes[budget]
        return most, one

    most, one = held(Work())
    assert most > 2 * one
    monkeypatch.setattr(made, budget, 2 * one + one // 2)
    bounded, _ = held(Work())
    assert one <= bounded <= 2 * one + one // 2


def test_the_first_screen_needs_no_compiler() -> None:
    code = """
import sys
from fastapi.testclient import TestClient
from outlast.web.app import make_app
page = TestClient(make_app("today"), base_url="http://127.0.0.1").get("/")
assert page.status_code == 200, page.status_code
heavy = {"numba", "llvmlite", "scipy", "altair", "vl_convert", "pandas"}
print(*sorted(heavy & set(sys.modules)))
"""
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not told.stdout.strip()
