"""Exponential and logarithm over lanes, by polynomials: the C library takes one number at a time.

Errors are under 2e-16 relative in float64 and 2e-7 in float32, over the range that does not
overflow.
"""

from math import exp as exp_of_number
from math import factorial
from math import log as log_of_number

from outlast.engine import ops
from outlast.engine.compiled.simd import Lanes, Opaque, define, extending, ir, types

LOG2_E = 1.4426950408889634
LN_2 = 0.6931471805599453
HIGH64 = 6.93145751953125e-1
LOW64 = 1.42860682030941723212e-6
HIGH32 = 0.693359375
LOW32 = -2.12194440e-4
MAGIC64 = 6755399441055744.0
MAGIC32 = 12582912.0
"""Adding it rounds to a whole number, whose bits are then the lowest of the mantissa."""
E2, E3, E4, E5, E6, E7, E8 = (1.0 / factorial(k) for k in range(2, 9))
E9, E10, E11, E12, E13 = (1.0 / factorial(k) for k in range(9, 14))
L3, L5, L7, L9, L11, L13, L15, L17, L19, L21 = (2.0 / k for k in range(3, 22, 2))


def bits(kind: Lanes) -> Opaque:
    """Return the vector of whole numbers as wide as the lanes."""
    return ir.VectorType(ir.IntType(kind.elt.bitwidth), kind.width)


def constant(kind: Lanes, value: int) -> Opaque:
    """Return a vector of one whole number."""
    return ir.Constant(bits(kind), [value] * kind.width)


def mantissa(kind: Lanes) -> int:
    """Return the bits of the mantissa."""
    return 52 if kind.elt == types.float64 else 23


def root_half(kind: Lanes) -> int:
    """Return the high bits of the root of a half, which centres the mantissa on 1."""
    return 0x3FE6A09E667F3BCD if kind.elt == types.float64 else 0x3F3504F3


@extending.intrinsic
def scaled(_context: Opaque, p: Opaque, z: Opaque) -> Opaque:
    """Return p times 2 to the whole number in the lowest bits of z."""

    def build(_context: Opaque, b: Opaque, sig: Opaque, args: Opaque) -> Opaque:
        kind = sig.return_type
        shift = b.shl(b.bitcast(args[1], bits(kind)), constant(kind, mantissa(kind)))
        return b.bitcast(b.add(b.bitcast(args[0], bits(kind)), shift), kind.vector())

    return p(p, z), build


def exponent(b: Opaque, kind: Lanes, x: Opaque) -> Opaque:
    """Return the exponent of each lane as a whole number."""
    shifted = b.sub(b.bitcast(x, bits(kind)), constant(kind, root_half(kind)))
    return b.ashr(shifted, constant(kind, mantissa(kind)))


@extending.intrinsic
def exponent_of(_context: Opaque, x: Opaque) -> Opaque:
    """Return the exponent of each lane."""

    def build(_context: Opaque, b: Opaque, sig: Opaque, args: Opaque) -> Opaque:
        kind = sig.return_type
        return b.sitofp(exponent(b, kind, args[0]), kind.vector())

    return x(x), build


@extending.intrinsic
def mantissa_of(_context: Opaque, x: Opaque) -> Opaque:
    """Return each lane over 2 to its exponent."""

    def build(_context: Opaque, b: Opaque, sig: Opaque, args: Opaque) -> Opaque:
        kind = sig.return_type
        shift = b.shl(exponent(b, kind, args[0]), constant(kind, mantissa(kind)))
        return b.bitcast(b.sub(b.bitcast(args[0], bits(kind)), shift), kind.vector())

    return x(x), build


def exp64(x: Opaque) -> Opaque:
    """Return the exponential, float64."""
    x = ops.most(ops.least(x, 700.0), -700.0)
    z = x * LOG2_E + MAGIC64
    n = z - MAGIC64
    r = x - n * HIGH64
    r = r - n * LOW64
    p = ((((r * E13 + E12) * r + E11) * r + E10) * r + E9) * r + E8
    p = (((((p * r + E7) * r + E6) * r + E5) * r + E4) * r + E3) * r + E2
    return scaled((p * r + 1.0) * r + 1.0, z)


def exp32(x: Opaque) -> Opaque:
    """Return the exponential, float32."""
    x = ops.most(ops.least(x, 87.0), -87.0)
    z = x * LOG2_E + MAGIC32
    n = z - MAGIC32
    r = x - n * HIGH32
    r = r - n * LOW32
    p = ((((r * E7 + E6) * r + E5) * r + E4) * r + E3) * r + E2
    return scaled((p * r + 1.0) * r + 1.0, z)


def log64(x: Opaque) -> Opaque:
    """Return the natural logarithm, float64."""
    x = ops.most(x, ops.TINY)
    m = mantissa_of(x)
    s = (m - 1.0) / (m + 1.0)
    q = s * s
    p = ((((q * L21 + L19) * q + L17) * q + L15) * q + L13) * q + L11
    p = ((((p * q + L9) * q + L7) * q + L5) * q + L3) * q + 2.0
    n = exponent_of(x)
    return n * HIGH64 + (n * LOW64 + s * p)


def log32(x: Opaque) -> Opaque:
    """Return the natural logarithm, float32."""
    x = ops.most(x, ops.TINY)
    m = mantissa_of(x)
    s = (m - 1.0) / (m + 1.0)
    q = s * s
    p = (((q * L9 + L7) * q + L5) * q + L3) * q + 2.0
    return exponent_of(x) * LN_2 + s * p


def log_of_positive(x: float) -> float:
    """Return the natural logarithm of a number, of `TINY` at least."""
    return log_of_number(max(x, ops.TINY))


for _function in (exp64, exp32, log64, log32, log_of_positive):
    extending.register_jitable(_function)


@extending.overload(ops.exp)
def exp_over_lanes(a: Opaque) -> Opaque:
    """Choose the exponential of a number or of lanes."""
    if isinstance(a, Lanes):
        return _exp64 if a.elt == types.float64 else _exp32
    return _exp


@extending.overload(ops.log)
def log_over_lanes(a: Opaque) -> Opaque:
    """Choose the logarithm of a number or of lanes."""
    if isinstance(a, Lanes):
        return _log64 if a.elt == types.float64 else _log32
    return _log


def _exp64(a: Opaque) -> Opaque:
    return exp64(a)


def _exp32(a: Opaque) -> Opaque:
    return exp32(a)


def _exp(a: float) -> float:
    return exp_of_number(a)


def _log64(a: Opaque) -> Opaque:
    return log64(a)


def _log32(a: Opaque) -> Opaque:
    return log32(a)


def _log(a: float) -> float:
    return log_of_positive(a)


def _same(a: Opaque) -> Opaque:
    return a if isinstance(a, (Lanes, types.Number)) else None


def _itself(_context: Opaque, _b: Opaque, _sig: Opaque, args: Opaque) -> Opaque:
    return args[0]


define(ops.lane, _same, 1, _itself)
for _operation in (
    ops.positive,
    ops.safe,
    ops.weight,
    ops.power,
    ops.path,
):
    extending.register_jitable(_operation)
