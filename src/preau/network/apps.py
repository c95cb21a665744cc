from django.apps import AppConfig


class NetworkConfig(AppConfig):
    name = "preau.network"

    def ready(self) -> None:
        from preau.blueprints.registry import shelves
        from preau.processes.desk import desk_sections

        from .desk.menu import section
        from .shelf import NETWORK

        desk_sections.add("network", section)
        shelves.add("reseau", NETWORK)
