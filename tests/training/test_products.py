"""Products by vectors against NumPy: tiles of every height, columns left over, numbers that are none."""

import os
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location

import numpy as np
import pytest

from viz_core.training import compiled
from viz_core.training.products import add_times, pack, pack_across, panel_size, times
from viz_core.training.tiles import LANES

SHAPES = [
    (1, 1, 1),
    (10, 52, 200),
    (7, 3, 33),
    (13, 29, 8),
    *(tuple(np.random.default_rng(seed).integers(1, 70, 3)) for seed in range(40)),
]
# What this processor would run if it were another one, and how many lanes that has.
PROCESSORS = {"haswell": ("+avx,+avx2,+fma,+f16c,+bmi,+bmi2", 8), "generic": ("", 0)}


def drawn(*shape, seed=0):
    return np.random.default_rng([seed, *shape]).normal(size=shape).astype(np.float32)


def product(a, b, factors=None):
    """`a` by `b`, into an array with something behind it that must stay."""
    panels = np.full(panel_size(*b.shape), np.nan, np.float32)
    pack(b, np.ones(b.shape[1], np.float32) if factors is None else factors, panels)
    out = np.full((len(a) + 1, b.shape[1]), 7, np.float32)
    times(a, panels, out[:-1])
    assert (out[-1] == 7).all()
    return out[:-1]


def near(found, expected):
    np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize(("rows", "inner", "columns"), SHAPES)
def test_a_product_is_numpys(rows, inner, columns):
    a, b = drawn(rows, inner), drawn(inner, columns)
    near(product(a, b), a @ b)


@pytest.mark.parametrize(("rows", "inner", "columns"), SHAPES)
def test_a_matrix_laid_out_across_is_transposed_and_may_lose_rows(rows, inner, columns):
    a, b = drawn(rows, inner), drawn(columns + 2, inner)
    panels, out = (
        np.full(panel_size(inner, columns), np.nan, np.float32),
        np.empty((rows, columns), np.float32),
    )
    pack_across(b, columns, panels)
    times(a, panels, out)
    near(out, a @ b[:columns].T)


@pytest.mark.parametrize(("rows", "inner", "columns"), SHAPES)
def test_the_product_with_a_transposed_matrix_is_added(rows, inner, columns):
    a, b, before = drawn(inner, rows), drawn(inner, columns), drawn(rows, columns)
    out = before.copy()
    add_times(a, b, out)
    near(out, before + a.T @ b)


def test_each_column_counts_as_its_factor_says():
    a, b, factors = drawn(5, 9), drawn(9, 37), drawn(37)
    near(product(a, b, factors), a @ (b * factors))


def test_a_row_is_the_same_whatever_rows_are_multiplied_with_it():
    a, b = drawn(23, 41), drawn(41, 50)
    whole = product(a, b)
    for first, last in [(0, 1), (3, 11), (10, 23)]:
        np.testing.assert_array_equal(product(a[first:last], b), whole[first:last])


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("column", [0, 15, 31, 32])
def test_what_is_no_number_reaches_exactly_what_numpy_says(bad, column):
    a, b = drawn(7, 12), drawn(12, 33)
    a[4, 3], b[5, column] = bad, bad
    with np.errstate(invalid="ignore"):
        expected = a.astype(np.float64) @ b.astype(np.float64)
    found = product(a, b)
    np.testing.assert_array_equal(np.isnan(found), np.isnan(expected))
    np.testing.assert_array_equal(np.isposinf(found), np.isposinf(expected))
    np.testing.assert_array_equal(np.isneginf(found), np.isneginf(expected))


def test_zero_times_infinity_is_no_number():
    a, b = np.zeros((3, 4), np.float32), drawn(4, 20)
    b[2, 19] = np.inf
    found = product(a, b)
    assert np.isnan(found[:, 19]).all() and (found[:, :19] == 0).all()


def test_the_smallest_numbers_are_kept():
    tiny = np.float32(1e-42)
    a, b = np.full((5, 1), tiny, np.float32), np.ones((1, 18), np.float32)
    assert (product(a, b) == tiny).all()


def test_a_number_too_large_becomes_infinite():
    a = np.full((2, 3), 3e38, np.float32)
    assert np.isposinf(product(a, np.full((3, 17), 2, np.float32))).all()


@pytest.mark.parametrize("processor", PROCESSORS)
def test_another_processor_multiplies_too(processor, tmp_path):
    """By narrower vectors, or by the library where none have been measured."""
    features, lanes = PROCESSORS[processor]
    one = f"{__file__}::test_a_product_is_numpys"
    other, third = (
        one.replace("a_product_is_numpys", name)
        for name in (
            "a_matrix_laid_out_across_is_transposed_and_may_lose_rows",
            "the_product_with_a_transposed_matrix_is_added",
        )
    )
    if LANES < lanes:
        pytest.skip("a processor cannot run the vectors of a wider one")
    chosen = {"NUMBA_CPU_NAME": processor, "NUMBA_CPU_FEATURES": features, "NUMBA_CACHE_DIR": str(tmp_path)}
    told = f"from viz_core.training.tiles import LANES; assert LANES == {lanes}, LANES"
    command = f"{told}; import sys, pytest; sys.exit(pytest.main(sys.argv[1:]))"
    asked = [sys.executable, "-c", command, "-q", "-p", "no:cacheprovider", one, other, third]
    done = subprocess.run(asked, env={**os.environ, **chosen}, capture_output=True, text=True, timeout=250)
    assert done.returncode == 0, done.stdout + done.stderr


def loaded(path):
    """The module in a file, imported anew."""
    spec = spec_from_file_location("loop_of_a_test", path)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_machine_code_is_kept_until_a_file_that_it_was_made_from_changes(tmp_path, monkeypatch):
    loop, shared = tmp_path / "loop.py", tmp_path / "shared.py"
    loop.write_text(
        "from viz_core.training.compiled import compiled\n\n\n@compiled\ndef one(x):\n    return x + 1\n"
    )
    shared.write_text("first")
    monkeypatch.setattr(compiled, "SHARED", (shared,))

    def hits():
        made = loaded(loop).one
        assert made(1) == 2
        return sum(made.stats.cache_hits.values())

    assert [hits(), hits()] == [0, 1]
    shared.write_text("second")
    assert [hits(), hits()] == [0, 1]
