from django.apps import AppConfig


class ProposalsConfig(AppConfig):
    name = "preau.proposals"

    def ready(self) -> None:
        from preau.moderation.registry import moderated
        from preau.processes.kinds import step_kinds
        from preau.processes.mine import MinePanel, mine_panels
        from preau.processes.outline import outline_parts
        from preau.processes.panels import ProcessPanel, process_panels

        from . import outline
        from .desk import catalogue, exports, own_acts, pasting, people_acts
        from .desk.acts import bulk_acts
        from .desk.files import export_files
        from .kind import Collection
        from .moderating import KIND, ModeratedProposal
        from .public import panels

        outline_parts.add("proposals", outline.PART)
        step_kinds.add(Collection.code, Collection())
        moderated.add(KIND, ModeratedProposal())
        for act in (*own_acts.ACTS, *people_acts.ACTS, pasting.PASTE):
            bulk_acts.add(act.code, act)
        for file in (exports.PROPOSALS, catalogue.CATALOGUE):
            export_files.add(file.code, file)
        process_panels.add(
            "proposals", ProcessPanel(10, panels.some_of, "proposals/panels/some.html")
        )
        mine_panels.add("drafts", MinePanel(1, panels.to_finish, "proposals/panels/drafts.html"))
        mine_panels.add(
            "proposals", MinePanel(10, panels.deposited, "proposals/panels/deposited.html")
        )
        mine_panels.add(
            "supports", MinePanel(30, panels.followed, "proposals/panels/followed.html")
        )
