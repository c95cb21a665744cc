from django.urls import path

from . import attaching, booth, confirming, filling, log, receipts, secret

app_name = "voting"
BOOTH = "demarches/<slug:process>/voter/"
CONTEST = BOOTH + "<slug:contest>/"
urlpatterns = [
    path(BOOTH, booth.start, name="start"),
    path(BOOTH + "quartier/", booth.zone, name="zone"),
    path(BOOTH + "quitter/", booth.leave, name="leave"),
    path(BOOTH + "secret/", secret.secrecy, name="secrecy"),
    path(BOOTH + "secret/effacement.pdf", secret.forgetting, name="forgetting"),
    path(BOOTH + "effacer/", booth.erase, name="erase"),
    path(CONTEST + "choisir/", booth.choose, name="choose"),
    path(CONTEST + "choix/", booth.act, name="act"),
    path(CONTEST + "remplir/", filling.fill, name="fill"),
    path(CONTEST + "bulletin/", booth.ballot, name="ballot"),
    path(CONTEST + "relire/", confirming.review, name="review"),
    path(CONTEST + "confirmer/", confirming.confirm, name="confirm"),
    path(CONTEST + "recu/", confirming.receipt, name="receipt"),
    path(CONTEST + "recus/", receipts.counted, name="counted"),
    path(CONTEST + "recus.txt", receipts.counted_text, name="counted_text"),
    path(CONTEST + "journal/", log.journal, name="log"),
    path(CONTEST + "journal/releves.json", log.heads, name="log_heads"),
    path(CONTEST + "journal/lignes.txt", log.lines, name="log_lines"),
    path(CONTEST + "journal/presence.json", log.inclusion, name="log_inclusion"),
    path(CONTEST + "journal/croissance.json", log.consistency, name="log_consistency"),
    path("mon-espace/votes-sans-compte/", attaching.attach, name="attach"),
    path("verifier-un-recu/", receipts.verify, name="verify"),
]
