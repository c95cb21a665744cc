from django.apps import AppConfig


class TextsConfig(AppConfig):
    name = "preau.texts"

    def ready(self) -> None:
        from preau.moderation.registry import moderated
        from preau.processes.kinds import step_kinds
        from preau.processes.outline import outline_parts, step_settings

        from .kind import TextKind
        from .models import Consultation
        from .moderating import ModeratedContribution

        step_kinds.add(TextKind.code, TextKind())
        kept = ("rules", "information", "follow_up", "moderation", "least_group")
        outline_parts.add("texts", step_settings(Consultation, kept))
        moderated.add("contribution", ModeratedContribution())
