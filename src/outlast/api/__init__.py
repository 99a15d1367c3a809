"""The interface for programs: the record, the facts, runs and their answers."""

from outlast.api.library import Library, library

__all__ = ["Library", "library"]
