"""`python -m preau.counting count FILE` and `verify BUNDLE`."""

import gc
import sys

from preau.counting.cli import main

if __name__ == "__main__":
    gc.disable()  # one short run that keeps what it makes: collecting would find nothing to free
    sys.exit(main(sys.argv[1:]))
