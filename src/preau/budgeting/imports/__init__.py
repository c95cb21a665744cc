"""A whole past edition made out of real files: Pabulib ballots, GeoJSON outlines."""

from .edition import ImportReport, import_edition
from .errors import ImportRefused

__all__ = ["ImportRefused", "ImportReport", "import_edition"]
