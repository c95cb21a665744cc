from django.apps import AppConfig


class ServicesConfig(AppConfig):
    name = "preau.services"

    def ready(self) -> None:
        from preau.processes.desk import desk_sections, desk_tasks
        from preau.proposals.desk.acts import bulk_acts
        from preau.proposals.desk.boxes import sheet_boxes

        from .desk.acts import ROUTE
        from .desk.boxes import ROUTING_BOX
        from .desk.menu import section
        from .inbox import assigning_tasks

        desk_sections.add("services", section)
        desk_tasks.add("services", assigning_tasks)
        bulk_acts.add(ROUTE.code, ROUTE)
        sheet_boxes.add("services", ROUTING_BOX)
