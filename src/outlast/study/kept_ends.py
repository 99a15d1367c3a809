"""Kept ends: which side breaks first at each stop of a lever, so that no stop is run twice.

They lie in the private cache under a hash of all that they depend on: the code of this program and
the machine code of its engine, the plan, and the draws of the futures with no lever moved.
"""

import io
from hashlib import sha256
from typing import Final

import numpy as np

from outlast.engine.arrays import Reals
from outlast.engine.compiled.run import values_of
from outlast.ensemble.rerun import Rerun
from outlast.reading.program import program_code
from outlast.storage import cache as private
from outlast.storage.array_files import UNREADABLE, packed

FORM: Final = "outlast/lever-ends/1"

LeverAt = tuple[str, float]
"""A lever by its key, and the value of a setpoint."""


class KeptEnds:
    """Which side breaks first in each of some futures, by stop: [future, side].

    Args:
        moving: The futures, with no lever moved.
    """

    def __init__(self, moving: Rerun) -> None:
        self.futures = moving.futures
        self.entry = f"levers/{_hash(moving)}"
        self.found = self._read()
        self.new = False

    def __contains__(self, at: LeverAt) -> bool:
        return _name(at) in self.found

    def __getitem__(self, at: LeverAt) -> Reals:
        return self.found[_name(at)]

    def put(self, at: LeverAt, ends: Reals) -> None:
        """Hold the ends at a stop until they are kept."""
        self.found[_name(at)] = ends
        self.new = True

    def keep(self) -> None:
        """Keep all that is held, if any of it is new."""
        if not self.new:
            return
        private.write(self.entry, packed(self.found))
        self.new = False

    def _read(self) -> dict[str, Reals]:
        """Return the ends that are kept, if their file is whole."""
        content = private.read(self.entry)
        if content is None:
            return {}
        try:
            with np.load(io.BytesIO(content), allow_pickle=False) as file:
                found = {name: file[name] for name in file.files}
        except UNREADABLE:
            return {}
        sound = all(each.shape == (self.futures, 2) for each in found.values())
        return found if sound else {}


def _name(at: LeverAt) -> str:
    """Return the name of a stop."""
    return f"{at[0]}={at[1]!r}"


def _hash(moving: Rerun) -> str:
    """Return the hash of all that the ends depend on."""
    from outlast.engine.compiled.machine_code import code_folder  # noqa: PLC0415  loads Numba

    plan, base = moving.plan({}), moving.snapshots.base
    code = f"{program_code()} {code_folder()}"
    found = sha256(f"{FORM} {code} {moving.numbers} {sorted(moving.later.items())}".encode())
    for name, values in plan._asdict().items():
        array = np.ascontiguousarray(values)
        found.update(f"{name} {array.dtype} {array.shape}".encode() + array.tobytes())
    for name, rows in zip(base._fields, base, strict=True):
        array = np.ascontiguousarray(values_of(rows))
        found.update(f"{name} {array.dtype} {array.shape}".encode() + array.tobytes())
    return found.hexdigest()[:32]
