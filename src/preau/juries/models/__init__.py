from .deciding import Deliberation, Grant
from .jury import Conflict, Criterion, Grid, Juror, Jury
from .reading import Mark, Reading

__all__ = [
    "Conflict",
    "Criterion",
    "Deliberation",
    "Grant",
    "Grid",
    "Juror",
    "Jury",
    "Mark",
    "Reading",
]
