"""A vector of futures as a Numba type, with its arithmetic.

`Lanes(elt, width)` lowers to an LLVM vector; a number beside it is spread over its lanes, and of
two precisions the wider is taken. Fused multiply and add is allowed, reassociation is not, and a
NaN stays one.
"""

import operator
from collections.abc import Callable
from importlib import import_module
from typing import Any, TypeAlias, cast

from outlast.engine import ops

Opaque: TypeAlias = Any
"""Objects of Numba and llvmlite, which ship no types."""

ir = cast("Opaque", import_module("llvmlite.ir"))
types = cast("Opaque", import_module("numba.core.types"))
extending = cast("Opaque", import_module("numba.extending"))
templates = cast("Opaque", import_module("numba.core.typing.templates"))
imputils = cast("Opaque", import_module("numba.core.imputils"))
conversion = cast("Opaque", import_module("numba.core.typeconv")).Conversion

FLAGS = ("contract",)


def scalar(elt: Opaque) -> Opaque:
    """Return the LLVM type of one element."""
    return ir.FloatType() if elt == types.float32 else ir.DoubleType()


class Lanes(types.Type):
    """A vector of `width` futures."""

    def __init__(self, elt: Opaque, width: int) -> None:
        self.elt, self.width = elt, width
        super().__init__(name=f"Lanes({elt},{width})")

    def unify(self, context: Opaque, other: Opaque) -> Opaque:
        """Return the type that holds both: a number becomes a vector, the wider precision wins."""
        del context
        if isinstance(other, types.Number):
            return self
        if isinstance(other, Lanes):
            return self if self.elt == types.float64 else other
        return None

    def can_convert_from(self, context: Opaque, other: Opaque) -> Opaque:
        """Return whether a value may become one of this type."""
        del context
        return conversion.safe if isinstance(other, (types.Number, Lanes)) else None

    def vector(self) -> Opaque:
        """Return the LLVM type."""
        return ir.VectorType(scalar(self.elt), self.width)


class Mask(types.Type):
    """A truth value for each of `width` futures, with the precision of the values compared."""

    def __init__(self, elt: Opaque, width: int) -> None:
        self.elt, self.width = elt, width
        super().__init__(name=f"Mask({elt},{width})")

    def unify(self, context: Opaque, other: Opaque) -> Opaque:
        """Return the type that holds both: Numba types a sum before it becomes a vector."""
        del context
        return self if isinstance(other, types.Boolean) else None

    def can_convert_from(self, context: Opaque, other: Opaque) -> Opaque:
        """Return whether a value may become one of this type."""
        del context
        return conversion.safe if isinstance(other, types.Boolean) else None

    def vector(self) -> Opaque:
        """Return the LLVM type."""
        return ir.VectorType(ir.IntType(1), self.width)


def model(kind: Opaque, backend: Callable[[Opaque], Opaque]) -> None:
    """Register the LLVM type of a Numba type."""

    def build(self: Opaque, manager: Opaque, kind: Opaque) -> None:
        extending.models.PrimitiveModel.__init__(self, manager, kind, backend(kind))

    made = type(f"{kind.__name__}Model", (extending.models.PrimitiveModel,), {"__init__": build})
    extending.register_model(kind)(made)


model(Lanes, Lanes.vector)
model(Mask, Mask.vector)


def spread(b: Opaque, to: Lanes, value: Opaque) -> Opaque:
    """Return the vector of which every lane is the value."""
    none = ir.Constant(to.vector(), ir.Undefined)
    first = b.insert_element(none, value, ir.Constant(ir.IntType(32), 0))
    zeros = ir.Constant(ir.VectorType(ir.IntType(32), to.width), [0] * to.width)
    return b.shuffle_vector(first, none, zeros)


def widen(context: Opaque, b: Opaque, value: Opaque, kind: Opaque, to: Lanes) -> Opaque:
    """Return a number or a vector as a vector of the wanted type."""
    if not isinstance(kind, Lanes):
        return spread(b, to, context.cast(b, value, kind, to.elt))
    if kind.elt == to.elt:
        return value
    return (b.fpext if to.elt == types.float64 else b.fptrunc)(value, to.vector())


@imputils.lower_cast(types.Number, Lanes)
@imputils.lower_cast(Lanes, Lanes)
def cast_lanes(context: Opaque, b: Opaque, kind: Opaque, to: Opaque, value: Opaque) -> Opaque:
    """Lower a cast."""
    return widen(context, b, value, kind, to)


@imputils.lower_cast(types.Boolean, Mask)
def cast_mask(context: Opaque, b: Opaque, kind: Opaque, to: Opaque, value: Opaque) -> Opaque:
    """Lower a truth value to one for each lane."""
    del context, kind
    none = ir.Constant(to.vector(), ir.Undefined)
    first = b.insert_element(none, value, ir.Constant(ir.IntType(32), 0))
    zeros = ir.Constant(ir.VectorType(ir.IntType(32), to.width), [0] * to.width)
    return b.shuffle_vector(first, none, zeros)


def joined(*kinds: Opaque) -> Lanes | None:
    """Return the vector type that holds all operands, None if none is a vector."""
    lanes = [k for k in kinds if isinstance(k, Lanes)]
    known = all(isinstance(k, (Lanes, types.Number)) for k in kinds)
    if not lanes or not known:
        return None
    wide = [k for k in lanes if k.elt == types.float64]
    return (wide or lanes)[0]


def define(
    operation: Opaque, result: Callable[..., Opaque], arity: int, lower: Callable[..., Opaque]
) -> None:
    """Define an operation over lanes: `result` types it, `lower` builds it of vectors."""

    def generic(self: Opaque, args: Opaque, kws: Opaque) -> Opaque:
        del self, kws
        typed = result(*args) if len(args) == arity else None
        return None if typed is None else templates.signature(typed, *args)

    def build(context: Opaque, b: Opaque, sig: Opaque, args: Opaque) -> Opaque:
        return lower(context, b, sig, args)

    template = type("Operation", (templates.AbstractTemplate,), {"generic": generic})
    templates.infer_global(operation)(template)
    for first in (Lanes, Mask, types.Number):
        imputils.lower_builtin(operation, first, *[types.Any] * (arity - 1))(build)


def arithmetic(operation: Opaque, method: str) -> None:
    """Define an operator between vectors."""

    def lower(context: Opaque, b: Opaque, sig: Opaque, args: Opaque) -> Opaque:
        x, y = (
            widen(context, b, a, k, sig.return_type) for a, k in zip(args, sig.args, strict=True)
        )
        return getattr(b, method)(x, y, flags=FLAGS)

    define(operation, joined, 2, lower)


def comparison(operation: Opaque, sign: str) -> None:
    """Define a comparison between vectors; only `!=` holds for NaN."""

    def result(*kinds: Opaque) -> Opaque:
        both = joined(*kinds)
        return None if both is None else Mask(both.elt, both.width)

    def lower(context: Opaque, b: Opaque, sig: Opaque, args: Opaque) -> Opaque:
        to = joined(*sig.args)
        x, y = (
            widen(context, b, a, k, cast("Lanes", to)) for a, k in zip(args, sig.args, strict=True)
        )
        return (b.fcmp_unordered if sign == "!=" else b.fcmp_ordered)(sign, x, y)

    define(operation, result, 2, lower)


def extreme(operation: Opaque, sign: str) -> None:
    """Define the smaller or the larger of two vectors."""

    def lower(context: Opaque, b: Opaque, sig: Opaque, args: Opaque) -> Opaque:
        x, y = (
            widen(context, b, a, k, sig.return_type) for a, k in zip(args, sig.args, strict=True)
        )
        return b.select(b.fcmp_ordered(sign, x, y), x, y)

    define(operation, joined, 2, lower)


for _operation, _method in (
    (operator.add, "fadd"),
    (operator.sub, "fsub"),
    (operator.mul, "fmul"),
    (cast("Opaque", operator.truediv), "fdiv"),
):
    arithmetic(_operation, _method)
for _operation, _sign in (
    (operator.lt, "<"),
    (operator.le, "<="),
    (operator.gt, ">"),
    (operator.ge, ">="),
    (operator.ne, "!="),
):
    comparison(_operation, _sign)
extreme(ops.least, "<")
extreme(ops.most, ">")


def _both(a: Opaque, c: Opaque) -> Opaque:
    masks = [k for k in (a, c) if isinstance(k, Mask)]
    known = all(isinstance(k, (Mask, types.Boolean)) for k in (a, c))
    return masks[0] if masks and known else None


def _and(_context: Opaque, b: Opaque, _sig: Opaque, args: Opaque) -> Opaque:
    return b.and_(args[0], args[1])


def _truth(holds: Opaque) -> Opaque:
    return types.boolean if isinstance(holds, (Mask, types.Boolean)) else None


def _any(_context: Opaque, b: Opaque, sig: Opaque, args: Opaque) -> Opaque:
    kind = sig.args[0]
    if not isinstance(kind, Mask):
        return args[0]
    whole = ir.IntType(kind.width)
    return b.icmp_unsigned("!=", b.bitcast(args[0], whole), ir.Constant(whole, 0))


def _minus(a: Opaque) -> Opaque:
    return a if isinstance(a, Lanes) else None


def _negate(_context: Opaque, b: Opaque, sig: Opaque, args: Opaque) -> Opaque:
    to = sig.return_type
    return b.fsub(ir.Constant(to.vector(), [-0.0] * to.width), args[0], flags=FLAGS)


def _chosen(holds: Opaque, x: Opaque, y: Opaque) -> Opaque:
    if isinstance(holds, types.Boolean):
        return joined(x, y)
    if not isinstance(holds, Mask):
        return None
    return joined(x, y, Lanes(holds.elt, holds.width))


def _choose(context: Opaque, b: Opaque, sig: Opaque, args: Opaque) -> Opaque:
    x, y = (
        widen(context, b, a, k, sig.return_type)
        for a, k in zip(args[1:], sig.args[1:], strict=True)
    )
    return b.select(args[0], x, y)


define(operator.and_, _both, 2, _and)
define(operator.neg, _minus, 1, _negate)
define(ops.where, _chosen, 3, _choose)
define(ops.anywhere, _truth, 1, _any)
