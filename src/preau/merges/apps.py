from django.apps import AppConfig


class MergesConfig(AppConfig):
    name = "preau.merges"

    def ready(self) -> None:
        from preau.processes.desk import desk_pages, desk_tasks
        from preau.proposals.desk.acts import bulk_acts
        from preau.proposals.desk.boxes import sheet_boxes
        from preau.proposals.panels import panels

        from .desk.boxes import BOX, menu_line
        from .desk.gather import GATHER
        from .inbox import merge_tasks
        from .panel import KIN_PANEL, SPLIT_PANEL

        desk_pages.add("merges", menu_line)
        desk_tasks.add("merges", merge_tasks)
        bulk_acts.add(GATHER.code, GATHER)
        sheet_boxes.add("merges", BOX)
        panels.add("merges", KIN_PANEL)
        panels.add("splits", SPLIT_PANEL)
