from django.apps import AppConfig


class TerritoryConfig(AppConfig):
    name = "preau.territory"
