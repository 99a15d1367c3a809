"""The terminal: one command a file, each read only when it is called."""

from outlast.cli.main import main

__all__ = ["main"]
