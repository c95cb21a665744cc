"""The command line: count a file, verify a bundle.

Exit code 0: done. 1: a bundle is not what it says. 2: the input or the request is wrong, said with
file and line. 3: a public draw is needed before there is a result.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from preau.counting.cli import count, verify
from preau.counting.model import CountError
from preau.counting.pabulib import FileError

WRONG = 2


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="preau", description="Count votes and check counts.")
    commands = parser.add_subparsers(dest="command", required=True)
    count.add_parser(commands)
    verify.add_parser(commands)
    asked = parser.parse_args(arguments)
    try:
        code: int = asked.run(asked)
        sys.stdout.flush()
    except FileError as error:
        sys.stderr.write(error.said(asked.lang) + "\n")
        return WRONG
    except CountError as error:
        sys.stderr.write(f"{error}\n")
        return WRONG
    except BrokenPipeError:  # the reader had enough, as with « | head »
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code
