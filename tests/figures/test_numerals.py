import pytest

from viz_core.figures.numerals import numeral


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [(-0.1, "z.2f", "−0.10"), (-36, "z.0f", "−36"), (2.5e-8, ".1e", "2.5e−08"), (0.25, "+z.1f", "+0.2")],
)
def test_a_number_is_shown_with_a_true_minus_sign(value, form, text):
    assert numeral(value, form) == text


def test_no_number_is_shown_as_a_negative_zero():
    assert numeral(-0.001) == "0.00"
