"""The lines of a screening that cannot be told: what is not known, and the answer in each case."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from outlast.api.condition_words import ITEM_IS as ITEM
from outlast.policy import ATTRIBUTES
from outlast.policy.attribute_values import spelled_out
from outlast.policy.verdict import BranchVerdict, Missing
from outlast.present.display.voice import voice
from outlast.present.licence_words import licence_words

OTHER_ITEM: Final = "it is something else under "
"""The beginning of the condition that goods are no known item."""

NONE: Final = "none of "
"""The beginning of the name of every other kind."""

ANOTHER: Final = "another kind"
"""The words for every other kind."""

KIND: Final = "kind is "
"""The beginning of a condition on the kind of goods."""

CODE: Final = "its full code lies under "
"""The beginning of a condition on the full code of goods."""


def missing_lines(missing: Sequence[Missing]) -> Iterator[str]:
    """Yield each attribute that is not known with all that is tested of it, in a line."""
    tested: dict[str, list[str]] = {}
    for each in missing:
        spelled = each.attribute.replace("_", " ")
        if each.attribute == "item" and each.condition.count(ITEM) > 1:
            tested.setdefault("which of the items below it is", [])
        elif each.attribute == "kind" or (
            each.attribute in ATTRIBUTES and each.condition.startswith(f"{spelled} ")
        ):
            tested.setdefault(spelled, []).extend(_tested(each.condition, spelled))
        elif each.condition.startswith(CODE):
            tested.setdefault(CODE.strip(), []).append(each.condition.removeprefix(CODE))
        else:
            tested.setdefault(spelled_out(each.condition.removeprefix("not ")), [])
    for name, values in tested.items():
        yield f"{name}: {'; '.join(dict.fromkeys(values))}" if values else name


def _tested(condition: str, spelled: str) -> Iterator[str]:
    """Yield the values or bounds of one attribute that a condition names."""
    for part in condition.split(" or "):
        told = part.replace(f"{spelled} ", "")
        if told.startswith(("is ", "one of ")):
            named = told.removeprefix("is ").removeprefix("one of ")
            yield from (ANOTHER,) if named.startswith(NONE) else named.split(", ")
        else:
            yield told


def branch_lines(branches: Sequence[BranchVerdict]) -> Iterator[tuple[int, str]]:
    """Yield the branches, each with its depth; items with one answer stand together.

    Goods of an unknown kind stand by kind, with the cases of each.
    """
    kinds: dict[tuple[str, str], list[tuple[str, str]]] = {}
    alone: dict[tuple[str, str, str], list[str]] = {}
    for conditions, answer in _shortened(branches):
        kind = next((each for each in conditions if each.startswith(KIND)), None)
        item = next((each for each in conditions if each.startswith(ITEM)), None)
        others = [each for each in conditions if each not in {kind, item}]
        if kind is not None:
            before = [each for each in others if each.startswith(OTHER_ITEM)]
            rest = "; ".join(each for each in others if each not in before)
            kinds.setdefault(("; ".join(before), kind), []).append((rest, answer))
        elif item is not None:
            named = item.removeprefix(ITEM)
            alone.setdefault((ITEM, "; ".join(others), answer), []).append(named)
        else:
            alone.setdefault(("", "", answer), []).append("; ".join(others))
    for (opening, others, answer), cases in alone.items():
        unlike = list(dict.fromkeys(cases))
        ending = f"; and {others}" if others else ""
        told = ["; or ".join(unlike)] if opening else unlike
        yield from ((0, f"If {opening}{each}{ending}: {answer}.") for each in told)
    yield from _by_kind(kinds)


def _by_kind(
    kinds: Mapping[tuple[str, str], Sequence[tuple[str, str]]],
) -> Iterator[tuple[int, str]]:
    """Yield the cases of each kind of goods; kinds with the same cases stand together."""
    alike: dict[tuple[str, tuple[tuple[str, str], ...]], list[str]] = {}
    for (before, kind), cases in kinds.items():
        named = kind.removeprefix(KIND)
        told = ANOTHER if named.startswith(NONE) else named
        alike.setdefault((before, tuple(dict.fromkeys(cases))), []).append(told)
    for (before, cases), named in alike.items():
        head = f"If {f'{before}; ' if before else ''}{KIND}{', or '.join(named)}"
        if len({answer for _, answer in cases}) == 1:
            yield 0, f"{head}: {cases[0][1]}."
            continue
        yield 0, f"{head}:"
        for conditions, answer in cases:
            yield 1, f"{f'if {conditions}' if conditions else 'in any case'}: {answer}."


def _shortened(branches: Sequence[BranchVerdict]) -> Iterator[tuple[list[str], str]]:
    """Yield the conditions of each branch with its answer, without switches that change nothing."""
    ways: dict[tuple[tuple[str, ...], str], list[Mapping[str, str]]] = {}
    values: dict[str, set[str]] = {}
    for branch in branches:
        supposed = branch.supposing.items()
        words = tuple(
            told if holds else f"not: {told}"
            for told, holds in ((spelled_out(each), holds) for each, holds in supposed)
        )
        ways.setdefault((words, _answer(branch)), []).append(branch.switches)
        for name, answer in branch.switches.items():
            values.setdefault(name, set()).add(answer)
    for (words, answer), switches in ways.items():
        left = list(switches)
        for name, every in values.items():
            shorter = [{key: each[key] for key in each if key != name} for each in left]
            unlike = [each for n, each in enumerate(shorter) if each not in shorter[:n]]
            if all(name in each for each in left) and len(left) == len(unlike) * len(every):
                left = unlike
        for each in left:
            yield [*(f"{name} {taken}" for name, taken in each.items()), *words], answer


def _answer(branch: BranchVerdict) -> str:
    """Return the answer in a branch in words."""
    if branch.policy is None:
        return branch.verdict.value
    return licence_words(branch.policy, branch.exceptions, voice())
