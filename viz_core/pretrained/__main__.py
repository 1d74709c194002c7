"""`python -m viz_core.pretrained NAME…` trains networks again and writes their files and cards."""

import argparse
import sys

from viz_core.data.recipes import SET_RECIPES
from viz_core.pretrained.networks import FOLDER, RECIPES, build
from viz_core.pretrained.sets import build_on_set


def main() -> None:
    """Train the named networks, or all."""
    parser = argparse.ArgumentParser(prog="python -m viz_core.pretrained", description=main.__doc__)
    names = [*RECIPES, *SET_RECIPES]
    parser.add_argument("names", nargs="*", default=names, metavar="name", help=", ".join(names))
    for name in parser.parse_args().names:
        sys.stdout.write(build_on_set(name, folder=FOLDER) if name in SET_RECIPES else build(name))


if __name__ == "__main__":
    main()
