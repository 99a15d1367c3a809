"""The user's own settlements: a folder for each shipped contest, which lies over it by default."""

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from outlast.errors import InputError, Problems
from outlast.policy.settlement import Settlement, Settlements
from outlast.reading import expand_home, read_placed, user_path
from outlast.reading.writing import make_folder, write_text
from outlast.scenario.contest import is_shipped

VARIABLE: Final = "OUTLAST_SETTLED"
"""The environment variable that names the folder of all settlements."""

DATA_HOME: Final = "XDG_DATA_HOME"
"""The environment variable that names the folder of the user's data."""

FILE: Final = "policy/settlements.yaml"
"""The file of settlements within a folder that is laid over a contest."""


def settled_folder(contest: Path) -> Path:
    """Return the folder of the user's settlements of a contest; it need not exist."""
    given = os.environ.get(VARIABLE)
    if given:
        return user_path(given) / contest.name
    home = os.environ.get(DATA_HOME)
    data = Path(home) if home else Path(expand_home("~/.local/share"))
    return data / "outlast" / "settled" / contest.name


def with_settled(contest: Path, overlays: Sequence[str | Path]) -> tuple[str | Path, ...]:
    """Return the folders to lay over a contest, with the user's settlements on top.

    They are laid over a shipped contest alone, where there are any, and once.

    Args:
        contest: The folder of the contest.
        overlays: The folders that are laid over it.
    """
    if not is_shipped(contest):
        return tuple(overlays)
    folder = settled_folder(contest)
    if not (folder / FILE).is_file():
        return tuple(overlays)
    if folder.resolve() in {user_path(each).resolve() for each in overlays}:
        return tuple(overlays)
    return (*overlays, folder)


def read_settlements(contest: Path) -> dict[str, Settlement]:
    """Return the user's settlements of a contest, by switch, whether or not they fit its record.

    Raises:
        InputError: Their file cannot be read.
    """
    file = settled_folder(contest) / FILE
    if not file.is_file():
        return {}
    problems = Problems()
    read = read_placed(file, "settlements", Settlements, problems)
    problems.stop_if_any(InputError)
    return dict(read[0].settlements) if read else {}


def write_settlements(contest: Path, settlements: Mapping[str, Settlement]) -> Path:
    """Write the user's settlements of a contest, whole or not at all; return their file.

    Without any settlement the file is deleted.

    Raises:
        WriteError: The system refuses.
    """
    file = settled_folder(contest) / FILE
    if not settlements:
        file.unlink(missing_ok=True)
        return file
    lines = ["format: outlast/settlements/1", "settlements:"]
    for name, each in sorted(settlements.items()):
        lines += [f"  {name}:", f"    answer: {_quoted(each.answer)}", f"    on: {each.on}"]
        lines += ["    source:", f"      url: {_quoted(each.source.url)}"]
        lines += [f"      title: {_quoted(each.source.title)}"] if each.source.title else []
        lines += [f"    note: {_quoted(each.note)}"] if each.note else []
    make_folder(file.parent)
    write_text(file, "\n".join(lines) + "\n")
    return file


def _quoted(text: str) -> str:
    """Return a text as a scalar of YAML."""
    return json.dumps(text, ensure_ascii=False)
