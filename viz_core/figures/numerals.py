"""Numbers as they are shown to people.

In: a number and a format of Python's. Out: a text with a true minus sign and no negative zero.
"""

HYPHEN, MINUS = "-", "\N{MINUS SIGN}"


def numeral(value: float, form: str = "z.2f") -> str:
    """`value` in `form`; two decimals unless said otherwise."""
    return with_minus(format(float(value), form))


def with_minus(text: str) -> str:
    """A text in which every hyphen is a true minus sign."""
    return text.replace(HYPHEN, MINUS)
