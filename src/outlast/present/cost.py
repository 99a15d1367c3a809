"""The cost of denial: one line for the first screen, and tables by part, year and industry."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Final

from outlast.economy.bloc_cost import BlocCost, ContestCost, CostRange, CountryCost, IndustryCost
from outlast.present.display.names import bloc_name
from outlast.present.display.voice import Voice
from outlast.present.outcomes import short_thing
from outlast.present.view import Row, Table
from outlast.results import Results

SHOWN: Final = 8
"""Industries that a table names."""

HUNDRED_MILLIONS: Final = 10.0
"""Hundreds of millions in a billion: money in Chinese is counted in them."""

LEAST: Final = 0.0005
"""Half a million dollars, in billions: a cost below it has no row."""

DIGITS: Final = 2
"""Significant digits of money in a sentence."""


def money(billions: float, voice: Voice) -> str:
    """Return an amount of dollars in words, to two digits; the unit is that of the language."""
    rounded = float(f"{billions:.{DIGITS}g}")
    scale = HUNDRED_MILLIONS if voice.language == "zh" else 1.0
    return voice.number(float(f"{rounded * scale:.{DIGITS}g}"))


def share_text(share: float, voice: Voice) -> str:
    """Return a share of GDP in per cent, to two digits: most are far below one."""
    return voice.say("cost.percent", share=float(f"{100 * share:.{DIGITS}g}"))


def cost_line(results: Results, cost: ContestCost, voice: Voice) -> str:
    """Return the cost to each bloc of a side in a line: the loss, or that it is not computed."""
    known = [each for each in cost.blocs if each.known]
    clauses = [_known(results, each, voice) for each in known[:1]]
    if known[1:]:
        others = [_further(results, each, voice) for each in known[1:]]
        clauses.append(voice.say("cost.end", head=voice.say("list.clause").join(others)))
    blocs = results.situation.world.blocs
    unknown = [
        bloc_name(results, each.bloc, voice)
        for each in cost.blocs
        if not each.known and blocs[each.bloc].side
    ]
    if unknown:
        listed = voice.capital(voice.say("list.comma").join(unknown))
        clauses.append(voice.say("cost.unknown", blocs=listed))
    without = [_uncounted(results, each, voice) for each in cost.blocs if each.uncounted]
    if without:
        listed = voice.say("list.clause").join(without)
        clauses.append(voice.say("cost.uncounted", services=listed))
    return voice.sentences(clauses)


def _known(results: Results, cost: BlocCost, voice: Voice) -> str:
    """Return the loss of a bloc, its range, and both readings of the tied shares."""
    spent, share = cost.loss_bn, cost.share_of_gdp
    if spent is None or share is None:
        return ""
    bloc = bloc_name(results, cost.bloc, voice)
    head = voice.say(
        "cost.loss",
        bloc=bloc,
        mean=money(spent.mean, voice),
        share=share_text(share.mean, voice),
        high=money(spent.high, voice),
    )
    if len(cost.readings) < 2:  # noqa: PLR2004  one reading has nothing beside it
        return voice.say("cost.end", head=head)
    one, other = (money(each.loss_bn.mean, voice) for each in cost.readings)
    return voice.say("cost.both", head=head, bottom_up=one, top_down=other)


def _uncounted(results: Results, cost: BlocCost, voice: Voice) -> str:
    """Return the services of a bloc that denial breaks and that have no price."""
    titles = {each.service: each.title for each in results.lines_of()}
    named = [short_thing("service", key, titles[key], voice) for key in cost.uncounted]
    services, bloc = voice.join(named), bloc_name(results, cost.bloc, voice)
    return voice.say("cost.uncounted-of", services=services, bloc=bloc)


def bloc_tables(results: Results, cost: ContestCost, voice: Voice) -> list[tuple[str, Table]]:
    """Return the cost of a year by part, a table for each bloc after its name."""
    whole = cost_table(results, cost, voice)
    found: list[tuple[str, Table]] = []
    for each in cost.blocs:
        name = bloc_name(results, each.bloc, voice)
        rows = tuple(row for row in whole.rows if row["bloc"] == name)
        found.append((name, Table(whole.columns[1:], rows)))
    return found


def _further(results: Results, cost: BlocCost, voice: Voice) -> str:
    """Return the loss of a further bloc and its range."""
    spent, share = cost.loss_bn, cost.share_of_gdp
    if spent is None or share is None:
        return ""
    return voice.say(
        "cost.further",
        bloc=bloc_name(results, cost.bloc, voice),
        mean=money(spent.mean, voice),
        share=share_text(share.mean, voice),
        high=money(spent.high, voice),
    )


def cost_table(results: Results, cost: ContestCost, voice: Voice) -> Table:
    """Return the cost of a year to each bloc by part, billion dollars."""
    rows: list[Row] = []
    for each in cost.blocs:
        bloc = bloc_name(results, each.bloc, voice)
        if each.known:
            parts: Sequence[tuple[str, CostRange | None]] = (
                ("gdp", each.loss_bn),
                ("direct", each.direct_bn),
                ("propagated", each.propagated_bn),
                *((reading.reading, reading.loss_bn) for reading in each.readings),
            )
            rows += [_row(bloc, part, spent, voice) for part, spent in parts if spent is not None]
        else:
            rows.append({"bloc": bloc, "cost": voice.say("cost.part-gdp"), **_unknown(voice)})
        rows += [
            _row(bloc, other.kind, other.loss_bn, voice)
            for other in each.beside
            if any(abs(value) >= LEAST for value in asdict(other.loss_bn).values())
        ]
    return Table(_columns(("bloc", "cost"), voice), tuple(rows))


def industry_table(cost: BlocCost, voice: Voice) -> Table:
    """Return the industries that lose most in a year, billion dollars."""
    rows: tuple[Row, ...] = tuple(
        {"industry": industry_name(each, voice), "code": each.code, **_numbers(each.loss_bn, voice)}
        for each in cost.industries[:SHOWN]
    )
    return Table(_columns(("industry", "code"), voice), rows)


def country_table(cost: BlocCost, voice: Voice) -> Table:
    """Return the loss of each country of a bloc without a table, billion dollars."""
    rows: tuple[Row, ...] = tuple(
        {
            "country": country_name(each, voice),
            **_numbers(each.loss_bn, voice),
            "share": share_text(each.share_of_gdp.mean, voice),
        }
        for each in cost.countries
    )
    columns = _columns(("country",), voice)
    return Table((*columns, ("share", voice.say("cost.column-share"))), rows)


def country_name(each: CountryCost, voice: Voice) -> str:
    """Return the name of a country in the reader's language; a table of their own is marked."""
    title = each.title_zh if voice.language == "zh" else each.title
    return voice.say("exposure.yours", country=title) if each.own_table else title


def industry_name(each: IndustryCost, voice: Voice) -> str:
    """Return the name of an industry in the reader's language, where the table has one."""
    return (each.title_zh if voice.language == "zh" else "") or each.title


def year_table(cost: BlocCost, voice: Voice) -> Table:
    """Return the loss of each year from the date, billion dollars."""
    rows: tuple[Row, ...] = tuple(
        {
            "year": f"{each.year}",
            **_numbers(each.loss_bn, voice),
            "share": share_text(each.share_of_gdp, voice),
        }
        for each in cost.years
    )
    columns = _columns(("year",), voice)
    return Table((*columns, ("share", voice.say("cost.column-share"))), rows)


def cost_tables(results: Results, cost: ContestCost, voice: Voice) -> list[tuple[str, Table]]:
    """Return the tables of cost, each after its title."""
    found = [(voice.say("cost.title"), cost_table(results, cost, voice))]
    for each in cost.blocs:
        if not each.known:
            continue
        bloc = bloc_name(results, each.bloc, voice)
        if each.industries:
            found.append((voice.say("cost.industries", bloc=bloc), industry_table(each, voice)))
        if len(each.countries) > 1:
            found.append((voice.say("cost.countries", bloc=bloc), country_table(each, voice)))
        found.append((voice.say("cost.years", bloc=bloc), year_table(each, voice)))
    return found


def cost_basis(results: Results, cost: ContestCost, voice: Voice) -> str:
    """Return in a sentence or two what the numbers rest on."""
    texts = [
        voice.say(
            "cost.rests",
            assumed=cost.assumed,
            tied=cost.tied,
            dollars=f"{cost.dollars}",
        )
    ]
    for each in cost.blocs:
        if each.propagated_ends_bn is not None:
            low, high = (money(end, voice) for end in each.propagated_ends_bn)
            texts.append(voice.say("cost.stocks", low=low, high=high))
        if each.moved_ends_bn is not None:
            low, high = (money(end, voice) for end in each.moved_ends_bn)
            bloc = voice.capital(bloc_name(results, each.bloc, voice))
            counts = each.counts_zh if voice.language == "zh" else each.counts
            texts.append(voice.say("cost.companion", bloc=bloc, counts=counts, low=low, high=high))
    without = [each for each in cost.blocs if each.countries]
    if without:
        blocs = voice.join([bloc_name(results, each.bloc, voice) for each in without])
        country = without[0].countries[0].country
        texts.append(voice.say("cost.no-table", blocs=blocs, country=country))
    return voice.sentences(texts)


def _row(bloc: str, part: str, spent: CostRange, voice: Voice) -> Row:
    """Return one part of a bloc's cost."""
    return {"bloc": bloc, "cost": voice.say(f"cost.part-{part}"), **_numbers(spent, voice)}


def _numbers(spent: CostRange, voice: Voice) -> dict[str, str]:
    """Return mean and range, billion dollars."""
    values = (spent.mean, spent.low, spent.median, spent.high)
    keys = ("mean", "low", "median", "high")
    return {key: billions(value, voice) for key, value in zip(keys, values, strict=True)}


def billions(value: float, voice: Voice) -> str:
    """Return an amount in a table: two digits, and no digits below a million."""
    rounded = round(float(f"{value:.{DIGITS}g}"), 3)
    return voice.number(rounded or 0.0)


def _unknown(voice: Voice) -> dict[str, str]:
    """Return the cells of a loss that cannot be computed."""
    nothing = voice.say("cost.not-computed")
    return {"mean": nothing, "low": "–", "median": "–", "high": "–"}


def _columns(first: Sequence[str], voice: Voice) -> tuple[tuple[str, str], ...]:
    """Return the columns of a table of cost."""
    keys = (*first, "mean", "low", "median", "high")
    return tuple((key, voice.say(f"cost.column-{key}")) for key in keys)
