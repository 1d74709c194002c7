"""A link that fills a deck, as somebody else's program might write it."""

import base64
import json
import zlib


def hash_of(*wanted: dict[str, object]) -> str:
    """What stands behind the address of the deck; source: `static/saving/deck_link.js`."""
    coder = zlib.compressobj(wbits=-15)
    packed = coder.compress(json.dumps(wanted).encode()) + coder.flush()
    return "#cards=" + base64.urlsafe_b64encode(packed).decode().rstrip("=")
