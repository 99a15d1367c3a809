"""The layout of a contest's folder: the files that its parts read, and those that none reads."""

from collections.abc import Iterator
from fnmatch import fnmatchcase
from hashlib import sha256
from pathlib import Path
from typing import Final

from outlast.errors import Problem, nearest
from outlast.reading import Layers, layered, named

FILES: Final = (
    *("contest.yaml", "countries.csv", "conduct.yaml", "sets.yaml", "backtest.yaml"),
    *("moves.yaml", "published.yaml", "sensitivity.yaml", "names.en.yaml", "names.zh.yaml"),
    *("names-*.en.yaml", "names-*.zh.yaml"),
    *("bridge.yaml", "economy.yaml", "economy/*.npz", "economy/*.csv", "economy/*.xlsx"),
    *("exposure.yaml", "leverage.yaml"),
    "hits.yaml",
    *("weights.yaml", "non-events.yaml"),
    *("sources/*.yaml", "facts/*.csv", "observed/*.csv", "items/*.csv", "world/*.yaml"),
    *("policy/sides.yaml", "policy/groups.yaml", "policy/switches.yaml", "policy/coverage.yaml"),
    "policy/settlements.yaml",
    "economy/*-inputs.yaml",
    *("policy/context-*.csv", "policy/*/*.yaml"),
    *("priors/*.yaml", "scenarios/*.yaml", "episodes/*.yaml", "claims/*.yaml"),
)
"""The files that the parts of a contest read, as patterns of their paths."""

READ_LATER: Final = (
    *("backtest.yaml", "weights.yaml", "non-events.yaml"),
    *("economy.yaml", "economy/*.npz", "economy/*.csv", "economy/*.xlsx"),
    *("economy/*-inputs.yaml", "exposure.yaml"),
)
"""The files that a run reads after its futures: for their weights, and for their cost."""

BESIDE: Final = ("CHECKSUMS", "LICENSE", "NOTICE", "*.md", "*.txt")
"""Files for people, and the list of checksums, which may lie in any folder."""

RENAMED: Final = {"contests.yaml": "sets.yaml", "shipped.yaml": "conduct.yaml"}
"""Names of earlier versions of the layout."""


def files_read_later(layers: Layers) -> dict[Path, str]:
    """Return the SHA-256 of each file that a run reads after its futures, the topmost alone."""
    found: dict[Path, Path] = {}
    for pattern in READ_LATER:
        for number, file in layered(layers, pattern):
            found[file.relative_to(layers[number])] = file
    return {file: sha256(file.read_bytes()).hexdigest() for file in found.values()}


def is_read(path: Path) -> bool:
    """Return whether a part reads the file of a path within a contest's folder."""
    parts = path.parts
    return any(
        len(parts) == len(Path(pattern).parts) and all(map(fnmatchcase, parts, Path(pattern).parts))
        for pattern in FILES
    )


def holds_a_part(folder: Path) -> bool:
    """Return whether a folder holds a file that some part of a contest reads."""
    return any(any(folder.glob(pattern)) for pattern in FILES)


def unread_files(folder: Path) -> Iterator[Problem]:
    """Yield every file that no part reads, with the nearest right name; a folder counts as one.

    Files that begin with a dot, and notes for people, are passed over.
    """
    yield from _unread(folder, Path())


def _unread(folder: Path, within: Path) -> Iterator[Problem]:
    for path in sorted((folder / within).iterdir()):
        part = within / path.name
        if path.name.startswith((".", "__pycache__")):
            continue
        if path.is_dir():
            if _leads_on(part):
                yield from _unread(folder, part)
            else:
                cure = _cure(part, folder=True)
                yield Problem(f"{named(path)}/", 0, "is a folder that no part reads.", cure)
        elif not is_read(part) and not any(fnmatchcase(path.name, each) for each in BESIDE):
            yield Problem(named(path), 0, "is a file that no part reads.", _cure(part))


def _leads_on(folder: Path) -> bool:
    """Return whether some part reads files below a folder."""
    count = len(folder.parts)
    return any(
        len(parts) > count and all(map(fnmatchcase, folder.parts, parts))
        for parts in (Path(pattern).parts for pattern in FILES)
    )


def _cure(part: Path, *, folder: bool = False) -> str:
    """Return the nearest name that a part would read, or all that may stand there."""
    if part.name in RENAMED:
        return f'It is called "{RENAMED[part.name]}" now.'
    place = len(part.parts) - 1
    known = {
        parts[place]
        for parts in (Path(pattern).parts for pattern in FILES)
        if (len(parts) > place + 1) == folder
        and len(parts) > place
        and all(map(fnmatchcase, part.parts[:-1], parts))
    }
    plain = sorted(name for name in known if "*" not in name)
    patterns = sorted(name for name in known if "*" in name)
    close = nearest(part.name.casefold(), plain) if plain else ""
    if close.startswith("Did you mean") or not patterns:
        return close or (f"Known are: {', '.join(plain)}." if plain else "")
    return f"Files here are called {' or '.join([*plain, *patterns])}."
