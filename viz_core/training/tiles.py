"""The kernel of small products, made of vector instructions: one tile of a product of two matrices.

In: float32 arrays. Out: intrinsics for loops that Numba compiles.

How a tile works: up to `ROWS` rows by two vectors of the result stay in registers while a loop walks along
the inner axis. At each of its steps two vectors of the right matrix are loaded, each row's number of the left
matrix is spread over a vector, and both are multiplied and added. So every number loaded serves two or `ROWS`
vectors of arithmetic, and twelve sums under way hide how long each addition takes.

The right matrix lies in panels, two vectors of columns each (the last one may be one vector wide), so that
its rows follow each other in memory; columns that are missing are zeros, and what they give is never stored.
The left matrix is read with its own strides: a transposed one costs nothing. Every sum runs in the order of
the inner axis, whatever the shape. Six rows by two vectors fit the 16 registers of AVX2; on processors with
AVX-512 the same text makes vectors that are twice as wide.

Source: the micro-kernel of BLIS (Van Zee & van de Geijn, ACM TOMS 41 (3), 2015,
https://doi.org/10.1145/2764454), after Goto & van de Geijn, 'Anatomy of high-performance matrix
multiplication', ACM TOMS 34 (3), 2008, https://doi.org/10.1145/1356052.1356053.
"""

from itertools import product
from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.core.registry import cpu_target
from numba.extending import intrinsic

# Rows of a tile.
ROWS = 6


def _lanes() -> int:
    """How many float32 numbers a vector of this processor holds; 0 where the kernel has not been measured."""
    *_, features = cpu_target.target_context.codegen().magic_tuple()
    there = set(features.split(","))
    if "+avx512f" in there:
        return 16
    return 8 if {"+avx2", "+fma"} <= there else 0


LANES = _lanes()
PANEL = 2 * LANES

_BYTE, _INT, _LONG, _FLOAT = ir.IntType(8), ir.IntType(32), ir.IntType(64), ir.FloatType()
_VECTOR, _INTS, _BITS = (ir.VectorType(kind, LANES or 1) for kind in (_FLOAT, _INT, ir.IntType(1)))
_SIZE = 4  # bytes of a number


def _at(builder: Any, data: Any, offset: Any, kind: Any) -> Any:
    """A pointer to `kind`, so many bytes behind `data`."""
    start = builder.bitcast(data, _BYTE.as_pointer())
    return builder.bitcast(builder.gep(start, [offset]), kind.as_pointer())


def _spread(builder: Any, number: Any, kind: Any) -> Any:
    """A vector with the same number in every lane."""
    empty = ir.Constant(kind, ir.Undefined)
    first = builder.insert_element(empty, number, _INT(0))
    return builder.shuffle_vector(first, empty, ir.Constant(_INTS, [0] * LANES))


def _sums(builder: Any, shape: tuple[int, int], a: Any, row: Any, panels: Any, start: Any) -> list[list[Any]]:
    """The loop along the inner axis: rows by vectors of sums, in places that LLVM keeps in registers."""
    rows, vectors = shape
    inner = cgutils.unpack_tuple(builder, a.shape)[1]
    down, along = cgutils.unpack_tuple(builder, a.strides)
    lefts = [_at(builder, a.data, builder.mul(builder.add(row, _LONG(r)), down), _BYTE) for r in range(rows)]
    right = _at(builder, panels.data, builder.mul(start, _LONG(_SIZE)), _BYTE)
    zero = ir.Constant(_VECTOR, [0.0] * LANES)
    sums = [[cgutils.alloca_once_value(builder, zero) for _ in range(vectors)] for _ in range(rows)]
    with cgutils.for_range(builder, inner, intp=_LONG) as loop:
        here = builder.mul(loop.index, _LONG(_SIZE * LANES * vectors))
        places = [builder.add(here, _LONG(_SIZE * LANES * v)) for v in range(vectors)]
        loaded = [builder.load(_at(builder, right, place, _VECTOR), align=_SIZE) for place in places]
        step = builder.mul(loop.index, along)
        for left, totals in zip(lefts, sums, strict=True):
            number = _spread(builder, builder.load(_at(builder, left, step, _FLOAT), align=_SIZE), _VECTOR)
            for vector, total in zip(loaded, totals, strict=True):
                # 'contract' lets both become one instruction. An operation with a flag of its own is spared
                # the freedom that loops are compiled with: sums stay in order.
                product = builder.fmul(number, vector, flags=("contract",))
                builder.store(builder.fadd(builder.load(total), product, flags=("contract",)), total)
    return sums


def _store(builder: Any, sums: list[list[Any]], out: Any, row: Any, column: Any, add: Any) -> None:
    """Write a tile, or add it to what is there; of its columns only those that the result has."""
    vectors = range(len(sums[0]))
    down = cgutils.unpack_tuple(builder, out.strides)[0]
    left = builder.sub(cgutils.unpack_tuple(builder, out.shape)[1], column)
    across = [builder.mul(builder.add(column, _LONG(LANES * v)), _LONG(_SIZE)) for v in vectors]
    places = []
    for r, totals in enumerate(sums):
        start = builder.mul(builder.add(row, _LONG(r)), down)
        ats = [_at(builder, out.data, builder.add(start, first), _VECTOR) for first in across]
        places += list(zip(vectors, totals, ats, strict=True))
    whole = builder.icmp_signed(">=", left, _LONG(LANES * len(sums[0])))
    with builder.if_else(whole) as branches:
        for branch, masked in zip(branches, (False, True), strict=True):
            with branch:
                lefts = [builder.sub(left, _LONG(LANES * v)) for v in vectors]
                masks = [_mask(builder, one) if masked else None for one in lefts]
                with builder.if_then(add):
                    for v, total, place in places:
                        more = builder.fadd(builder.load(total), _get(builder, place, masks[v]))
                        builder.store(more, total)
                for v, total, place in places:
                    _put(builder, builder.load(total), place, masks[v])


def _mask(builder: Any, count: Any) -> Any:
    """True in the first `count` lanes."""
    lanes = ir.Constant(_INTS, list(range(LANES)))
    return builder.icmp_signed("<", lanes, _spread(builder, builder.trunc(count, _INT), _INTS))


def _get(builder: Any, place: Any, mask: Any) -> Any:
    if mask is None:
        return builder.load(place, align=_SIZE)
    kind = ir.FunctionType(_VECTOR, [_VECTOR.as_pointer(), _INT, _BITS, _VECTOR])
    load = cgutils.get_or_insert_function(builder.module, kind, f"llvm.masked.load.v{LANES}f32.p0")
    return builder.call(load, [place, _INT(_SIZE), mask, ir.Constant(_VECTOR, [0.0] * LANES)])


def _put(builder: Any, vector: Any, place: Any, mask: Any) -> None:
    if mask is None:
        builder.store(vector, place, align=_SIZE)
        return
    kind = ir.FunctionType(ir.VoidType(), [_VECTOR, _VECTOR.as_pointer(), _INT, _BITS])
    store = cgutils.get_or_insert_function(builder.module, kind, f"llvm.masked.store.v{LANES}f32.p0")
    builder.call(store, [vector, place, _INT(_SIZE), mask])


def _opened(context: Any, builder: Any, signature: Any, args: Any, *places: int) -> list[Any]:
    """The arrays among the arguments, with their `data`, `shape` and `strides`."""
    return [context.make_array(signature.args[k])(context, builder, value=args[k]) for k in places]


@intrinsic
def tile(typing, vectors, height, a, row, panels, start, out, column, add):  # type: ignore[no-untyped-def]
    """One tile of `out`, from `row` and `column` on: rows of `a` by the panel that begins at `start`."""
    index = types.intp

    def generate(context, builder, signature, args):  # type: ignore[no-untyped-def]
        left, right, result = _opened(context, builder, signature, args, 2, 4, 6)
        vectors, height, row, start, column, add = (args[k] for k in (0, 1, 3, 5, 7, 8))
        form = builder.add(builder.mul(vectors, _LONG(ROWS)), height)
        end = builder.append_basic_block("end")
        forms = builder.switch(form, end)
        for wide, high in product((1, 2), range(1, ROWS + 1)):
            block = builder.append_basic_block(f"tile_{high}_by_{wide}")
            forms.add_case(_LONG(wide * ROWS + high), block)
            builder.position_at_end(block)
            sums = _sums(builder, (high, wide), left, row, right, start)
            _store(builder, sums, result, row, column, add)
            builder.branch(end)
        builder.position_at_end(end)
        return context.get_dummy_value()

    return types.void(index, index, a, index, panels, index, out, index, types.boolean), generate


@intrinsic
def lay(typing, b, row, column, factors, panels, start):  # type: ignore[no-untyped-def]
    """Put one vector of a row of `b`, times its factors, into a panel; zeros beyond the last column."""
    index = types.intp

    def generate(context, builder, signature, args):  # type: ignore[no-untyped-def]
        matrix, scales, result = _opened(context, builder, signature, args, 0, 3, 4)
        row, column, start = (args[k] for k in (1, 2, 5))
        mask = _mask(builder, builder.sub(cgutils.unpack_tuple(builder, matrix.shape)[1], column))
        first = builder.mul(column, _LONG(_SIZE))
        offset = builder.add(builder.mul(row, cgutils.unpack_tuple(builder, matrix.strides)[0]), first)
        vector = _get(builder, _at(builder, matrix.data, offset, _VECTOR), mask)
        scale = _get(builder, _at(builder, scales.data, first, _VECTOR), mask)
        place = _at(builder, result.data, builder.mul(start, _LONG(_SIZE)), _VECTOR)
        _put(builder, builder.fmul(vector, scale), place, None)
        return context.get_dummy_value()

    return types.void(b, index, index, factors, panels, index), generate
