"""EU imports before and after six Chinese controls, from customs data.

Reads the results of a pre-registered study of Eurostat's Comext. Writes facts/eu-controls.csv: t a
month and EUR/kg before and after, and statements on the origins that took China's place. The means
are customs facts; the study's causal reading is not taken over. Refuses a study whose antimony row
is another.
"""

from pathlib import Path
from typing import Final

from pipeline.chip_rows import Fact, Statement
from pipeline.mineral_copies import copy_rows, expect, source_of, unique
from pipeline.tables import Row

FILE: Final = "eu_event_study_controls_before_after.csv"
PUBLISHED: Final = "2026-09-30"
KNOWN: Final = {"C5|china_t_month_pre": "190.32", "C5|china_t_month_post(7-12m)": "8.44"}
CONTROLS: Final = {
    "C1": ("gallium-germanium", "2021-07/2023-06", "2024-03/2024-08"),
    "C2": ("graphite", "2021-10/2023-09", "2024-07/2024-12"),
    "C4": ("magnets", "2023-04/2025-03", "2025-11/2026-04"),
    "C4r": ("gd-tb-dy", "2023-04/2025-03", "2025-11/2026-04"),
    "C5": ("antimony", "2022-08/2024-07", "2025-04/2025-09"),
    "C6": ("bismuth", "2023-02/2025-01", "2025-09/2026-02"),
}
"""Subject, the 24 months before the announcement, months 7 to 12 after entry into force."""

COLUMNS: Final = {
    "china_t_month_pre": ("imports-from-cn", "before", "t/month", "EU imports from China"),
    "china_t_month_post(7-12m)": ("imports-from-cn", "after", "t/month", "EU imports from China"),
    "all_origins_t_month_pre": ("imports", "before", "t/month", "EU imports from all origins"),
    "all_origins_t_month_post": ("imports", "after", "t/month", "EU imports from all origins"),
    "unit_value_eur_kg_pre": ("import-price", "before", "EUR/kg", "Unit value of EU imports"),
    "unit_value_eur_kg_post": ("import-price", "after", "EUR/kg", "Unit value of EU imports"),
}
WINDOW: Final = {
    "before": "the 24 before the announcement",
    "after": "the seventh to twelfth after entry into force",
}


def fact(row: Row, column: str) -> Fact:
    """Return one mean of one control."""
    key, before, after = CONTROLS[row["control"]]
    quantity, side, unit, title = COLUMNS[column]
    return Fact(
        key=f"{key}-{quantity}-{side}-control-eu-{row['in_force'][:4]}",
        title=f"{title}, {row['goods']}, {side} the control of {row['in_force']}",
        value=float(row[column]),
        unit=unit,
        period=before if side == "before" else after,
        published=PUBLISHED,
        source=source_of(FILE),
        locator=f"control {row['control']}, {row['goods']}, mean {side}",
        grade="measured",
        note=f"mean of customs months, {WINDOW[side]}; published: month known",
    )


def statement(row: Row) -> Row:
    """Return the suppliers that took China's place."""
    key, _, after = CONTROLS[row["control"]]
    return Statement(
        key=f"{key}-replacement-origins-eu-{row['in_force'][:4]}",
        title=f"Origins that replaced China in EU imports of {row['goods']}",
        text=f"Change in t a month: {row['replacement_origins_t_month']}",
        period=after,
        published=PUBLISHED,
        source=source_of(FILE),
        locator=f"control {row['control']}, replacement origins",
        grade="measured",
        note=f"the study's reading: {row['reading_corrected']}; published: month known",
    ).row()


def build(evidence: Path) -> dict[str, list[Row]]:
    """Return the means and the replacements."""
    rows = copy_rows(evidence, FILE)
    expect(rows, list(COLUMNS), KNOWN, "control")
    facts = [fact(row, column) for row in rows for column in COLUMNS]
    return {
        "facts/eu-controls.csv": unique(facts),
        "facts/eu-controls-statements.csv": [statement(row) for row in rows],
    }
