"""`python -m preau.counting count FILE` and `verify BUNDLE`."""

import sys

from preau.counting.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
