"""Chromium for the browser tests: where it is, and how it gets there.

Run as `python -m tests.browser.chromium` it installs one if none is found, and the light one where it can.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

# The same browser without its own windows: a page of its own costs a tenth of the time there.
LIGHT = "chromium-headless-shell"
NAMES = (LIGHT, "chromium", "chromium-browser", "google-chrome", "chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--force-device-scale-factor=1",
)


def find() -> str | None:
    """Path of a Chromium: the system's own, or the one Playwright downloaded; None if neither."""
    for name in NAMES:
        if path := shutil.which(name):
            return path
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def install() -> None:
    """Install Chromium with apt where there is one and we may use it, else with Playwright."""
    if not _with_apt("chromium", "fonts-dejavu-core"):
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=True)


def install_light() -> None:
    """Install the light one beside it, where the distribution has it; the tests run without it, too."""
    _with_apt("chromium", LIGHT)


def _with_apt(*packages: str) -> bool:
    """Whether apt could install these."""
    if not shutil.which("apt-get"):
        return False
    apt = [*([] if os.geteuid() == 0 else ["sudo", "-n"]), "apt-get", "-qq"]
    update = subprocess.run([*apt, "update"], check=False)
    done = subprocess.run([*apt, "install", "-y", "--no-install-recommends", *packages], check=False)
    return update.returncode == 0 and done.returncode == 0


if __name__ == "__main__":
    if find() is None:
        install()
    if shutil.which(LIGHT) is None:
        install_light()
    if find() is None:
        sys.exit("No Chromium was found or could be installed; install it by hand and run `make test` again.")
