"""Listed codes: the codes of goods that the rules of a record name, on whatever day."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from outlast.facts.listings import bare
from outlast.policy.code_list import ListedCodes
from outlast.policy.match import Match
from outlast.policy.reaching import kept
from outlast.policy.scope import Scope
from outlast.policy.shipment import Attribute, Codes
from outlast.policy.timeline import Timeline

HARMONISED: Final = 6
"""The digits of a customs code that the tariffs of all countries share."""


def listed_goods(timeline: Timeline) -> tuple[tuple[str, ListedCodes], ...]:
    """Return the codes that each paragraph of a record lists, with the side whose rule it is."""
    return kept(timeline, "listed goods", lambda: tuple(_goods(timeline)))


def _goods(timeline: Timeline) -> Iterator[tuple[str, ListedCodes]]:
    for measure in timeline.measures.values():
        for scope in measure.scopes:
            if scope.goods is not None:
                yield measure.side, scope.goods


def lists(goods: ListedCodes, codes: Codes) -> bool:
    """Return whether a code of a control list lies on a listed line, above or beneath it."""
    return any(
        bare(listed).startswith(bare(code)) or bare(code).startswith(bare(listed))
        for kind in ("control_codes", "eccn")
        for code in getattr(codes, kind)
        for listed in getattr(goods, kind)
    )


def kinds_listed(codes: Codes, timeline: Timeline) -> tuple[str, ...]:
    """Return the kinds of goods that lists name for codes on or under their lines; else none."""

    def found() -> tuple[str, ...]:
        goods = [each for _, each in listed_goods(timeline) if each.kinds]
        own = {kind for each in goods if each.catch(codes) is Match.YES for kind in each.kinds}
        return tuple(sorted(own))

    return kept(timeline, ("kinds listed", codes), found)


def left_out(codes: Codes, timeline: Timeline) -> tuple[str, ...]:
    """Return the codes under stated headings that a list with these headings leaves out."""
    return tuple(
        dict.fromkeys(
            spared
            for _, goods in listed_goods(timeline)
            for spared in goods.except_eccn
            for code in codes.eccn
            if bare(spared).startswith(bare(code)) and bare(spared) != bare(code)
        )
    )


def has_unlisted_code(codes: Codes, timeline: Timeline) -> bool:
    """Return whether codes of control lists are stated of which no rule lists one."""
    if not (codes.control_codes or codes.eccn):
        return False
    return kept(
        timeline,
        ("unlisted", codes),
        lambda: not any(lists(goods, codes) for _, goods in listed_goods(timeline)),
    )


def with_near_lines(codes: Codes, group: Attribute | None, timeline: Timeline) -> Codes:
    """Return codes with the listed lines on which goods may lie that a reader names by one.

    A code on or under a listed line is the exporter's own. Any other may be of another country's
    tariff: with a listed line it then agrees in the harmonised six digits alone. Where no such line
    may hold goods of the stated group, they may lie on any line that a rule on this group lists.

    Args:
        codes: The codes that the reader states.
        group: The group of the goods, if the reader states one.
        timeline: The record.
    """

    def found() -> tuple[str, ...]:
        lines = _export_lines(timeline)
        given = codes.bare[0]
        long = tuple(line for line in lines if len(line) > HARMONISED)
        if not given or any(code.startswith(long) for code in given):
            return ()
        six = {line for line in lines if any(agrees_in_six(code, line) for code in given)}
        own = {group.casefold()} if isinstance(group, str) else set[str]()
        if not any(own <= lines[line] or not lines[line] for line in six):
            six |= {line for line, groups in lines.items() if own & groups}
        return tuple(sorted(six))

    return replace(codes, near=kept(timeline, ("near lines", codes, group), found))


def agrees_in_six(code: str, line: str) -> bool:
    """Return whether a code and a line, without dots, share six digits and both have more."""
    longer = len(code) > HARMONISED < len(line)
    return longer and code[:HARMONISED] == line[:HARMONISED]


def _export_lines(timeline: Timeline) -> Mapping[str, frozenset[str]]:
    """Return each line of a tariff that a rule on exports lists, with the groups it asks for.

    Rules on imports, and duties, list lines of the importer's tariff.
    """

    def found() -> dict[str, frozenset[str]]:
        lines: dict[str, frozenset[str]] = {}
        for measure in timeline.measures.values():
            of_importer = measure.instrument.is_duty or measure.reach.imports_into
            for scope in () if of_importer else measure.scopes:
                groups = frozenset(_groups(scope))
                for line in scope.goods.bare[0] if scope.goods is not None else ():
                    lines[line] = lines.get(line, frozenset()) | groups
        return lines

    return kept(timeline, "export lines", found)


def _groups(scope: Scope) -> Iterator[str]:
    """Yield the groups of which a scope asks that the goods be one."""
    for test in scope.tests:
        if test.attribute == "group":
            yield from test.folded
            if isinstance(test.is_, str):
                yield test.is_.casefold()


def foreign_words(item: str, codes: Codes) -> str | None:
    """Return in words how a code that is on no line of the exporter's relates to listed lines."""
    if not codes.near:
        return None
    told = f"{item} is on none of the exporter's lines that rules list"
    six = [line for line in codes.near if any(agrees_in_six(code, line) for code in codes.bare[0])]
    if six:
        return f"{told}; in six digits it agrees with {len(six)} of them: {', '.join(six)}"
    return f"{told}; {len(codes.near)} of them stand in rules that name the stated group"
