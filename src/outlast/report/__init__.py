"""The report: the whole answer, its reasons, evidence and limits, as one HTML or PDF file."""
