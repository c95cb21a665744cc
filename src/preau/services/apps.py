from django.apps import AppConfig


class ServicesConfig(AppConfig):
    name = "preau.services"

    def ready(self) -> None:
        from preau.proposals.desk.acts import bulk_acts
        from preau.proposals.desk.boxes import sheet_boxes

        from .desk.acts import ROUTE
        from .desk.boxes import ROUTING_BOX

        bulk_acts.add(ROUTE.code, ROUTE)
        sheet_boxes.add("services", ROUTING_BOX)
