"""Numbers as they are shown to people.

In: a number and a format of Python's. Out: a text with a true minus sign and no negative zero.
"""

HYPHEN, MINUS = "-", "\N{MINUS SIGN}"


def numeral(value: float, form: str = "z.2f") -> str:
    """`value` in `form`; two decimals unless said otherwise."""
    return format(float(value), form).replace(HYPHEN, MINUS)
