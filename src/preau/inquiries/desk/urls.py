from django.urls import path

from . import (
    acts,
    complement,
    dossier,
    entering,
    exports,
    home,
    mails,
    observations,
    people,
    themes,
)

app_name = "inquiries_desk"
HERE = "bureau/demarches/<slug:process>/enquete/<slug:step>/"
urlpatterns = [
    path(HERE, home.home, name="home"),
    path(HERE + "registre/", observations.observations, name="observations"),
    path(HERE + "registre/saisir/", entering.enter_paper, name="enter"),
    path(HERE + "registre/<slug:ref>/", observations.sheet, name="sheet"),
    path(
        HERE + "registre/<slug:ref>/document/<int:order>/",
        observations.attachment,
        name="attachment",
    ),
    path(HERE + "courriels/", mails.mails, name="mails"),
    path(HERE + "courriels/<int:mail>/", mails.mail, name="mail"),
    path(HERE + "courriels/<int:mail>/original/", mails.original, name="original"),
    path(HERE + "exports/", exports.exports, name="exports"),
    path(HERE + "exports/registre-<int:volume>.pdf", exports.paper, name="paper"),
    path(HERE + "exports/registre.csv", exports.table, {"format": "csv"}, name="csv"),
    path(HERE + "exports/registre.xlsx", exports.table, {"format": "xlsx"}, name="xlsx"),
    path(HERE + "exports/registre.ods", exports.table, {"format": "ods"}, name="ods"),
    path(HERE + "exports/themes.<slug:format>", exports.themes, name="dossier"),
    path(HERE + "exports/<slug:kind>.zip", exports.archive, name="archive"),
    path(HERE + "themes/", themes.themes, name="themes"),
    path(HERE + "themes/<int:theme>/", themes.theme, name="theme"),
    path(HERE + "dossier/", dossier.file, name="file"),
    path(HERE + "dossier/<int:piece>/", dossier.piece, name="piece"),
    path(HERE + "actes/", acts.acts, name="acts"),
    path(HERE + "actes/arrete.pdf", acts.order, name="order"),
    path(HERE + "actes/completer/", complement.complement, name="complement"),
    path(HERE + "actes/<int:act>/publier/", acts.publish, name="publish"),
    path(HERE + "actes/<int:act>/document/", acts.document, name="document"),
    path(HERE + "actes/<slug:gesture>/", acts.move, name="move"),
    path(HERE + "permanences/", people.permanences, name="permanences"),
    path(HERE + "permanences/<int:permanence>/", people.permanence, name="permanence"),
    path(HERE + "acteurs/", people.people, name="people"),
    path(HERE + "acteurs/independance/", people.independent, name="independent"),
    path(HERE + "acteurs/<int:party>/remplacer/", people.replace, name="replace"),
]
