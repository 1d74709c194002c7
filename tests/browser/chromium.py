"""Chromium for the browser tests: where it is, and how it gets there.

Run as `python -m tests.browser.chromium` it installs one if none is found.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
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
    if shutil.which("apt-get"):
        sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
        update = subprocess.run([*sudo, "apt-get", "update", "-qq"], check=False)
        fonts = ["fonts-dejavu-core"]
        done = subprocess.run(
            [*sudo, "apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium", *fonts],
            check=False,
        )
        if update.returncode == 0 and done.returncode == 0:
            return
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=True)


if __name__ == "__main__":
    if find() is None:
        install()
    if find() is None:
        sys.exit("No Chromium was found or could be installed; install it by hand and run `make test` again.")
