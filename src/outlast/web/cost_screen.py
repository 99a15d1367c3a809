"""The screen of the cost: each bloc by part, year and industry, and the losses of institutions."""

from typing import Any

from outlast.economy.contest_exposure import contest_exposure
from outlast.economy.cost import contest_cost
from outlast.economy.same_stop import contest_same_stops
from outlast.present.citation import citation
from outlast.present.cost import bloc_tables, cost_basis, cost_line, cost_tables
from outlast.present.display.voice import Voice
from outlast.present.institutions import losses_apart, losses_in_words
from outlast.present.registry import Subject, figures
from outlast.web.cache import ShouldCancel, check_client, while_client_waits
from outlast.web.figures import linked_figure
from outlast.web.state import PageState
from outlast.web.tables import page_table
from outlast.web.work import Work


def cost_screen(
    work: Work, state: PageState, voice: Voice, should_cancel: ShouldCancel
) -> dict[str, Any]:
    """Return the content of the cost: the line, its parts, its figures, published losses."""
    results = work.results(state, should_cancel)
    contest = results.situation.origin.contest
    cost, found = contest_cost(results), contest_exposure(contest)
    check_client(should_cancel)
    entries = while_client_waits(figures("cost", results), should_cancel)
    subject = Subject(results)
    drawn = {
        entry.name: linked_figure(work, entry.build(subject, voice), voice) for entry in entries
    }
    check_client(should_cancel)
    tables = cost_tables(results, cost, voice) if cost else []
    return {
        "cited": citation(results, voice),
        "line": cost_line(results, cost, voice) if cost else "",
        "basis": cost_basis(results, cost, voice) if cost else "",
        "blocs": [
            (voice.capital(name), page_table(table, voice))
            for name, table in (bloc_tables(results, cost, voice) if cost else ())
        ],
        "tables": [(title, page_table(table, voice)) for title, table in tables[1:]],
        "figures": drawn,
        "apart": losses_apart(found, voice) if found else "",
        "losses": losses_in_words(found, contest_same_stops(contest), voice) if found else (),
    }
