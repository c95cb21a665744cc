from django.apps import AppConfig


class PetitionsConfig(AppConfig):
    name = "preau.petitions"

    def ready(self) -> None:
        from preau.processes.kinds import step_kinds
        from preau.processes.outline import outline_parts

        from . import outline
        from .kind import PetitionKind

        step_kinds.add(PetitionKind.code, PetitionKind())
        outline_parts.add("petitions", outline.PART)
