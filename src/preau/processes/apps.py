from django.apps import AppConfig


class ProcessesConfig(AppConfig):
    name = "preau.processes"

    def ready(self) -> None:
        from .plain_requirements import AgeKind, EmailKind, NameKind, ResidenceKind
        from .requirements import requirement_kinds

        for kind in (EmailKind(), AgeKind(), ResidenceKind(), NameKind()):
            requirement_kinds.add(kind.code, kind)
