"""Values kept with results: one for each object, dropped with it."""

import gc
from dataclasses import replace
from weakref import ref

from outlast.api.run import run
from outlast.results import Results
from outlast.results.kept_with import KeptWith


class Value:
    """A value that can be watched."""


def made(_: Results) -> Value:
    return Value()


def test_each_object_has_its_own_value_until_it_is_gone() -> None:
    results, kept = run("lilliput", futures=2).results, KeptWith(made)
    copy = replace(results)
    assert copy == results
    assert kept(results) is kept(results)
    assert kept(copy) is not kept(results)
    value = ref(kept(copy))
    assert value() is not None
    del copy
    gc.collect()
    assert value() is None
    assert kept(results) is kept(results)
