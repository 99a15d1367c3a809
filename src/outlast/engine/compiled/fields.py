"""Groups of arrays in compiled code: a table of addresses that hands out lanes of futures.

The signature of the compiled code is the same for every world, because a table holds addresses and
sizes. Loads require the alignment of one element: as fast, and any NumPy array will do.
"""

import operator
from hashlib import sha256

from outlast.engine.compiled.simd import (
    Lanes,
    Opaque,
    extending,
    import_module,
    imputils,
    ir,
    model,
    scalar,
    templates,
    types,
    widen,
)

SLOTS = 4
"""Words of a field in a table: its address, then the sizes of up to three axes."""
I64 = ir.IntType(64)
WORD = 8
"""Bytes of a word, to which an integer is widened."""
ELEMENTS = {"int8": ir.IntType(8), "int32": ir.IntType(32), "int64": I64}


class Field(types.Type):
    """One array of a group: rows of futures if `width` is over 0, else shared values."""

    def __init__(self, elt: Opaque, width: int, axes: int, fixed: int) -> None:
        self.elt, self.width, self.axes, self.fixed = elt, width, axes, fixed
        super().__init__(name=f"Field({elt},{width},{axes},{fixed})")

    def item(self) -> Opaque:
        """Return the type of one item."""
        if self.width:
            return Lanes(self.elt, self.width)
        return types.int64 if isinstance(self.elt, types.Integer) else self.elt

    def stored(self) -> Opaque:
        """Return the LLVM type of one item in memory."""
        if self.width:
            return Lanes(self.elt, self.width).vector()
        return ELEMENTS.get(self.elt.name) or scalar(self.elt)


class Group(types.Type):
    """A table of fields, by name."""

    def __init__(self, title: str, fields: tuple[tuple[str, Field], ...]) -> None:
        self.title, self.fields = title, fields
        self.order = {name: i for i, (name, _) in enumerate(fields)}
        text = ";".join(f"{name}:{field.name}" for name, field in fields)
        super().__init__(name=f"{title}_{sha256(text.encode()).hexdigest()[:16]}")


def _address(_kind: Opaque) -> Opaque:
    return I64.as_pointer()


model(Field, _address)
model(Group, _address)


def word_at(b: Opaque, table: Opaque, k: int) -> Opaque:
    """Load a word of a table; tables never change while the code runs."""
    loaded = b.load(b.gep(table, [ir.Constant(I64, k)]))
    loaded.set_metadata("invariant.load", b.module.add_metadata([]))
    return loaded


def address_of(context: Opaque, b: Opaque, field: Field, table: Opaque, where: Opaque) -> Opaque:
    """Return the address of an item; `where` is a pair of index types and values."""
    kinds, values = where
    flat = ir.Constant(I64, 0)
    for axis, (kind, value) in enumerate(zip(kinds, values, strict=True)):
        index = context.cast(b, value, kind, types.int64)
        flat = index if axis == 0 else b.add(b.mul(flat, word_at(b, table, axis + 1)), index)
    if field.width:
        flat = b.mul(flat, ir.Constant(I64, field.width))
    element = ELEMENTS.get(field.elt.name) or scalar(field.elt)
    start = b.inttoptr(word_at(b, table, 0), element.as_pointer())
    return b.bitcast(b.gep(start, [flat]), field.stored().as_pointer())


def load(context: Opaque, b: Opaque, field: Field, table: Opaque, where: Opaque) -> Opaque:
    """Load an item of a field."""
    loaded = b.load(address_of(context, b, field, table, where), align=size(field))
    if field.fixed:
        loaded.set_metadata("invariant.load", b.module.add_metadata([]))
    if not field.width and isinstance(field.elt, types.Integer):
        return loaded if size(field) == WORD else b.sext(loaded, I64)
    return loaded


def size(field: Field) -> int:
    """Return the bytes of one element."""
    return field.elt.bitwidth // 8


def split(context: Opaque, b: Opaque, kind: Opaque, value: Opaque) -> Opaque:
    """Return the index types and values of an index or a tuple of them."""
    del context
    if isinstance(kind, types.BaseTuple):
        unpack = import_module("numba.core.cgutils").unpack_tuple
        return tuple(kind), unpack(b, value)
    return (kind,), (value,)


def fits(field: Opaque, index: Opaque) -> bool:
    """Return whether the index has as many parts as the field has axes."""
    if not isinstance(field, Field):
        return False
    parts = tuple(index) if isinstance(index, types.BaseTuple) else (index,)
    return len(parts) == field.axes and all(isinstance(p, types.Integer) for p in parts)


@templates.infer_global(operator.getitem)
class ReadItem(templates.AbstractTemplate):
    """Type the reading of an item."""

    def generic(self, args: Opaque, kws: Opaque) -> Opaque:
        """Return the signature."""
        del kws
        if fits(*args):
            return templates.signature(args[0].item(), *args)
        return None


@templates.infer_global(operator.setitem)
class WriteItem(templates.AbstractTemplate):
    """Type the writing of an item."""

    def generic(self, args: Opaque, kws: Opaque) -> Opaque:
        """Return the signature."""
        del kws
        if fits(args[0], args[1]) and isinstance(args[2], (Lanes, types.Number)):
            return templates.signature(types.none, *args)
        return None


@templates.infer_global(len)
class Length(templates.AbstractTemplate):
    """Type the length of a field."""

    def generic(self, args: Opaque, kws: Opaque) -> Opaque:
        """Return the signature."""
        del kws
        return templates.signature(types.intp, *args) if isinstance(args[0], Field) else None


@imputils.lower_builtin(operator.getitem, Field, types.Any)
def read_item(context: Opaque, b: Opaque, sig: Opaque, args: Opaque) -> Opaque:
    """Lower the reading of an item."""
    where = split(context, b, sig.args[1], args[1])
    return load(context, b, sig.args[0], args[0], where)


@imputils.lower_builtin(operator.setitem, Field, types.Any, types.Any)
def write_item(context: Opaque, b: Opaque, sig: Opaque, args: Opaque) -> Opaque:
    """Lower the writing of an item."""
    field = sig.args[0]
    where = split(context, b, sig.args[1], args[1])
    value = args[2]
    if field.width:
        value = widen(context, b, value, sig.args[2], field.item())
    else:
        value = context.cast(b, value, sig.args[2], field.elt)
    b.store(value, address_of(context, b, field, args[0], where), align=size(field))
    return context.get_dummy_value()


@imputils.lower_builtin(len, Field)
def length(context: Opaque, b: Opaque, sig: Opaque, args: Opaque) -> Opaque:
    """Lower the length of a field."""
    del context, sig
    return word_at(b, args[0], 1)


@templates.infer_getattr
class FieldOfGroup(templates.AttributeTemplate):
    """Type the fields of a group; one without axes is a value."""

    key = Group

    def generic_resolve(self, group: Opaque, name: str) -> Opaque:
        """Return the type of a field."""
        if name not in group.order:
            return None
        field = group.fields[group.order[name]][1]
        return field if field.axes else field.item()


@imputils.lower_getattr_generic(Group)
def field_of_group(context: Opaque, b: Opaque, group: Opaque, table: Opaque, name: str) -> Opaque:
    """Lower the reading of a field."""
    at = b.gep(table, [ir.Constant(I64, SLOTS * group.order[name])])
    field = group.fields[group.order[name]][1]
    return at if field.axes else load(context, b, field, at, ((), ()))


@templates.infer_getattr
class ShapeOfField(templates.AttributeTemplate):
    """Type the shape of a field."""

    key = Field

    def resolve_shape(self, field: Opaque) -> Opaque:
        """Return the type of the shape."""
        return types.UniTuple(types.intp, field.axes)


@imputils.lower_getattr(Field, "shape")
def shape_of_field(context: Opaque, b: Opaque, field: Opaque, table: Opaque) -> Opaque:
    """Lower the shape of a field."""
    words = [word_at(b, table, axis + 1) for axis in range(field.axes)]
    return context.make_tuple(b, types.UniTuple(types.intp, field.axes), words)


class AddressTable:
    """The addresses of a group's arrays, which it keeps alive."""

    def __init__(self, kind: Group, arrays: list[Opaque]) -> None:
        words = import_module("numpy").zeros(SLOTS * len(arrays), "int64")
        for i, array in enumerate(arrays):
            words[SLOTS * i] = array.ctypes.data
            sizes = array.shape[: kind.fields[i][1].axes]
            words[SLOTS * i + 1 : SLOTS * i + 1 + len(sizes)] = sizes
        self.kind, self.arrays, self.words = kind, arrays, words
        self.address = int(words.ctypes.data)


@extending.typeof_impl.register(AddressTable)
def type_of_table(table: AddressTable, context: Opaque) -> Group:
    """Return the group of a table."""
    del context
    return table.kind


@extending.unbox(Group)
def unbox_table(kind: Opaque, obj: Opaque, c: Opaque) -> Opaque:
    """Lower the passing of a table."""
    del kind
    number = c.pyapi.object_getattr_string(obj, "address")
    value = c.pyapi.long_as_longlong(number)
    c.pyapi.decref(number)
    return extending.NativeValue(c.builder.inttoptr(value, I64.as_pointer()))
