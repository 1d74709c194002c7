"""Where the pages can be opened, said at the start without asking the network.

Streamlit asks an outside service for this machine's external address, when it starts without a display
and when a browser sends an Origin it does not know: the second stops its event loop for seconds where
there is no network. `forget_external_address` is the one place that changes this: the function that asks
answers "unknown" instead. `logger.hideWelcomeMessage` is set in `.streamlit/config.toml`, because
Streamlit's message asks before this module is imported. Who serves the pages under an external name lists
it in `server.corsAllowedOrigins`.
"""

from streamlit import cli_util, config, net_util
from streamlit.web.server import server_util

from ui.language import _

EVERYWHERE = ("", "0.0.0.0", "::")  # noqa: S104 - compared, not bound


def forget_external_address() -> None:
    """Have Streamlit take this machine's external address for unknown."""
    net_util.get_external_ip = lambda: None


def print_addresses() -> None:
    """Print the addresses of the pages and, unless the server is headless, open the first in a browser."""
    urls = [server_util.get_url(host) for host in _hosts()]
    print("\n  " + _("The pages are at:"), *(f"    {url}" for url in urls), "", sep="\n", flush=True)
    if not config.get_option("server.headless"):
        cli_util.open_browser(urls[0])


def print_settled() -> None:
    """Print that no visitor will be the first to wait for anything."""
    print("  " + _("Every page is loaded."), flush=True)


def _hosts() -> list[str]:
    """The names this server answers to, the nearest first."""
    if config.is_manually_set("browser.serverAddress"):
        return [str(config.get_option("browser.serverAddress"))]
    bound = str(config.get_option("server.address") or "")
    if bound not in EVERYWHERE:
        return [bound]
    # The internal address comes from the machine's own routing table; no packet is sent.
    return ["localhost", net_util.get_internal_ip() or "127.0.0.1"]
