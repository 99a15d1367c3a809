"""The extra `cluster`: its libraries are imported when needed, or named with their cure."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Final

from outlast.errors import InputError

INSTALL: Final = "Install it: pip install 'outlast[cluster]'"


@contextmanager
def importing() -> Generator[None, None, None]:
    """Import libraries of the extra.

    Raises:
        InputError: One is not installed; the cure is the command that installs it.
    """
    try:
        yield
    except ModuleNotFoundError as lacking:
        what = f'running beyond this process needs "{lacking.name}", of the extra cluster.'
        raise InputError.of(what, INSTALL) from lacking
