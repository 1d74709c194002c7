"""`python -m viz_core.slides`: slides of links, from a terminal."""

import sys

from viz_core.slides.command import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
