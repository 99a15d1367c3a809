"""The address of a cluster: `local:N` for processes of this machine, or that of a scheduler."""

import re
from dataclasses import dataclass
from typing import Final

from outlast.errors import InputError

LOCAL: Final = re.compile(r"local(?::(?P<count>.*))?", re.ASCII)
SCHEDULER: Final = re.compile(r"(tcp|tls|ws|wss|ucx|inproc)://[^\s/]+(:\d+|/.+)", re.ASCII)
FORMS: Final = 'Write "local:2" for two processes here, or "tcp://HOST:PORT" of a scheduler.'

MOST: Final = 512
"""Processes of a local cluster at the most."""


@dataclass(frozen=True)
class ClusterAddress:
    """An address that was understood."""

    text: str
    processes: int | None
    """Worker processes to start on this machine; None where a scheduler is joined."""


def cluster_address(text: str) -> ClusterAddress:
    """Return an address.

    >>> cluster_address("local:2").processes
    2

    Raises:
        InputError: It is neither form.
    """
    local = LOCAL.fullmatch(text)
    if local is None:
        if SCHEDULER.fullmatch(text):
            return ClusterAddress(text, None)
        raise InputError.of(f'"{text}" is no place to run on.', FORMS)
    count = local["count"] or ""
    if not re.fullmatch(r"\d{1,6}", count, re.ASCII):
        raise InputError.of(f'"{text}" names no number of processes.', FORMS)
    if not 1 <= int(count) <= MOST:
        what = f'"{text}" asks for {int(count)} processes.'
        raise InputError.of(what, f"Ask for 1 to {MOST}, or leave --on out to run in this process.")
    return ClusterAddress(text, int(count))
