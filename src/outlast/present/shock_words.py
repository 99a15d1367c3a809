"""The words of a shock: its change of GDP, its minerals, blocs and industries, its ranges."""

from outlast.economy.losses import IndustryLoss, MineralLoss, Range, Shock
from outlast.present.display.voice import Voice


def changed_line(found: Shock, words: Voice) -> str:
    """Return the change of GDP of the bloc, with its range."""
    return words.say(
        "shock.gdp",
        bloc=bloc_name(found.bloc, found.bloc_title, words),
        loss=range_text(found.gdp_bn, words),
        share=share_of_gdp(found.share_of_gdp.median),
        year=f"{found.year}",
    )


def basis_line(found: Shock, words: Voice) -> str:
    """Return how many of the numbers behind it nobody publishes."""
    return words.say("shock.basis", uncertain=found.uncertain, assumed=found.assumed)


def mineral_name(each: MineralLoss, words: Voice) -> str:
    """Return a mineral within a sentence."""
    return each.title.lower() if words.language == "en" else words.name("good", each.mineral)


def bloc_name(key: str, title: str, words: Voice) -> str:
    """Return a bloc's name."""
    return title if words.language == "en" else words.name("bloc", key, title)


def industry_name(each: IndustryLoss, words: Voice) -> str:
    """Return an industry's name in the reader's language, where the table has one, and its code."""
    return f"{(each.title_zh if words.language == 'zh' else '') or each.title} ({each.code})"


def range_text(values: Range, words: Voice) -> str:
    """Return a range in words."""
    ends = {key: two(each) for key, each in values._asdict().items()}
    return words.say("shock.range-bn", **ends)


def share_of_gdp(share: float) -> str:
    """Return a share of GDP in per cent, with three decimals."""
    return f"{abs(100 * share):.3f}"


def two(value: float) -> str:
    """Return a number with two decimals, and zero without a sign."""
    return f"{round(value, 2) + 0.0:.2f}"
