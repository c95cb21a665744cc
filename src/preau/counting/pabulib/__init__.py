"""Pabulib `.pb` files: the open format of participatory budgets, read and written."""

from preau.counting.pabulib.election import PbElection, read_election
from preau.counting.pabulib.sections import FileError, Remark
from preau.counting.pabulib.write import write_pb

__all__ = ["FileError", "PbElection", "Remark", "read_election", "write_pb"]
