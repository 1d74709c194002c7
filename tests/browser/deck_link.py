"""A link that fills a deck, written and read by another program."""

import base64
import json
import zlib


def hash_of(*wanted: dict[str, object]) -> str:
    """What stands behind the address of the deck; source: `static/saving/deck_link.js`."""
    coder = zlib.compressobj(wbits=-15)
    packed = coder.compress(json.dumps(wanted).encode()) + coder.flush()
    return "#cards=" + base64.urlsafe_b64encode(packed).decode().rstrip("=")


def wanted_of(link: str) -> list[dict[str, object]]:
    """What a deck's link asks for."""
    packed = link.partition("#cards=")[2]
    wanted: list[dict[str, object]] = json.loads(
        zlib.decompress(base64.urlsafe_b64decode(packed + "=="), wbits=-15)
    )
    return wanted
