"""The screen *Screen a part*: one question or a list, held against the record of a contest."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

from outlast.api.condition_words import ScreeningVoice
from outlast.api.library import Library
from outlast.api.party_files import MOST_PASTED, with_pasted_parties
from outlast.api.screen import Screened
from outlast.api.screening_command import screening_command
from outlast.api.screening_fields import FieldGroup, FieldKind, address_texts, read_fields
from outlast.api.screening_list import ScreenedList, ScreenedRow, screen_table
from outlast.api.screening_query import ScreeningQuery, refuse_differences, screen_query
from outlast.api.screening_texts import AreaContent, area_content, parties_told
from outlast.api.screening_told import Mark, mark
from outlast.errors import InputError, Problem
from outlast.policy.age import age_of
from outlast.policy.verdict import Verdict
from outlast.present.display.voice import Voice
from outlast.present.licence_words import exception_words
from outlast.present.record_age import age_lines
from outlast.reading.day import local_day
from outlast.scenario.contest import is_shipped
from outlast.web.cache import ShouldCancel, check_client
from outlast.web.kept_lists import MOST_LIST_ROWS, KeptList
from outlast.web.screening_content import screening_content
from outlast.web.screening_form_fields import controls
from outlast.web.state import PageState
from outlast.web.work import Work

LONGEST_FIELD: Final = 300
"""The letters of a field of a question."""

NEW_LIST: Final = "new"
"""The list of an address that asks for the form of lists."""

SHOWN_ROWS: Final = 500
"""The rows of a list that the page shows; the download has all."""

COMMON: Final = ("to", "on", "from", "origin", "end-use", "end-user", "exporter", "headquarters")
"""The fields that hold for the rows of a list that state nothing else."""


@dataclass(frozen=True)
class ListedRow:
    """A row of a screened list as the template reads it."""

    line: int
    part: str
    href: str
    """The query that screens the row alone; empty where it was not read."""

    mark: Mark | None
    policy: str
    missing: tuple[str, ...]
    """Its missing attributes in words, or the reasons for which it was not read."""

    rules: tuple[tuple[str, str], ...]
    """The rules that bear on it, each with the address of its text."""


def question_of(texts: Mapping[str, str], voice: Voice, today: date) -> ScreeningQuery:
    """Return the question that an address states.

    Raises:
        InputError: It states no item or no destination, or something that cannot be read.
    """
    long = [key for key, text in texts.items() if len(text) > LONGEST_FIELD]
    if long:
        say = voice.say
        raise InputError(
            [Problem(key, 0, say("screening.too-long", most=LONGEST_FIELD)) for key in long]
        )
    fields = read_fields(texts, today)
    if "to" not in fields:
        raise InputError([Problem("to", 0, voice.say("screening.no-destination"))])
    query = ScreeningQuery.model_validate(fields)
    if query.item is None and not query.states_numbers:
        raise InputError([Problem("item", 0, voice.say("screening.no-item"))])
    return query


def screened_once(library: Library, query: ScreeningQuery) -> Screened:
    """Return the answer on a question, whose numbers may not differ from those of the catalogue.

    Raises:
        InputError: Something in it is impossible, or numbers differ.
    """
    found = screen_query(library, query)
    refuse_differences(library, query)
    return found


def screened_list(
    work: Work, kept: KeptList, state: PageState, should_cancel: ShouldCancel
) -> ScreenedList:
    """Return the answer on each row of a kept list.

    Raises:
        InputError: The common fields cannot be read, or no column names a part.
        ClientGone: The client left.
    """
    texts = {key: text for key, text in state.question.items() if is_common(key)}
    common = read_fields(texts, local_day())
    library = list_library(work, kept, state)
    key = (kept.mark, state.scenario, tuple(sorted(common.items(), key=str)))
    check_client(should_cancel)
    return work.screened.get(key, lambda: screen_table(kept.sheet, library, common), should_cancel)


def list_library(work: Work, kept: KeptList, state: PageState) -> Library:
    """Return the contest of a list, beside which its party list lies if one came.

    Raises:
        InputError: The party list cannot be read.
    """
    library = work.library(state.scenario)
    if not kept.parties:
        return library
    return with_pasted_parties(library, kept.parties, kept.parties_name)


def is_common(key: str) -> bool:
    """Return whether a key states a field that may hold for a whole list."""
    return key in COMMON or key.startswith("switch.")


def screening_screen(
    work: Work, state: PageState, voice: Voice, should_cancel: ShouldCancel
) -> dict[str, Any]:
    """Return the content of the screen: the form, and the answer on a question or a list."""
    library, today = work.library(state.scenario), local_day()
    words = ScreeningVoice(library, voice)
    content: dict[str, Any] = {**_frame(state, words, today), "problems": [], "status": 200}
    try:
        if state.parts:
            content |= _list_content(work, state, words, should_cancel)
        elif state.question.keys() - {"on", "end-use"}:
            content |= _answer_content(work, state, words, today)
        else:
            content["areas"] = _areas(library, words)
    except InputError as refusal:
        content |= {"problems": _problems(refusal, state), "status": 400}
    return content


def refused_list(
    work: Work, state: PageState, voice: Voice, refusal: InputError, text: str
) -> dict[str, Any]:
    """Return the content of the screen after a list that could not be read.

    Args:
        work: The runs and caches.
        state: The state.
        voice: The language.
        refusal: The reasons.
        text: The list as it was pasted.
    """
    words = ScreeningVoice(work.library(state.scenario), voice)
    problems = _problems(refusal, state)
    frame = _frame(replace(state, parts=NEW_LIST), words, local_day())
    return {**frame, "problems": problems, "status": 400, "pasted": text}


def _frame(state: PageState, words: ScreeningVoice, today: date) -> dict[str, Any]:
    """Return the part of the content that every state of the screen has."""
    library, voice = words.library, words.voice
    titles = [item.title for item in library.items.values()]
    others = [name for item in library.items.values() for name in item.names[1:]]
    named = {name.casefold(): name for name in reversed([*titles, *others])}
    form = controls(state.question, voice, today)
    age = age_of(library.timeline, today)
    lines = age_lines(age, voice, settles=is_shipped(library.folder))
    return {
        "form": form,
        "groups": FieldGroup,
        "kinds": FieldKind,
        "common": [each for group in form.values() for each in group if each.key in COMMON],
        "is_list": bool(state.parts),
        **_addresses(state),
        "most_rows": MOST_LIST_ROWS,
        "most_parties": f"{MOST_PASTED:,}",
        "shown_rows": SHOWN_ROWS,
        "items": sorted(named.values(), key=str.casefold),
        "countries": words.countries,
        "pasted": "",
        "name": "",
        "answer": None,
        "rows": None,
        "areas": [],
        "title": voice.say("page.screen"),
        "passed": lines[: len(age.passed)],
        "age": lines[len(age.passed) :],
        "verdicts": [mark(each, words) for each in Verdict],
    }


def _addresses(state: PageState) -> dict[str, Any]:
    """Return the queries of links and the hidden fields of forms, which keep the page's state."""
    bare = replace(state, question={}, parts="")
    common = {key: text for key, text in state.question.items() if is_common(key)}
    answers = [(key, text) for key, text in state.question.items() if key.startswith("switch.")]
    context = [pair for pair in parse_qsl(bare.query()) if not pair[0].startswith("switch.")]
    return {
        "context": urlencode(context),
        "alone": replace(state, parts="").query(),
        "several": replace(state, question=common, parts=state.parts or NEW_LIST).query(),
        "blank_list": replace(bare, parts=NEW_LIST).query(),
        "carried": [*context, *answers],
    }


def _answer_content(
    work: Work, state: PageState, words: ScreeningVoice, today: date
) -> dict[str, Any]:
    """Return the content of the answer on one question."""
    library, voice = words.library, words.voice
    query = question_of(state.question, voice, today)
    screened = screened_once(library, query)
    age = age_of(library.timeline, today, query.on)
    answer = screening_content(screened, words, state, age.passed)
    told = answer.screening
    lines = age_lines(age, voice, settles=is_shipped(library.folder))[: len(age.passed)]
    in_place = {each.control.key for each in answer.questions}
    in_place |= {each.key for each in answer.switches}
    kept = [pair for pair in state.question.items() if pair[0] not in in_place]
    context = [pair for pair in _addresses(state)["carried"] if pair[0] not in state.question]
    options = replace(work.situation(state.scenario).origin, scenario="").options
    return {
        "answer": answer,
        "passed": [line for line in lines if line not in answer.passed],
        "asked": [*context, *kept],
        "title": voice.say("screening.titled", verdict=told.mark.word, title=told.title),
        "command": screening_command(query, options),
        "link": replace(state, question={**state.question, "on": query.on.isoformat()}).query(),
    }


def _list_content(
    work: Work, state: PageState, words: ScreeningVoice, should_cancel: ShouldCancel
) -> dict[str, Any]:
    """Return the content of a list, or of its empty form."""
    if state.parts == NEW_LIST:
        return {}
    voice = words.voice
    kept = work.lists.find(state.parts)
    if kept is None:
        raise InputError(voice.say("screening.list-gone"))
    found = screened_list(work, kept, state, should_cancel)
    parties = list_library(work, kept, state).timeline.parties
    rows = [_row(row, state, words) for row in found.rows[:SHOWN_ROWS]]
    later = [_row(row, state, words) for row in found.rows[SHOWN_ROWS:] if row.answer is None]
    counts = found.counts()
    told = ""
    if parties is not None:  # the page of one part has no party list, and could answer otherwise
        rows, later = ([replace(row, href="") for row in each] for each in (rows, later))
        told = parties_told(parties, voice)
    return {
        "parties_told": told,
        "rows": [*rows, *later],
        "rows_in_all": len(found.rows),
        "unread": len(found.unread),
        "counts": [(mark(each, words), counts.get(each.value, 0)) for each in Verdict],
        "pasted": kept.text,
        "name": kept.name,
        "title": voice.say("screening.list-titled", name=kept.name, n=len(found.rows)),
    }


def _row(row: ScreenedRow, state: PageState, words: ScreeningVoice) -> ListedRow:
    """Return a row of a list as the template reads it."""
    answer, query = row.answer, row.query
    if answer is None or query is None:
        told = tuple(f"{each.what} {each.cure}".strip() for each in row.problems)
        part = next((cell for cell in row.cells.values() if cell.strip()), "")
        return ListedRow(row.line, part, "", None, "", told, ())
    voice, verdict = words.voice, Verdict(answer["verdict"])
    title = answer["item"]["title"]
    names, asked = len(answer["item"]["names"]), answer["item"]["asked"]
    shown = words.titled(title) if query.item else voice.say("screening.by-numbers")
    if names > 1:
        shown = voice.say("screening.several", name=asked, n=names)
    alone = replace(state, parts="", question=address_texts(query.content()))
    conditions = [words.condition(each["condition"]) for each in answer["missing"]]
    rules = [
        (voice.name("measure", each["id"], each["title"]), each["address"] or "")
        for each in answer["rules"]
    ]
    return ListedRow(
        line=row.line,
        part=shown,
        href=alone.query(),
        mark=mark(verdict, words),
        policy=_policy(answer, voice),
        missing=tuple(dict.fromkeys(conditions)),
        rules=tuple(dict.fromkeys(rules)),
    )


def _policy(answer: Mapping[str, Any], voice: Voice) -> str:
    """Return the licence policy of an answer in words, with the exceptions that it names."""
    if not answer["policy"]:
        return ""
    sometimes = not all(each["exceptions"] for each in answer["branches"])
    instead = exception_words(answer["exceptions"], voice, sometimes=sometimes)
    slug = answer["policy"]
    return f"{voice.say(f'policy.{slug}')}{instead}"


def _areas(library: Library, words: ScreeningVoice) -> list[AreaContent]:
    """Return how far the record reaches, area by area."""
    return [area_content(each, words) for each in library.timeline.coverage.areas.values()]


def _problems(refusal: InputError, state: PageState) -> list[tuple[str, str]]:
    """Return each problem of a refusal in words, with the key of the field that it concerns."""
    found: list[tuple[str, str]] = []
    for each in refusal.problems:
        told = f"{each.what} {each.cure}".strip()
        is_field = each.file and not each.line
        where = f"{each.file}:{each.line}  " if each.line else ""
        wrong = next(
            (
                key
                for key, text in state.question.items()
                if f'"{text}"' in each.what or each.what.startswith(f"{text} ")
            ),
            "",
        )
        found.append((each.file if is_field else wrong, f"{where}{told}"))
    return found
