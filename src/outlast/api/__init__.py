"""What outlast offers to a program: the record, the facts, and what they say of a shipment."""

from outlast.api.library import Library, library

__all__ = ["Library", "library"]
