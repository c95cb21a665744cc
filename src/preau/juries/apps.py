from django.apps import AppConfig


class JuriesConfig(AppConfig):
    name = "preau.juries"

    def ready(self) -> None:
        from preau.processes.desk import desk_tasks
        from preau.processes.kinds import step_kinds
        from preau.processes.outline import outline_parts
        from preau.proposals.desk.acts import bulk_acts
        from preau.proposals.readings import grantings

        from . import inbox, letters, outline
        from .kind import JuryKind
        from .queries import granted

        step_kinds.add(JuryKind.code, JuryKind())
        outline_parts.add("juries", outline.PART)
        desk_tasks.add("juries", inbox.tasks)
        bulk_acts.add(letters.CODE, letters.LETTERS)
        grantings.add("juries", granted)
