"""Values that a control does not expect: for links and for what is typed."""

import random
from collections.abc import Sequence

MARKUP = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "![x](http://192.0.2.1/x.png)",
    "[x](javascript:alert(1))",
    ":red[x] :material/home: :smile: $x^2$ **x** `x` ~~x~~",
    "{x} %s %d {0.__class__} ${x}",
    "'; DROP TABLE runs; --",
    "../../../../etc/passwd",
    "</textarea></style><h1>x",
)
CHARACTERS = (
    "\x00",
    "\x1b[2J",
    "\u202eabc\u202c",
    "\u200b\u200d\ufeff",
    "\ud7ff\ue000\ufffd\uffff",
    "a\u0301" * 40,
    "\U0001f469\u200d\U0001f469\u200d\U0001f467",
    "‏שלום‏ مرحبا",
    "\r\n\t\v\f\x85\u2028",
    "ß İ ı ﬁ Ⅷ ½ ٣ ३ ௧",
)
NUMBERS = (
    "nan",
    "NaN",
    "inf",
    "-inf",
    "1e309",
    "-1",
    "0",
    "-0.0",
    "1e-320",
    "9" * 400,
    "2147483648",
    "9007199254740993",
    "-9223372036854775809",
    "1_000",
    "0x10",
    "1,5",
    "١٢٣",
    "0.1.2",
    "+5",
    "1e5",
)
WORDS = (
    "",
    " ",
    "None",
    "null",
    "true",
    "undefined",
    "[]",
    "{}",
    "[1, 2",
    '{"a": 1}',
    "a,b,c",
    ",",
    "→1",
    "→99999",
)
# As long as what fits into one message, and a little less.
LENGTHS = (300, 5_000, 60_000)


def hostile_text(rng: random.Random) -> str:
    """Some text that no control has among its values."""
    kind = rng.randrange(6)
    if kind == 0:
        return rng.choice(MARKUP)
    if kind == 1:
        return rng.choice(CHARACTERS)
    if kind == 2:
        return rng.choice(NUMBERS)
    if kind == 3:
        return rng.choice(WORDS)
    if kind == 4:
        return rng.choice(("x", "1 ", "0.5,", "é", "(", "\u202e")) * rng.choice(LENGTHS)
    return "".join(chr(_character(rng)) for _ in range(rng.randrange(1, 30)))


def _character(rng: random.Random) -> int:
    """A code point of any kind but a surrogate, which UTF-8 has not."""
    point = rng.choice((rng.randrange(128), rng.randrange(0x3000), rng.randrange(0x110000)))
    return point if not 0xD800 <= point < 0xE000 else 0xFFFD


def mixed(rng: random.Random, options: Sequence[str]) -> str:
    """One of the control's own values, or a spoilt one."""
    own = rng.choice(options)
    return rng.choice((own, own.upper(), f" {own}", own + "\x00", own[:-1], f"{own},{own}"))
