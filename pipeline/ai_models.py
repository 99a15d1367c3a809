"""Which Chinese models were trained on which chips.

Reads Epoch AI's tables of notable, large and frontier models (columns cut). Writes a statement
a model, the number of chips where it is known, and by year the share of Chinese models with
known hardware that were trained on Chinese chips. Refuses to count a model that was made
together with a firm outside China. What a firm does not say is not counted: the share is one of
what is known, and a model on restricted chips has a reason to be silent.
"""

import re
from collections import defaultdict
from pathlib import Path

from pipeline.chip_rows import Fact, Statement, figures, read_copy, source_of
from pipeline.tables import Row

MODELS = "epoch_models_training_compute_slim.csv"
PUBLISHED = "2025-12-31"
HOME = {"China", "Hong Kong"}
OWN_CHIPS = ("Ascend", "Kunlun", "Cambricon", "Siyuan")
FIRST = "2020"
MOST = 60
SPREAD = {"Confident": 0.1, "Likely": 0.3, "Speculative": 0.5}


def is_home(row: Row) -> bool:
    """Say whether all developers of a model are Chinese."""
    return set(row["country"].split(",")) <= HOME


def own(row: Row) -> float:
    """Return the part of the named kinds of chip that is Chinese."""
    kinds = row["training_hardware"].split(",")
    return sum(any(name in kind for name in OWN_CHIPS) for kind in kinds) / len(kinds)


def slug(name: str) -> str:
    """Return a model's name as a part of a key."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower().replace("Σ".lower(), "sigma")).strip("-")


def statement(row: Row) -> Row:
    """Return the maker, the model and the hardware of each training run."""
    kinds = row["training_hardware"].replace(",", " and ")
    count = f"{float(row['hardware_quantity']):.0f} " if row["hardware_quantity"] else ""
    maker = row["organization"].split(",")[0][:MOST]
    compute = float(row["training_compute_flop"])
    return Statement(
        key=f"model-{slug(row['model'])}-hardware-cn-{row['publication_date'][:4]}",
        title=f"{row['model']}: training hardware",
        text=f"{maker} trained {row['model']} on {count}{kinds}; about {compute:.1e} FLOP",
        period=row["publication_date"],
        published=PUBLISHED,
        source=source_of(MODELS),
        locator=f"row '{row['model']}', training hardware, hardware quantity, training compute",
        grade="measured" if row["confidence"] == "Confident" else "judged",
        note=f"Epoch AI's confidence: {row['confidence']}; after the developer's own paper; "
        "published: month of the data set",
    ).row()


def count_fact(row: Row) -> Row:
    """Return how many chips a model was trained on."""
    value, share = float(row["hardware_quantity"]), SPREAD[row["confidence"]]
    sure = row["confidence"] == "Confident"
    return Fact(
        key=f"model-{slug(row['model'])}-chips-cn-{row['publication_date'][:4]}",
        title=f"Chips on which {row['model']} was trained ({row['training_hardware']})",
        value=value,
        low="" if sure else figures(value * (1 - share)),
        high="" if sure else figures(value * (1 + share)),
        unit="chip",
        period=row["publication_date"],
        published=PUBLISHED,
        source=source_of(MODELS),
        locator=f"row '{row['model']}', hardware quantity",
        grade="measured" if sure else "judged",
        note="the developer's count, not audited; published: month of the data set"
        + ("" if sure else f"; range ours: Epoch AI calls it {row['confidence'].lower()}"),
    ).row()


def share_facts(rows: list[Row]) -> list[Row]:
    """Return by year the share of models trained on Chinese chips."""
    years: dict[str, list[float]] = defaultdict(list)
    for row in rows:
        years[row["publication_date"][:4]].append(own(row))
    facts: list[Row] = []
    for year, parts in years.items():
        count, value = len(parts), sum(parts) / len(parts)
        error = 1.645 * ((value * (1 - value) + 1 / count) / (count + 1)) ** 0.5
        facts.append(
            Fact(
                key=f"models-on-chinese-chips-share-cn-{year}",
                title=f"Share of Chinese models of {year} with known hardware on Chinese chips",
                value=figures(value),
                low=figures(max(0.0, value - error)),
                high=figures(min(1.0, value + error)),
                unit="1",
                period=year,
                published=PUBLISHED,
                source=source_of(MODELS),
                locator=f"{count} rows of {year} with developers in China alone and hardware named",
                grade="derived",
                note="a model on two makers' chips counts half; range ours: error of a share in so "
                "small a sample; models whose hardware is not told are most of all",
            ).row()
        )
    return facts


def build(evidence: Path) -> dict[str, list[Row]]:
    """Return the counts, the shares and the statements."""
    rows = [
        row
        for row in read_copy(evidence, MODELS)
        if is_home(row) and row["training_hardware"] and row["publication_date"] >= FIRST
    ]
    counted = [row for row in rows if row["hardware_quantity"]]
    return {
        "facts/models-china.csv": [count_fact(row) for row in counted] + share_facts(rows),
        "facts/models-china-statements.csv": [statement(row) for row in rows],
    }
