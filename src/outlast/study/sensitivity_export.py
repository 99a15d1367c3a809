"""A study of sensitivity as plain data, and its private copy: a run names the deciding groups."""

import json
from hashlib import sha256
from typing import Any, Final

from outlast.results import Manifest
from outlast.storage import cache
from outlast.storage.strict_json import json_text
from outlast.study.pick_freeze import Effect
from outlast.study.sensitivity import DecidingGroup, Sensitivity, deciding_groups

FOLDER: Final = "studies"
"""The folder of kept studies in the private cache."""


def sensitivity_content(found: Sensitivity) -> dict[str, Any]:
    """Return a study as plain data, for JSON and tables."""
    manifest = found.manifest
    return {
        "scenario": manifest.scenario,
        "digest": manifest.digest,
        "version": manifest.version,
        "given": dict(manifest.given),
        "futures": manifest.futures,
        "seed": manifest.seed,
        "set": found.service_set,
        "definition": found.definition,
        "outcomes": dict(found.outcomes),
        "means": dict(found.means),
        "groups": [
            {
                "group": each.group.key,
                "title": each.group.title,
                "inputs": list(each.group.inputs),
                "effects": {name: _effect(one) for name, one in each.effects.items()},
            }
            for each in found.groups
        ],
        "branches": [
            {
                "question": each.question,
                "title": each.title,
                "branch": each.branch,
                "chance": each.chance,
                "means": dict(each.means),
                "errors": dict(each.errors),
            }
            for each in found.branches
        ],
        "deciding": [
            {"group": each.key, "title": each.title, "total": each.effect, "error": each.error}
            for each in deciding_groups(found)
        ],
    }


def _effect(effect: Effect) -> dict[str, float]:
    return {
        "total": effect.total,
        "total_error": effect.total_error,
        "first": effect.first,
        "first_error": effect.first_error,
    }


def keep(found: Sensitivity) -> None:
    """Keep a study in the private cache, where `kept_deciding` finds it."""
    cache.write(_name(found.manifest), json_text(sensitivity_content(found), None).encode())


def kept_deciding(manifest: Manifest) -> tuple[tuple[DecidingGroup, ...], int] | None:
    """Return the groups that decide a run and the futures of the study, or None without a study.

    A study belongs to a run of the same files, settings and version; the futures may differ.

    Args:
        manifest: The manifest of the run.
    """
    content = cache.read(_name(manifest))
    if content is None:
        return None
    study = json.loads(content)
    groups = tuple(
        DecidingGroup(each["group"], each["title"], each["total"], each["error"])
        for each in study["deciding"]
    )
    return (groups, int(study["futures"])) if groups else None


def _name(manifest: Manifest) -> str:
    """Return the name of the entry of a study in the cache."""
    given = sorted(manifest.given.items())
    text = json.dumps([manifest.digest, manifest.version, given])
    return f"{FOLDER}/{sha256(text.encode()).hexdigest()}.json"
