"""A small file system for a test that fills it, where the user may mount one."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest


def small_disk(folder: Path, size: str) -> Iterator[Path]:
    """Yield a new folder on a file system of a size, such as 64k; unmount it at the end."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    try:
        mounted = subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        mounted = False
    if not mounted:
        pytest.skip("this user may not mount a small file system")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)
