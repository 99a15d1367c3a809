"""Conditions of a screening in the reader's language, and the names of its things."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from outlast.api.library import Library
from outlast.policy import ATTRIBUTES
from outlast.policy.coverage import Area, RecordCoverage
from outlast.policy.listed_parties import HitArea
from outlast.present.display.voice import Voice
from outlast.present.display.words import with_words
from outlast.world import Item, Product
from outlast.world.items import named_items

SIGNS: Final = {">=": "≥", ">": ">", "<=": "≤", "<": "<"}
"""The signs of comparisons, as readers write them."""

OPPOSITES: Final = {">=": "<", ">": "<=", "<=": ">", "<": ">="}
"""The sign of the contrary of a comparison."""

SPELLED: Final = {name.replace("_", " "): name for name in ATTRIBUTES}
"""The attributes by the way in which conditions spell them."""

ITEM_IS: Final = "the item is "
"""The beginning of a condition that names an item."""

_NAMES: Final = "|".join(sorted(map(re.escape, SPELLED), key=len, reverse=True))
_COMPARED: Final = re.compile(rf"({_NAMES}) (>=|>|<=|<) (\S+)")
_TRUE: Final = re.compile(rf"(not )?({_NAMES})")
_IS: Final = re.compile(rf"({_NAMES}) (?:is|one of) (.+)")

_PATTERNS: Final = (
    (
        "foreign",
        re.compile(
            r"(?P<code>.+) is on none of the exporter's lines that rules list; "
            r"in six digits it agrees with (?P<n>\d+) of them: (?P<lines>.+)"
        ),
    ),
    (
        "foreign-group",
        re.compile(
            r"(?P<code>.+) is on none of the exporter's lines that rules list; "
            r"(?P<n>\d+) of them stand in rules that name the stated group"
        ),
    ),
    ("no-code", re.compile(r"its full code lies under no listed code")),
    ("code", re.compile(r"its full code lies under (?P<name>.+)")),
    ("receiver", re.compile(r"the receiver is (?P<name>.+)")),
    ("sender", re.compile(r"the sender is (?P<name>.+)")),
    ("maker", re.compile(r"(?P<name>.+) makes it")),
    ("owner", re.compile(r"the owner (?P<given>.+) is (?P<name>.+)")),
    ("seat", re.compile(r"the receiver's ultimate parent sits in (?P<country>[A-Z]{2})")),
    ("item", re.compile(r"the item is (?P<item>.+)")),
    ("other", re.compile(r"it is something else under (?P<name>.+)")),
    ("made", re.compile(r"it was made in (?P<place>.+)")),
    ("no-item", re.compile(r'"(?P<name>.+)" is not an item of this record')),
    ("from", re.compile(r"the country of export is not known")),
    ("numbers", re.compile(r"its numbers are as stated")),
    ("owned", re.compile(r"listed parties own the receiver to the share that the rule names")),
)
"""The conditions that name no attribute, by the key of their words."""


def record_words(voice: Voice) -> Voice:
    """Return a voice with the words of screenings as well."""
    return with_words(voice, "outlast.api")


@dataclass(frozen=True, eq=False)
class ScreeningVoice:
    """A language in which a screening is shown, with the names of a record."""

    library: Library
    voice: Voice

    @cached_property
    def _titled(self) -> dict[str, Item]:
        return {item.title: item for item in self.library.items.values()}

    @cached_property
    def _codes(self) -> dict[str, str]:
        return {name: code for code, name in self.library.countries.items()}

    @property
    def coverage(self) -> RecordCoverage:
        """How far the record reaches."""
        return self.library.timeline.coverage

    @cached_property
    def _areas(self) -> dict[str, str]:
        return {area.title: key for key, area in self.coverage.areas.items()}

    @cached_property
    def _reasons(self) -> dict[str, str]:
        return {area.why: key for key, area in self.coverage.areas.items()}

    @property
    def countries(self) -> list[str]:
        """The names of all countries."""
        return sorted(self.country(code) for code in self.library.countries)

    def country(self, code: str) -> str:
        """Return the name of a country."""
        row = self.library.countries.rows.get(code)
        if row is None:
            return code
        return (row.zh or row.name) if self.voice.language == "zh" else row.name

    def item(self, item: Item) -> str:
        """Return the title of an item; in Chinese with the Chinese name of a product."""
        own = next((name for name in item.names if not name.isascii() and _has_han(name)), None)
        if self.voice.language != "zh" or own is None or not isinstance(item, Product):
            return item.title
        return self.voice.say("screening.item-named", own=own, title=item.title)

    def own_name(self, item: Item) -> str:
        """Return a name that belongs to an item alone, its title first."""
        names = (item.title, *item.names)
        alone = (name for name in names if named_items(name, self.library.items) == (item,))
        return next(alone, item.title)

    def titled(self, title: str) -> str:
        """Return the title of an item that is known by its own title."""
        found = self._titled.get(title)
        return self.item(found) if found else title

    def area(self, area: Area) -> str:
        """Return the title of an area of law, or of what a file of parties leaves open."""
        if isinstance(area, HitArea):
            return self._hit(area)
        file, key = self.library.timeline.parties, self._areas.get(area.title)
        if key is None and file is not None and area.lists:
            lists = self.voice.say("list.comma").join(map(self.party_list, area.lists))
            return self.voice.say("screening.lists-lacking", file=file.file, lists=lists)
        return self.voice.name("area", key or "", " ".join(area.title.split()))

    def party_list(self, key: str) -> str:
        """Return the title of a party list."""
        return self.voice.name("list", key, self.coverage.party_lists[key].title)

    def reach(self, area: Area) -> str:
        """Return how far the record holds an area of law, with the reason."""
        file = self.library.timeline.parties
        if isinstance(area, HitArea) and file is not None:
            place = {"file": file.file, "line": f"{area.line}", "day": file.on}
            place |= {"digest": file.digest, "name": area.party, "reference": area.reference}
            return self.voice.say("screening.hit-place", **place).strip()
        why = " ".join(area.why.split())
        return self.voice.name("reach", self._reasons.get(area.why, ""), why)

    def searched(self, key: str) -> tuple[str, str]:
        """Return the aim of a search for what the record lacks, and its result."""
        search, name = self.coverage.searches[key], self.voice.name
        return (
            name("looked-for", key, " ".join(search.looked_for.split())),
            name("found", key, " ".join(search.result.split())),
        )

    def _hit(self, area: HitArea) -> str:
        """Return the title of the rule behind a name on a list of the reader's file."""
        say, told = self.voice.say, {"list": area.on_list, "name": area.query}
        if area.likeness is None:
            title = say("screening.hit", **told)
        else:
            title = say("screening.hit-alike", **told, score=f"{area.likeness:.0f}")
        return say("screening.fact", name=title, value=area.said) if area.said else title

    def attribute(self, name: str) -> str:
        """Return the name of an attribute."""
        key = f"attribute.{name}"
        return self.voice.say(key) if key in self.voice.messages else name.replace("_", " ")

    def condition(self, condition: str, *, holds: bool = True) -> str:
        """Return a condition in words, or its contrary; one of an unknown form as it stands."""
        if holds:
            return next(self._words(condition), condition)
        contrary = _contrary(condition)
        if contrary is not None:
            return self.condition(contrary)
        return self.voice.say("condition.not", condition=self.condition(condition))

    def _words(self, condition: str) -> Iterator[str]:
        """Yield the words of a condition, if its form is known."""
        say = self.voice.say
        compared = [_COMPARED.fullmatch(each) for each in condition.split(" and ")]
        bounds = [match for match in compared if match is not None]
        if bounds and len(bounds) == len(compared):
            name = self.attribute(SPELLED[bounds[0][1]])
            signs = [f"{SIGNS[match[2]]} {float(match[3]):,.10g}" for match in bounds]
            yield say("condition.compared", name=name, bounds=say("list.comma").join(signs))
        elif truth := _TRUE.fullmatch(condition):
            answer = say("word.no" if truth[1] else "word.yes")
            yield say("condition.is", name=self.attribute(SPELLED[truth[2]]), value=answer)
        elif value := _IS.fullmatch(condition):
            yield say("condition.is", name=self.attribute(SPELLED[value[1]]), value=value[2])
        else:
            yield from self._patterned(condition)

    def _patterned(self, condition: str) -> Iterator[str]:
        """Yield the words of a condition that names no attribute, if its form is known."""
        named: dict[str, Callable[[str], str]] = {
            "country": self.country,
            "place": lambda text: self.country(self._codes.get(text, text)),
            "item": self.titled,
        }
        for key, pattern in _PATTERNS:
            match = pattern.fullmatch(condition)
            if match is not None:
                given = {
                    name: named[name](text) if name in named else text
                    for name, text in match.groupdict().items()
                }
                yield self.voice.say(f"condition.{key}", **given)
                return


def _contrary(condition: str) -> str | None:
    """Return the contrary of a condition, where one of the same form says it."""
    compared, truth = _COMPARED.fullmatch(condition), _TRUE.fullmatch(condition)
    if compared is not None:
        return f"{compared[1]} {OPPOSITES[compared[2]]} {compared[3]}"
    if truth is not None:
        return truth[2] if truth[1] else f"not {truth[2]}"
    return None


def _has_han(text: str) -> bool:
    """Return whether a text has a Chinese character."""
    return any("\u4e00" <= each <= "\u9fff" for each in text)
