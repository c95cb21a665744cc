from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "preau.pages"

    def ready(self) -> None:
        from .blocks import KINDS, block_kinds

        for kind in KINDS:
            block_kinds.add(kind.code, kind())
