from django.apps import AppConfig


class PreviewsConfig(AppConfig):
    name = "preau.previews"
