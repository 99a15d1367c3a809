"""Listed codes: the codes of goods that the rules of a record name, on whatever day."""

from collections.abc import Iterator

from outlast.facts.listings import bare
from outlast.policy.code_list import ListedCodes
from outlast.policy.match import Match
from outlast.policy.reaching import kept
from outlast.policy.shipment import Codes
from outlast.policy.timeline import Timeline


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
