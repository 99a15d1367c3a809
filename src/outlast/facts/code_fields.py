"""Fields that hold codes of customs tariffs and of control lists, checked where a file is read."""

from typing import Annotated, TypeAlias

from pydantic import AfterValidator

from outlast.facts.listings import entries, is_list_code, is_tariff_code


def _tariff(text: str) -> str:
    if not is_tariff_code(text):
        raise ValueError(
            f'"{text}" is not a customs code. | Write 2 to 12 digits in quotes: "2804.29".'
        )
    return text


def _listed(text: str) -> str:
    if not is_list_code(text):
        raise ValueError(
            f'"{text}" is not a code of a control list. '
            "| Write letters and digits as the list prints them: 3A090.a"
        )
    return text


TariffCode: TypeAlias = Annotated[str, AfterValidator(_tariff)]
"""A code of a customs tariff."""

ListCode: TypeAlias = Annotated[str, AfterValidator(_listed)]
"""A code of a control list."""


def _each(text: str) -> str:
    if not all(entries(text)):
        raise ValueError(f'"{text}" has an empty entry. | Delete the semicolon too many.')
    return text


def _each_tariff(text: str) -> str:
    for code in entries(_each(text)):
        _tariff(code)
    return text


def _each_listed(text: str) -> str:
    for code in entries(_each(text)):
        _listed(code)
    return text


Entries: TypeAlias = Annotated[str, AfterValidator(_each)]
"""A cell with several texts, parted by semicolons."""

TariffCodes: TypeAlias = Annotated[str, AfterValidator(_each_tariff)]
"""A cell with codes of a customs tariff, parted by semicolons."""

ListCodes: TypeAlias = Annotated[str, AfterValidator(_each_listed)]
"""A cell with codes of a control list, parted by semicolons."""
