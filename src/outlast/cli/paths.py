"""The types of options and arguments that name a path: a `~` at its start is expanded once."""

from pathlib import Path
from typing import Any, Final

import click

from outlast.reading import user_path


class UserPath(click.Path):
    """A path as users type it."""

    def convert(
        self,
        value: Any,  # noqa: ANN401  as click has it
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> Any:  # noqa: ANN401
        """Return the path with its home, checked."""
        return super().convert(user_path(value), param, ctx)


PATH: Final = UserPath(path_type=Path)
"""A path that need not exist."""

FOLDER: Final = UserPath(exists=True, file_okay=False, path_type=Path)
"""A folder that exists."""
