"""The stops of an explorer that are kept: an interrupted file goes on where it was ended."""

import json
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any, Final

from outlast.reading.program import program_code
from outlast.results import Results
from outlast.storage import cache as private
from outlast.storage.strict_json import json_text

FORM: Final = "outlast/explorer-stop/1"


@dataclass(frozen=True)
class ExplorerStop:
    """Everything that the file shows of one run."""

    headline: str
    sentence: str
    change: str
    """The change of each side against the shipped answer; empty for that answer itself."""

    dots: str
    """The dots as SVG."""

    reasons: tuple[tuple[str, str], ...]
    cost: str
    honesty: str
    strip: tuple[tuple[str, str, str], ...]
    """Label, winner, and `one`, `other` or nothing for the side that breaks first."""

    command: str
    """The command that computes the same."""


@dataclass(frozen=True)
class KeptStops:
    """The stops of one answer in one language, in the private cache."""

    base: Results
    """The shipped answer."""

    language: str

    def find(self, key: str) -> ExplorerStop | None:
        """Return the stop of a choice, or None if it is not kept by this very program."""
        content = private.read(self._entry(key))
        if content is None:
            return None
        found: dict[str, Any] = json.loads(content)
        for name in ("reasons", "strip"):
            found[name] = tuple(tuple(cells) for cells in found[name])
        return ExplorerStop(**found)

    def keep(self, key: str, found: ExplorerStop) -> None:
        """Keep the stop of a choice."""
        private.write(self._entry(key), json_text(asdict(found)).encode())

    def _entry(self, key: str) -> str:
        """Return the entry of a choice, whose name tells all that it depends on."""
        parts = (
            FORM,
            program_code(),
            self.base.identity,
            self.base.manifest.command,
            self.language,
        )
        return f"explorer/{sha256(f'{parts} {key}'.encode()).hexdigest()[:32]}"
