"""What other floors put on the right of a proposal's sheet: each adds a box, none is known here."""

from __future__ import annotations

from preau.kernel.registry import Registry

from ..panels import Panel

#: Same shape as the panels of the public page: ``load`` answers a context or None.
sheet_boxes: Registry[Panel] = Registry("proposal sheet box")
#: Style sheets that these boxes need, as static paths.
sheet_styles: Registry[str] = Registry("style of a sheet box")
