from django.apps import AppConfig


class NetworkConfig(AppConfig):
    name = "preau.network"

    def ready(self) -> None:
        from preau.blueprints.registry import shelves
        from preau.processes.desk import desk_sections, first_steps

        from .desk.menu import first, section
        from .shelf import NETWORK

        desk_sections.add("network", section)
        first_steps.add("network", first)
        shelves.add("reseau", NETWORK)
