"""Where everything is kept: a folder of the person who started the server, closed to others.

In: a path. Out: the same, made and checked. Folders are 0700 and files 0600, on systems that know such modes;
what belongs to somebody else, or is a symbolic link, is refused: on a shared machine it may lead anywhere.
"""

import os
import stat
from pathlib import Path

import platformdirs

OWNER_ONLY_FOLDER, OWNER_ONLY_FILE = 0o700, 0o600


def data_folder() -> Path:
    """The place where this system keeps its users' data; nothing is made yet."""
    return platformdirs.user_data_path("birnn-visualiser", appauthor=False)


def private_folder(path: Path) -> Path:
    """Make a folder for the owner alone, or check and close the one that is there.

    Raises:
        OSError: it cannot be made, is a symbolic link, or belongs to somebody else.
    """
    path.mkdir(mode=OWNER_ONLY_FOLDER, parents=True, exist_ok=True)
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode):
        raise PermissionError(f"`{path.name}` must be a folder; got a symbolic link")
    _check_owner(path, found)
    if stat.S_IMODE(found.st_mode) != OWNER_ONLY_FOLDER:
        path.chmod(OWNER_ONLY_FOLDER)
    return path


def private_file(path: Path) -> Path:
    """Make an empty file for the owner alone, or check and close the one that is there.

    Raises:
        OSError: it cannot be made, is a symbolic link, or belongs to somebody else.
    """
    if path.is_symlink():
        raise PermissionError(f"`{path.name}` must be a file; got a symbolic link")
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
    descriptor = os.open(path, flags, OWNER_ONLY_FILE)
    try:
        _check_owner(path, os.fstat(descriptor))
    finally:
        os.close(descriptor)
    path.chmod(OWNER_ONLY_FILE)
    return path


def _check_owner(path: Path, found: os.stat_result) -> None:
    """Windows has no such owners, and keeps a user's data folder closed by itself."""
    if hasattr(os, "geteuid") and found.st_uid != os.geteuid():
        raise PermissionError(
            f"`{path.name}` must belong to the person who runs this server; got another owner"
        )
