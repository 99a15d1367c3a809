"""What became of a future, from sound to not finite; a higher code replaces a lower one."""

SOUND = 0
COLLAPSED = 1
"""An outcome, not a fault: a site makes next to nothing for half a year under no threat."""
OPEN_BOOKS = 2
NEGATIVE = 3
OUT_OF_RANGE = 4
NOT_FINITE = 5

MEANING = (
    "sound",
    "collapsed",
    "the books do not close",
    "a quantity is negative",
    "a share, level or price is out of range",
    "not finite",
)
"""The codes in words, by number."""
