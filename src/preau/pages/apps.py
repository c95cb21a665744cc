from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "preau.pages"

    def ready(self) -> None:
        from preau.messaging.actions import mail_looks
        from preau.processes.desk import desk_sections, first_steps

        from .blocks import KINDS, block_kinds
        from .desk.access import section
        from .desk.first import first_steps as own_steps
        from .queries import mail_look

        for kind in KINDS:
            block_kinds.add(kind.code, kind())
        mail_looks.add("theme", mail_look)
        desk_sections.add("site", section)
        first_steps.add("site", own_steps)
