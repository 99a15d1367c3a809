"""The words of a loss in a network: its unit, its values, its industries, its worst step."""

from typing import Final

from outlast.economy.network.network_loss import IndustryChange, NetworkLoss
from outlast.present.display.voice import Voice

DOLLARS: Final = "USD billion of "
"""The beginning of the unit of a shipped table; its year follows."""

STATES: Final = {
    "cascade": ("network.cascade", "network.is-cascade"),
    "collapse": ("network.collapse", "network.is-collapse"),
    "aborted": ("network.aborted", "network.is-aborted"),
}
"""The word and the sentence of each state but the usual one."""

WORST: Final = {"week": "network.worst-week", "day": "network.worst-day"}


def table_name(found: NetworkLoss, words: Voice) -> str:
    """Return the name of the table in the reader's language, where it has one."""
    return found.title_zh if words.language == "zh" and found.title_zh else found.title


def changed_line(found: NetworkLoss, words: Voice) -> str:
    """Return the change of value added over all steps, and the part that events took away."""
    outcome = found.outcome
    times = "" if outcome.times is None else words.say("network.by-times", times=one(outcome.times))
    direct = words.say("network.by-direct", direct=value(outcome.direct), times=times)
    return words.say(
        "network.changed",
        unit=unit_name(found.unit, words),
        change=value(outcome.change),
        share=f"{100 * found.share_of_year:+.2f}",
        direct=direct if outcome.direct else "",
    )


def worst_line(found: NetworkLoss, words: Voice) -> str:
    """Return the worst step and the last one."""
    outcome = found.outcome
    return words.say(
        WORST[found.asked.step],
        step=outcome.worst_step,
        worst=_signed(outcome.worst_share),
        last=_signed(outcome.last_share),
    )


def industry_name(each: IndustryChange, words: Voice) -> str:
    """Return an industry's name in the reader's language, where the table has one, and its code."""
    title = each.title_zh if words.language == "zh" and each.title_zh else each.title
    if title == each.code:
        return title
    return words.say("network.coded", title=title, code=each.code)


def unit_name(unit: str, words: Voice) -> str:
    """Return the unit of the answer; that of a table of one's own stays as it was given."""
    if unit.startswith(DOLLARS):
        return words.say("network.usd", year=unit.removeprefix(DOLLARS))
    return unit


def _signed(share: float) -> str:
    """Return a share in per cent with its sign, and zero without one."""
    per_cent = round(100 * share, 1)
    return f"{per_cent:+.1f}" if per_cent else "0.0"


def one(number: float) -> str:
    """Return a multiple with one digit behind the point."""
    return f"{number:.1f}"


def value(number: float) -> str:
    """Return a value with three or more digits, and zero without a sign."""
    digits = 2 if abs(number) < 100 else 0  # noqa: PLR2004  three digits
    return f"{round(number, digits) + 0.0:,.{digits}f}"
