"""The fields of a question, which the terminal's options, the page's form and its address share."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

from outlast.api import field_texts
from outlast.errors import InputError, Problem, nearest
from outlast.facts.bounds import exact_text
from outlast.policy import ATTRIBUTES, EndUse
from outlast.reading.spreadsheet import decimal_number


class FieldKind(StrEnum):
    """The kind of the value of a field."""

    ITEM = "item"
    COUNTRY = "country"
    DAY = "day"
    CHOICE = "choice"
    TEXT = "text"
    OWNERS = "owners"
    NUMBER = "number"
    TRUTH = "truth"
    RATES = "rates"
    ATTRIBUTES = "attributes"
    ANSWERS = "answers"


class FieldGroup(StrEnum):
    """The part of a question to which a field belongs."""

    SHIPMENT = "shipment"
    PARTIES = "parties"
    NUMBERS = "numbers"
    RECORD = "record"


@dataclass(frozen=True)
class QueryField:
    """One field of a question."""

    key: str
    """Its name as an option without its dashes, and as a key of an address."""

    names: str
    """The field of `ScreeningQuery` that it states, by its alias."""

    kind: FieldKind
    group: FieldGroup
    about: str
    """Its meaning, for the help of the terminal."""

    states: tuple[str, ...] = ()
    """The attributes that a rule may miss, and that the field states."""

    option: str = ""
    """The option in words, where it is not its key with dashes."""

    opposite: bool = False
    """Whether it says the opposite of the field of `ScreeningQuery`."""

    @property
    def words(self) -> str:
        """The option that states it, in words."""
        return self.option or f"--{self.key}"

    @property
    def is_prefix(self) -> bool:
        """Whether its key is followed by a name: `tops.8`, `attribute.node_nm`, `switch.truce`."""
        return self.kind in {FieldKind.RATES, FieldKind.ATTRIBUTES, FieldKind.ANSWERS}


def _field(
    key: str,
    kind: FieldKind,
    group: FieldGroup,
    about: str,
    *states: str,
    **others: Any,  # noqa: ANN401  those of a field
) -> QueryField:
    others.setdefault("names", key.replace("-", "_"))
    return QueryField(key=key, kind=kind, group=group, about=about, states=states, **others)


_SHIPMENT, _PARTIES = FieldGroup.SHIPMENT, FieldGroup.PARTIES
_NUMBERS, _COUNTRY, _TEXT = FieldGroup.NUMBERS, FieldKind.COUNTRY, FieldKind.TEXT
_NUMBER = FieldKind.NUMBER

FIELDS: Final = (
    _field(
        "item",
        FieldKind.ITEM,
        _SHIPMENT,
        "A name, a customs code or a code of a control list.",
        *("item", "code"),
        option="another name",
    ),
    _field("to", _COUNTRY, _SHIPMENT, "Destination, as CN or China; names in Chinese too."),
    _field("on", FieldKind.DAY, _SHIPMENT, "Day of export, as 2025-04-16; today by default."),
    _field("from", _COUNTRY, _SHIPMENT, "Country of export; the maker's by default.", "from"),
    _field("origin", _COUNTRY, _SHIPMENT, "Country in which the item was made.", "made_in"),
    _field("end-use", FieldKind.CHOICE, _SHIPMENT, "End use of the goods."),
    _field(
        "end-user",
        _TEXT,
        _PARTIES,
        "The receiver; names are matched as lists spell them.",
        "end_user",
    ),
    _field("exporter", _TEXT, _PARTIES, "The sender.", "exporter"),
    _field(
        "headquarters",
        _COUNTRY,
        _PARTIES,
        "Country in which the receiver's ultimate parent sits.",
        "headquarters",
    ),
    _field(
        "owner",
        FieldKind.OWNERS,
        _PARTIES,
        "An owner and their share, as 0.5.",
        "owners",
        names="owners",
    ),
    _field(
        "maker", _TEXT, _NUMBERS, "Numbers: the maker, as NVIDIA, or its country, as US.", "maker"
    ),
    _field(
        "tops",
        FieldKind.RATES,
        _NUMBERS,
        "Numbers: dense TOPS or TFLOPS.",
        *("tpp", "bit_tops_2022"),
        names="operations",
        option="--tops and --bits",
    ),
    _field(
        "die",
        _NUMBER,
        _NUMBERS,
        "Numbers: applicable die area, mm2.",
        "performance_density",
        names="die_mm2",
    ),
    _field(
        "memory-bandwidth",
        _NUMBER,
        _NUMBERS,
        "Numbers: memory bandwidth, GB/s.",
        "memory_bandwidth_gb_s",
        names="memory_bandwidth_gb_s",
    ),
    _field(
        "interconnect",
        _NUMBER,
        _NUMBERS,
        "Numbers: rate to other circuits, GB/s.",
        *("interconnect_gb_s", "combined_bandwidth_gb_s"),
        names="interconnect_gb_s",
    ),
    _field(
        "datacenter",
        FieldKind.TRUTH,
        _NUMBERS,
        "Numbers: meant for data centers.",
        "datacenter",
        option="--datacenter or --not-datacenter",
    ),
    _field(
        "planar",
        FieldKind.TRUTH,
        _NUMBERS,
        "Numbers: made on a planar process.",
        "non_planar",
        names="non_planar",
        opposite=True,
    ),
    _field(
        "attribute",
        FieldKind.ATTRIBUTES,
        _NUMBERS,
        "Numbers: any other attribute that a rule tests, as co_packaged=no.",
        names="attributes",
    ),
    _field(
        "switch",
        FieldKind.ANSWERS,
        FieldGroup.RECORD,
        "An answer to an open question of the record.",
        names="set",
        option="--set switch.NAME=ANSWER",
    ),
)
"""The fields of a question, in the order of help."""

BY_KEY: Final[Mapping[str, QueryField]] = {each.key: each for each in FIELDS}
STATED_BY: Final[Mapping[str, QueryField]] = {
    attribute: each for each in FIELDS for attribute in each.states
}
"""The field that states an attribute; every other attribute is stated by its own name."""


def flag_of(attribute: str) -> str:
    """Return the option that states an attribute."""
    if attribute == "code":
        return "the exporter's own code in full"
    found = STATED_BY.get(attribute)
    return found.words if found else f"--attribute {attribute}=VALUE"


def key_of(attribute: str) -> str:
    """Return the key of an address that states an attribute."""
    found = STATED_BY.get(attribute)
    return found.key if found else f"attribute.{attribute}"


def is_key(key: str) -> bool:
    """Return whether a key of an address states a field of a question."""
    return _field_of(key) is not None


def _field_of(key: str) -> QueryField | None:
    """Return the field that a key of an address states, if one does."""
    head, dot, name = key.partition(".")
    found = BY_KEY.get(head)
    return found if found is not None and found.is_prefix == bool(dot and name) else None


def read_fields(texts: Mapping[str, str], today: date) -> dict[str, Any]:
    """Return the fields of `ScreeningQuery` that an address states.

    Args:
        texts: The texts by key; keys of other things are passed over, and so are empty texts.
        today: The day to take where none is given.

    Raises:
        InputError: Texts cannot be read; all of them are named, with the keys as their files.
    """
    found: dict[str, Any] = {"on": today}
    wrong: list[Problem] = []
    for key, text in texts.items():
        field, stated = _field_of(key), text.strip()
        if field is None or not stated:
            continue
        try:
            if field.is_prefix:
                name, value = _named(field, key.partition(".")[2], stated)
                found.setdefault(field.names, {})[name] = value
            else:
                value = _READERS.get(field.kind, str)(stated)
                found[field.names] = not value if field.opposite else value
        except ValueError as refusal:
            what, _, cure = str(refusal).partition(" | ")
            wrong.append(Problem(key, 0, what, cure))
    if wrong:
        raise InputError(wrong)
    if "operations" in found:
        found.setdefault("non_planar", True)
    return found


def _number(text: str) -> float:
    return decimal_number(text, decimal_comma=False)


_READERS: Final[Mapping[FieldKind, Callable[[str], Any]]] = {
    FieldKind.DAY: field_texts.day,
    FieldKind.CHOICE: field_texts.end_use,
    FieldKind.OWNERS: field_texts.owners,
    FieldKind.NUMBER: _number,
    FieldKind.TRUTH: field_texts.truth,
}
"""The reader of each kind of text; every other text is taken as it stands."""


def _named(field: QueryField, name: str, text: str) -> tuple[Any, Any]:
    """Return the name and the value of a field whose key has a name.

    Raises:
        ValueError: They cannot be read.
    """
    if field.kind is FieldKind.RATES:
        if not (name.isascii() and name.isdigit() and len(name) <= 3):  # noqa: PLR2004
            raise ValueError(f'"{name}" is not a bit length. | Write one such as 8: tops.8.')
        return int(name), _number(text)
    if field.kind is FieldKind.ATTRIBUTES:
        if name not in ATTRIBUTES:
            raise ValueError(f'"{name}" is not an attribute. | {nearest(name, list(ATTRIBUTES))}')
        return name, field_texts.attribute(text)
    return name, text


def address_texts(stated: Mapping[str, Any]) -> dict[str, str]:
    """Return the texts by key from which `read_fields` reads the same fields.

    Args:
        stated: The content of a `ScreeningQuery`.
    """
    found: dict[str, str] = {}
    for each in FIELDS:
        value = stated.get(each.names)
        if value is None or value == {}:
            continue
        if each.is_prefix:
            found |= {f"{each.key}.{name}": _text(one) for name, one in value.items()}
        elif each.kind is FieldKind.OWNERS:
            found[each.key] = "; ".join(f"{owner} {_text(share)}" for owner, share in value.items())
        else:
            found[each.key] = _text(not value if each.opposite else value)
    return found


def _text(value: object) -> str:
    """Return a value as its reader reads it; a number keeps all its digits."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return exact_text(value)
    return str(value)


def known_keys() -> Iterator[str]:
    """Yield every key that an address of a question may have; those with a name end in a dot."""
    for each in FIELDS:
        yield f"{each.key}." if each.is_prefix else each.key


END_USES: Final = tuple(use.value for use in EndUse)
"""The end uses that can be chosen."""
