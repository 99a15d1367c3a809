"""Spelling: the names of parties without the conventions in which spellings of one name differ."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

FORMS: Final = frozenset(
    (
        *("co", "company", "corp", "corporation", "inc", "incorporated", "limited", "ltd", "llc"),
        *("llp", "lp", "plc", "gmbh", "ag", "se", "sa", "nv", "bv", "ab", "oy", "spa", "srl", "kk"),
        *("pte", "pty", "holding", "holdings", "group"),
    )
)
"""Words that state the legal form of a company, and carry no weight."""

LEGAL_FORMS: Final = re.compile(rf"\b({'|'.join(sorted(FORMS))}|kabushiki kaisha)\b")
"""The same in a text, with the form of two words."""

SIGNS: Final = {
    **{code: " " for code in range(128) if not (chr(code).isalnum() or chr(code) in "_ ")},
    ord("."): None,
    ord("'"): None,
    ord("&"): " and ",
}
"""The signs of plain texts, and the spelling of each."""

CHINESE_FORMS: Final = re.compile(
    "(股份有限公司|有限责任公司|集团有限公司|有限公司|控股|集团|公司|株式会社|\\(集团\\))"
)
"""The same in Chinese and Japanese."""


@lru_cache(maxsize=4096)
def normalised(name: str) -> str:
    """Return a name without case, accents, punctuation and legal form.

    >>> normalised("Huawei Technologies Co., Ltd.")
    'huawei technologies'
    >>> normalised("华为技术有限公司")
    '华为技术'
    """
    if name.isascii():
        words = name.casefold().translate(SIGNS).split()
        if "kabushiki" not in words:
            return " ".join(word for word in words if word not in FORMS) or " ".join(words)
    folded = unicodedata.normalize("NFKD", name).casefold().replace("&", " and ")
    folded = "".join(each for each in folded if not unicodedata.combining(each))
    folded = CHINESE_FORMS.sub(" ", folded)
    folded = re.sub(r"[^\w\s]", " ", re.sub("[.'\u2019]", "", folded))
    bare = " ".join(LEGAL_FORMS.sub(" ", folded).split())
    return bare or " ".join(folded.split())
