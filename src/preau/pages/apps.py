from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "preau.pages"

    def ready(self) -> None:
        from preau.messaging.actions import mail_looks
        from preau.processes.desk import desk_sections

        from .blocks import KINDS, block_kinds
        from .desk.access import section
        from .queries import mail_look

        for kind in KINDS:
            block_kinds.add(kind.code, kind())
        mail_looks.add("theme", mail_look)
        desk_sections.add("site", section)
