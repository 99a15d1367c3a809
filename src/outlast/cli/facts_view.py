"""The answer of `outlast facts`: facts and gaps as text, JSON or CSV, with the record's age."""

from collections.abc import Sequence

from rich.padding import Padding
from rich.text import Text

from outlast.api.condition_words import record_words
from outlast.api.library import Library
from outlast.api.record_reach import age_lines, record_voice
from outlast.cli.lang_option import ENGLISH
from outlast.cli.output import console, write_csv, write_json
from outlast.cli.streams import say
from outlast.errors import InputError, closest, nearest
from outlast.facts import Fact, Gap, Ledger
from outlast.present.display.fact_words import fact_value, unit_suffix
from outlast.present.display.gap_words import stand_in_told
from outlast.present.display.names import gap_name, gap_purpose, gap_search
from outlast.present.display.voice import Voice, voice
from outlast.present.record_age import record_end_rows
from outlast.reading.day import local_day
from outlast.wording import NOTICE, counted

COLUMNS = list(Fact.model_fields)


def write_facts(library: Library, words: str, source: str | None, form: str) -> None:
    """Write the facts whose title or key contains every word.

    Args:
        library: The contest.
        words: The words.
        source: The source alone that is asked for, by its key.
        form: `json`, `csv`, or `text` for the terminal.

    Raises:
        InputError: There is no such source or fact.
    """
    ledger = library.ledger
    if source is not None and source not in ledger.sources:
        cure = nearest(source, list(ledger.sources))
        raise InputError.of(f'"{source}" is not a source.', cure)
    found = [fact for fact in ledger.search(words) if source in (None, fact.source)]
    rows: list[dict[str, object]] = [fact.model_dump(mode="json") for fact in found]
    if form == "json":
        sources = {fact.source for fact in found}
        cited = {key: ledger.sources[key].model_dump(mode="json") for key in sorted(sources)}
        end = record_end_rows(library.timeline, local_day())
        write_json("facts-answer", {"facts": rows, "sources": cited, **end, "notice": NOTICE})
    elif form == "csv":
        write_csv(COLUMNS, rows)
        _say_age(library)
    elif found:
        _show(found, ledger)
        _show_age(library)
    else:
        what = f'no fact contains "{words}"' if words else "there is no such fact"
        what = f"{what}." if source is None else f'{what} from "{source}".'
        texts = [f"{fact.key} {fact.title}".lower() for fact in ledger.facts.values()]
        raise InputError.of(what, _close_words(words, texts))


def _close_words(words: str, texts: Sequence[str]) -> str:
    """Return the sought words with the nearest spelling of those that no text has, as a cure.

    Args:
        words: The words.
        texts: The texts in which they are sought, in small letters.
    """
    known = sorted({word.strip("()[],.:;") for text in texts for word in text.split()})
    sought = words.lower().split()
    meant = [
        word if any(word in each for each in known) else closest(word, known) or word
        for word in sought
    ]
    is_cure = meant != sought and any(all(word in text for word in meant) for text in texts)
    return f'Did you mean "{" ".join(meant)}"?' if is_cure else ""


def _show(found: list[Fact], ledger: Ledger) -> None:
    """Show each fact on one line, and under it where it comes from."""
    shown, english = console(), voice("en")
    for fact in found:
        source = ledger.sources[fact.source]
        title = Text(fact.title, style="bold")
        shown.print(
            title.append(f"  {fact_value(fact, english)}  ", style="not bold").append(
                f"{fact.period} · {fact.grade.value}", style="not bold dim"
            )
        )
        cited = f"{fact.key} · {source.producer}: {source.title}, {fact.locator}"
        shown.print(Padding(Text(cited, style="dim"), (0, 0, 0, 4)))
    of = counted(len(ledger.facts), "fact")
    shown.print(f"\n{len(found):,} of {of}. Notes and addresses: --json.")


def write_gaps(library: Library, words: str, form: str, language: str = ENGLISH) -> None:
    """Write the gaps whose name, title or use contains every word; see `write_facts`.

    Args:
        library: The contest.
        words: The words, of either language.
        form: As for `write_facts`.
        language: `en`, or for the terminal `zh`.

    Raises:
        InputError: There is no such gap.
    """
    said = record_words(record_voice(library, language))
    ledger = library.ledger
    wanted = words.lower().split()
    texts = {key: _sought(gap, said) for key, gap in ledger.gaps.items()}
    found = [gap for key, gap in ledger.gaps.items() if all(word in texts[key] for word in wanted)]
    rows: list[dict[str, object]] = [gap.model_dump(mode="json") for gap in found]
    if form == "json":
        end = record_end_rows(library.timeline, local_day())
        write_json("gaps-answer", {"gaps": rows, **end, "notice": NOTICE})
    elif form == "csv":
        write_csv(list(Gap.model_fields), rows)
        _say_age(library)
    elif wanted and not found:
        raise InputError.of(f'no gap contains "{words}".', _close_words(words, [*texts.values()]))
    else:
        shown, priors = console(), library.priors
        for gap in found:
            shown.print(Text(gap_name(gap.key, gap.title, said), style="bold"))
            unit, use = unit_suffix(gap.unit, said).strip(), gap_purpose(gap, said)
            key = "gap.use" if unit else "gap.use-alone"
            search, place = gap_search(gap, said), stand_in_told(gap, ledger, priors, said)
            used = said.say(key, unit=unit, use=use)
            for text in (used, said.say("gap.search", search=search, place=place)):
                shown.print(Padding(Text(text, style="dim"), (0, 0, 0, 4)))
        shown.print(Text("\n" + said.say("gap.counted", found=len(found), n=len(ledger.gaps))))
        _show_age(library, language)


def _sought(gap: Gap, said: Voice) -> str:
    """Return the texts of a gap in which words are sought, in both languages."""
    names = f"{gap_name(gap.key, gap.title, said)} {gap_purpose(gap, said)}"
    return f"{gap.key} {gap.title} {gap.needed_for} {names}".lower()


def _show_age(library: Library, language: str = ENGLISH) -> None:
    """Show how far the record reaches: facts of later days may be lacking as well."""
    notice = record_words(record_voice(library, language)).say("screening.notice")
    for line in (*age_lines(library, local_day(), language=language), notice):
        console().print(Text(line, style="dim"))


def _say_age(library: Library) -> None:
    """Say how far the record reaches beside a table for programs."""
    for line in (*age_lines(library, local_day()), NOTICE):
        say(line, err=True)
