from django.apps import AppConfig


class IdeaboxesConfig(AppConfig):
    name = "preau.ideaboxes"

    def ready(self) -> None:
        from preau.processes.desk import desk_pages, desk_tasks
        from preau.processes.outline import outline_parts
        from preau.proposals.desk.boxes import sheet_boxes
        from preau.proposals.panels import panels
        from preau.proposals.supports import watchers

        from . import outline
        from .actions import notice_support
        from .desk.views import CODE, SHEET_BOX, page_of
        from .inbox import box_tasks
        from .panel import PANEL

        watchers.add(CODE, notice_support)
        panels.add(CODE, PANEL)
        sheet_boxes.add(CODE, SHEET_BOX)
        desk_pages.add(CODE, page_of)
        desk_tasks.add(CODE, box_tasks)
        outline_parts.add(CODE, outline.PART)
