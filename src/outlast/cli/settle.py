"""`outlast settle`: answers of the reader's own to the questions that the record leaves open."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click
from rich.text import Text

from outlast.cli.contest_options import VARIABLE as CONTEST
from outlast.cli.contest_options import naming_variable
from outlast.cli.lang_option import ENGLISH, lang_option, require_text
from outlast.cli.output import DAY, as_day, console, formats, write_csv, write_json
from outlast.cli.refusals import refuse_useless
from outlast.cli.streams import say
from outlast.errors import InputError, Problem, nearest
from outlast.reading import outlast_command
from outlast.reading.day import local_day
from outlast.wording import NOTICE, long_day

if TYPE_CHECKING:
    from outlast.policy import Timeline
    from outlast.policy.settlement import Settlement
    from outlast.present.display.voice import Voice

COLUMNS: Final = (
    *("question", "state", "day", "answers", "answer", "on", "url", "title", "note", "text"),
)
MOST_LETTERS: Final = 2000
"""The letters of a note, an address or a title at most."""


@click.command()
@click.argument("question", required=False)
@click.argument("answer", required=False)
@click.option("--source", metavar="URL", help="The address of the text that decides it.")
@click.option("--title", metavar="TEXT", help="The title of that text.")
@click.option("--on", type=DAY, help="The day on which it was decided; today by default.")
@click.option("--note", metavar="TEXT", help="A remark.")
@click.option("--undo", is_flag=True, help="Take the answer to QUESTION back.")
@click.option("--contest", envvar=CONTEST, metavar="NAME", help=f"A shipped contest [{CONTEST}].")
@lang_option
@formats
def command(
    question: str | None,
    answer: str | None,
    source: str | None,
    title: str | None,
    on: datetime | None,
    note: str | None,
    undo: bool,
    contest: str | None,
    lang: str,
    as_json: bool,
    as_csv: bool,
) -> None:
    """Answer QUESTION, which the record leaves open, with ANSWER, or list all questions.

    \b
      outlast settle
      outlast settle --lang zh
      outlast settle kuala-lumpur-extension extended --source https://example.org/notice
      outlast settle kuala-lumpur-extension --undo

    run, compare, levers, inputs, figure, report, page, screen and timeline then take the answer in
    place of the branches, and name it with its source; --as-recorded leaves it out. A --set and a
    scenario that supposes another answer overrule it. An answer decides its question whole: where
    only a part is decided, as a first of two dates, and no answer says so, leave the question open
    and take single branches with --set switch.QUESTION=ANSWER. It is kept in the folder that
    OUTLAST_SETTLED names, else with your data.
    """
    with naming_variable(contest):
        folder = _shipped(contest)
    if question is None:
        refuse_useless("no question is named", "Name one.", *TEXTS, "on", "undo")
        require_text(lang, as_json=as_json, as_csv=as_csv)
        _list(folder, lang, as_json=as_json, as_csv=as_csv)
        return
    refuse_useless("a settlement answers nothing", "Leave it out.", "as_json", "as_csv", "lang")
    if undo:
        refuse_useless("--undo takes the answer back", "Leave it out.", "answer", *TEXTS, "on")
        _undo(folder, question)
        return
    texts = {"source": source, "title": title, "note": note}
    _settle(folder, question, answer, as_day(on), texts)


TEXTS: Final = ("source", "title", "note")


def _shipped(contest: str | None) -> Path:
    """Return the folder of a shipped contest.

    Raises:
        InputError: There is no such contest, or it is one of the reader's own.
    """
    from outlast.scenario.contest import is_shipped  # noqa: PLC0415  the readers are heavy
    from outlast.scenario.locate import contest_layers  # noqa: PLC0415

    folder = contest_layers(contest)[0]
    if not is_shipped(folder):
        what = f'"{contest}" is a contest of your own.'
        raise InputError.of(what, "Write its answers into its policy/settlements.yaml.")
    return folder


def _record(folder: Path) -> "Timeline":
    """Return the record of a contest as it is shipped."""
    from outlast.api.library import library  # noqa: PLC0415  the readers are heavy

    return library(folder).timeline


def _settle(
    folder: Path,
    question: str,
    answer: str | None,
    on: date | None,
    texts: Mapping[str, str | None],
) -> None:
    """Keep an answer; refuse everything about it that cannot be true, at once."""
    from outlast.policy.settlement import Settlement, SettlementSource  # noqa: PLC0415  heavy
    from outlast.scenario.settled_layer import read_settlements, write_settlements  # noqa: PLC0415

    record, kept, day = _record(folder), read_settlements(folder), on or local_day()
    wrong = [*_wrong_answer(record, question, answer, day), *_wrong_texts(texts)]
    if question in kept and not wrong:
        before = f"{kept[question].answer}, decided on {long_day(kept[question].on)}"
        cure = f"Take it back first: {outlast_command('settle', question, '--undo')}"
        wrong.append(Problem("", 0, f'"{question}" is settled already: {before}.', cure))
    if wrong:
        raise InputError(wrong)
    source = SettlementSource(url=f"{texts['source']}", title=texts["title"])
    made = Settlement(answer=f"{answer}", on=day, source=source, note=texts["note"])
    file = write_settlements(folder, {**kept, question: made})
    say(f"{_line(question, made)} Kept in {file}.")


def _wrong_answer(
    record: "Timeline", question: str, answer: str | None, day: date
) -> list[Problem]:
    """Return the problems of a question, its answer, and the day on which it was decided."""
    switch = record.switches.get(question)
    if switch is None:
        cure = nearest(question, list(record.switches))
        return [Problem("", 0, f'"{question}" is not a question of this record.', cure)]
    wrong: list[Problem] = []
    if answer is None:
        cure = f"Write one of: {', '.join(switch.branches)}."
        wrong.append(Problem("", 0, f'"{question}" has no answer here.', cure))
    elif answer not in switch.branches:
        what = f'"{answer}" is not an answer to "{question}".'
        wrong.append(Problem("", 0, what, nearest(answer, list(switch.branches))))
    if day > local_day():
        what = f"{day} lies in the future; today is {local_day()}."
        wrong.append(Problem("", 0, what, "Settle a question once it is decided."))
    elif day <= switch.record_ends:
        what = f"{day} is too early: the record left the question open until {switch.record_ends}."
        wrong.append(Problem("", 0, what, "Write the day on which it was decided."))
    return wrong


def _wrong_texts(texts: Mapping[str, str | None]) -> list[Problem]:
    """Return the problems of the address, the title and the note."""
    from outlast.policy.settlement import is_address  # noqa: PLC0415  the readers are heavy

    wrong: list[Problem] = []
    source = texts["source"]
    if source is None:
        cure = "Name the text that decides it: --source https://…"
        wrong.append(Problem("", 0, "an answer needs its source.", cure))
    elif not is_address(source):
        wrong.append(Problem("", 0, f'"{source}" is no address.', "Write it whole: https://…"))
    for name, text in texts.items():
        if text is not None and not text.strip():
            wrong.append(Problem("", 0, f"--{name} is empty.", "Leave it out, or write a text."))
        if text is not None and not text.isprintable():
            what = f"--{name} holds the end of a line or a hidden character."
            wrong.append(Problem("", 0, what, "Write one line of text."))
        if text is not None and len(text) > MOST_LETTERS:
            what = f"--{name} has {len(text):,} letters."
            wrong.append(Problem("", 0, what, f"Write {MOST_LETTERS:,} at most."))
    return wrong


def _undo(folder: Path, question: str) -> None:
    """Take an answer back, also one that the record does not know any more."""
    from outlast.scenario.settled_layer import read_settlements, write_settlements  # noqa: PLC0415

    kept = read_settlements(folder)
    if question not in kept:
        raise InputError.of(f'"{question}" is not settled.', nearest(question, list(kept)))
    others = {name: each for name, each in kept.items() if name != question}
    write_settlements(folder, others)
    say(f"{question} is open again.")


def _list(folder: Path, language: str, *, as_json: bool, as_csv: bool) -> None:
    """List the open questions with their days and answers, and those that are settled."""
    from outlast.scenario.settled_layer import read_settlements, settled_folder  # noqa: PLC0415

    record = _record(folder)
    rows = list(_rows(record, read_settlements(folder)))
    if as_json:
        texts = [{**row, "answers": list(row["answers"])} for row in rows]
        write_json(
            "settlements-list",
            {"folder": str(settled_folder(folder)), "questions": texts, "notice": NOTICE},
        )
        return
    if as_csv:
        write_csv(COLUMNS, [{**row, "answers": "; ".join(row["answers"])} for row in rows])
        say(NOTICE, err=True)
        return
    _show_list(rows, folder, language)


def _show_list(rows: "list[dict[str, Any]]", folder: Path, language: str) -> None:
    """Show the questions with their days and answers in a language."""
    from outlast.api.condition_words import record_words  # noqa: PLC0415  the readers are heavy
    from outlast.api.library import library  # noqa: PLC0415
    from outlast.api.record_reach import record_voice  # noqa: PLC0415

    words, shown = record_words(record_voice(library(folder), language)), console()
    if not rows:
        shown.print(words.say("settle.none"))
    for row in rows:
        name, texts = row["question"], {"question": row["question"]}
        texts["answers"] = words.say("list.comma").join(
            _answer(name, each, words) for each in row["answers"]
        )
        if row["day"]:
            texts["day"] = _day(row["day"], words)
        decides = "settle.passed" if row["state"] == "passed" else "settle.decides"
        shown.print(Text(words.say(decides if row["day"] else "settle.question", **texts)))
        shown.print(Text(f"  {words.name('switch', name, row['text'])}"))
        if row["state"] in {"settled", "not in this record"}:
            source = words.say("list.comma").join(filter(None, (row["title"], row["url"])))
            answer, on = _answer(name, row["answer"], words), _day(row["on"], words)
            settled = words.say("settle.settled", day=on, answer=answer, source=source)
            note = f" {row['note']}" if row["note"] else ""
            shown.print(Text(f"  {settled}{note}"))
    shown.print(Text(words.say("screening.notice")), style="dim")


def _answer(question: str, answer: str, words: "Voice") -> str:
    """Return an answer as the command takes it, in other languages with its meaning."""
    if words.language == ENGLISH:
        return answer
    meaning = words.name("answer", f"{question}.{answer}", answer)
    return words.say("settle.answer", answer=answer, meaning=meaning)


def _day(day: date, words: "Voice") -> str:
    return long_day(day) if words.language == ENGLISH else words.day(day)


def _rows(record: "Timeline", kept: "Mapping[str, Settlement]") -> "list[dict[str, Any]]":
    """Return a row for each question: open, passed, settled, or unknown to this record."""
    from outlast.policy.forks import forks  # noqa: PLC0415  the readers are heavy

    first = {fork.switch: fork for fork in reversed(forks(record))}
    rows: list[dict[str, Any]] = []
    for name in (*sorted(first, key=lambda each: first[each].day), *(set(kept) - set(first))):
        fork, settlement = first.get(name), kept.get(name)
        state = "passed" if fork and fork.day <= local_day() else "open"
        if settlement:
            state = "settled" if name in record.switches else "not in this record"
        row = dict.fromkeys(COLUMNS)
        row |= {"question": name, "state": state, "day": fork.day if fork else None}
        row |= {"answers": fork.answers if fork else (), "text": _text(record, name)}
        if settlement:
            row |= {"answer": settlement.answer, "on": settlement.on, "note": settlement.note}
            row |= {"url": settlement.source.url, "title": settlement.source.title}
        rows.append(row)
    return rows


def _text(record: "Timeline", name: str) -> str:
    """Return the text of a question."""
    if name not in record.switches:
        return f"Take it back: {outlast_command('settle', name, '--undo')}"
    return " ".join(record.switches[name].question.split())


def _line(question: str, settlement: "Settlement") -> str:
    """Return a settlement in a line."""
    from outlast.present.display.voice import voice  # noqa: PLC0415  heavy
    from outlast.present.record_age import settled_line  # noqa: PLC0415

    return settled_line(question, settlement, voice())
