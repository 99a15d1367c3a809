"""The age of the record in words: passed questions first, then settlements, then its last day."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from outlast.policy.age import RecordAge, age_of
from outlast.policy.forks import Fork, forks, passed_forks
from outlast.policy.settlement import Settlement
from outlast.policy.timeline import Timeline
from outlast.present.display.voice import Voice
from outlast.present.moves import moves_line
from outlast.scenario.contest import is_shipped
from outlast.scenario.load import Situation, knows
from outlast.scenario.scenario import DRAWN, Scenario
from outlast.wording import long_day


def age_lines(age: RecordAge, voice: Voice, *, settles: bool) -> list[str]:
    """Return the age of a record in plain words.

    Args:
        age: The age.
        voice: The language.
        settles: Whether `outlast settle` can settle the record's questions.
    """
    lines = [passed_line(fork, voice, settles=settles) for fork in age.passed]
    lines += [settled_line(name, settlement, voice) for name, settlement in age.settlements.items()]
    if age.until is not None:
        until = _day(age.until, voice)
        reaches = voice.say("age.reaches", until=until)
        if age.days:
            today = _day(age.today, voice)
            reaches = voice.say("age.reaches-before", until=until, n=age.days, today=today)
        coming = voice.say("age.next", day=_day(age.next.day, voice)) if age.next else ""
        lines.append(voice.sentences([reaches, coming]))
    return lines


def passed_line(fork: Fork, voice: Voice, *, settles: bool) -> str:
    """Return a line on a question whose day has passed, with the command that settles it."""
    question = voice.name("switch", fork.switch, " ".join(fork.question.split()))
    line = voice.say("age.passed", day=_day(fork.day, voice), question=question)
    if not settles:
        return line
    answers = voice.say("list.comma").join(fork.answers)
    command = f"outlast settle {fork.switch} ANSWER --source URL"
    return voice.sentences([line, voice.say("age.settle", answers=answers, command=command)])


def settled_line(name: str, settlement: Settlement, voice: Voice) -> str:
    """Return a line on a question that the reader settled."""
    answer = voice.name("answer", f"{name}.{settlement.answer}", settlement.answer)
    return voice.say(
        "age.settled",
        question=name,
        answer=answer,
        day=_day(settlement.on, voice),
        source=settlement.source.words,
    )


@dataclass(frozen=True)
class RunAge:
    """The age of a run's record in plain words, in two parts."""

    passed: tuple[str, ...]
    """The questions whose day has passed; an answer begins with them."""

    others: tuple[str, ...]
    """The reader's settlements, the record's last day and its next fork."""

    settlements: tuple[str, ...] = ()
    """The reader's settlements alone, which change the answer."""


def run_age_lines(situation: Situation, voice: Voice, today: date | None) -> list[str]:
    """Return the age of a run's record in plain words; see `run_age`."""
    age = run_age(situation, voice, today)
    return [*age.passed, *age.others]


def run_age(situation: Situation, voice: Voice, today: date | None) -> RunAge:
    """Return the age of a run's record in plain words.

    Questions that the scenario answers itself are left out; a settlement of the reader's that it
    overrules, or that it cannot know as yet, is named with a remark.

    Args:
        situation: The run.
        voice: The language.
        today: The day of reading; without it, the lines are the same on every day.
    """
    contest, scenario = situation.origin.contest, situation.scenario
    timeline, settles = contest.timeline, is_shipped(contest.folder)
    until = timeline.coverage.record_until
    whole = age_of(timeline, today or until or scenario.date)
    drawn = [
        each for each in passed_forks(situation.timeline, whole.today) if _draws(scenario, each)
    ]
    known = [each for each in drawn if knows(scenario, timeline.switches[each.switch])]
    age = replace(whole, passed=tuple(known) if today else (), settlements={})
    lines = age_lines(age, voice, settles=settles)
    settled = list(_settled_lines(situation, voice))
    rest = (*settled, *lines[len(age.passed) :], moves_line(situation, voice))
    return RunAge(tuple(lines[: len(age.passed)]), rest, tuple(settled))


def _settled_lines(situation: Situation, voice: Voice) -> Iterator[str]:
    """Yield a line on each settlement that bears on a run, with a remark where it is not taken."""
    record, stated = situation.timeline, situation.scenario.switches
    entries = [each for measure in record.measures.values() for each in measure.status.values()]
    in_use = {each.when.switch for each in entries if each.when}
    for name, settlement in record.settlements.items():
        if name not in in_use:
            continue
        line, stands = settled_line(name, settlement, voice), stated.get(name, DRAWN)
        remark = ""
        if stands == DRAWN:
            remark = voice.say("age.earlier")
        elif stands != settlement.answer:
            named = voice.name("answer", f"{name}.{stands}", stands)
            remark = voice.say("age.supposed", answer=named)
        yield voice.sentences([line, remark])


def _draws(scenario: Scenario, fork: Fork) -> bool:
    """Return whether a scenario draws the answer to the question of a fork."""
    return scenario.switches.get(fork.switch, DRAWN) == DRAWN


def record_end_rows(timeline: Timeline, today: date | None = None) -> dict[str, Any]:
    """Return the end of a record, its forks and its settlements as plain data.

    The forks are those after the record's end. The next is the first after the day of reading, as
    texts have it. A run is read on many days: without one, it is the first after the record's end.

    Args:
        timeline: The record.
        today: The day of reading; with it, the questions whose day has passed are named too.
    """
    until = timeline.coverage.record_until
    coming = [fork for fork in forks(timeline) if until is not None and fork.day > until]
    ahead = coming if today is None else [each for each in forks(timeline) if each.day > today]
    passed = () if today is None else passed_forks(timeline, today)
    return {
        "record_until": until.isoformat() if until else None,
        **({} if today is None else {"passed_forks": [fork_row(fork) for fork in passed]}),
        "next_fork": fork_row(ahead[0]) if ahead else None,
        "forks": [fork_row(fork) for fork in coming],
        "settlements": settlement_rows(timeline),
    }


def fork_row(fork: Fork) -> dict[str, Any]:
    """Return a fork of the record as plain data."""
    return {
        "on": fork.day.isoformat(),
        "switch": fork.switch,
        "question": fork.question,
        "answers": list(fork.answers),
        "measures": list(fork.measures),
    }


def settlement_rows(timeline: Timeline) -> list[dict[str, str | None]]:
    """Return the settlements of a record as plain data."""
    return [
        {
            "question": name,
            "answer": settlement.answer,
            "on": settlement.on.isoformat(),
            "url": settlement.source.url,
            "title": settlement.source.title,
            "note": settlement.note,
        }
        for name, settlement in timeline.settlements.items()
    ]


def _day(day: date, voice: Voice) -> str:
    """Return a day with the whole name of its month."""
    return long_day(day) if voice.language == "en" else voice.day(day)
