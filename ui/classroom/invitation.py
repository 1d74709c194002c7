"""How a class is found: its link, as other machines reach it, and the link as a QR code."""

from ipaddress import ip_address
from urllib.parse import urlsplit, urlunsplit

import segno

# Pixels of white around the pattern, in modules: the standard's quiet zone (ISO/IEC 18004).
QUIET = 4


def class_link(seen: str, base: str, code: str, *, outside: str | None) -> str:
    """The link that brings others into a class.

    Args:
        seen: an address at which the lecturer's browser sees a page.
        base: the server's base path.
        code: of the class.
        outside: this machine's address for others; stands for a name that means one's own machine.
    """
    parts = urlsplit(seen)
    place = parts.netloc
    if outside and _is_own_machine(parts.hostname or ""):
        place = outside if parts.port is None else f"{outside}:{parts.port}"
    return urlunsplit((parts.scheme or "http", place, f"{base}/", f"class={code}", ""))


def secret_link(link: str, token: str) -> str:
    """The link that hands over the lead; browsers send nothing of what follows `#`."""
    return f"{link}#lead={token}"


def qr_code(text: str) -> str:
    """A text as a QR code: the address of an SVG, dark on light in every theme."""
    made = segno.make(text, micro=False, error="m")
    address: str = made.svg_data_uri(border=QUIET, dark="black", light="white", omitsize=True)
    return address


def _is_own_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
