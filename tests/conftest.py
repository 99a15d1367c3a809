"""Every test reads the record as it is shipped: a user's own settlements are out of reach."""

import os
from tempfile import TemporaryDirectory

_EMPTY = TemporaryDirectory(prefix="outlast-settled-")
os.environ["OUTLAST_SETTLED"] = _EMPTY.name
