from django.urls import path

from . import deposit, dossier, home, register

app_name = "inquiries"
HERE = "demarches/<slug:process>/enquete/<slug:step>/"
urlpatterns = [
    path(HERE, home.home, name="home"),
    path(HERE + "actes/<int:act>/", home.act_file, name="act"),
    path(HERE + "permanences.ics", home.calendar, name="calendar"),
    path(HERE + "avis.pdf", home.notice, name="notice"),
    path(HERE + "avis.txt", home.press, name="press"),
    path(HERE + "affiche.pdf", home.poster, name="poster"),
    path(HERE + "suivre/", home.subscribe, name="subscribe"),
    path(HERE + "suivre/<str:token>/", home.following, name="following"),
    path(HERE + "dossier/", dossier.file, name="file"),
    path(HERE + "dossier.zip", dossier.whole, name="whole"),
    path(HERE + "dossier/<int:version>/", dossier.download, name="download"),
    path(HERE + "dossier/<int:version>/texte/", dossier.alternative, name="alternative"),
    path(HERE + "registre/", register.register, name="register"),
    path(HERE + "registre.geojson", register.places, name="geojson"),
    path(HERE + "registre/<int:number>/", register.observation, name="observation"),
    path(
        HERE + "registre/<int:number>/document/<int:order>/",
        register.attachment,
        name="attachment",
    ),
    path(HERE + "journal/", register.journal, name="journal"),
    path(HERE + "journal.jsonl", register.chain, name="chain"),
    path(HERE + "journal/horodatage-<int:place>.tsr", register.stamp, name="stamp"),
    path(HERE + "deposer/", deposit.write, name="deposit"),
    path(HERE + "deposer/relire/", deposit.review, name="review"),
    path(HERE + "deposer/effacer/", deposit.discard, name="discard"),
    path(HERE + "recu/<str:code>/", deposit.receipt, name="receipt"),
]
