"""What outlast offers to a program: the record, the facts, runs, and what they say."""

from outlast.api.library import Library, library

__all__ = ["Library", "library"]
