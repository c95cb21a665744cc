from django.urls import path

from . import passages, reading, synthesis, words

app_name = "texts"
HERE = "demarches/<slug:process>/consultation/<slug:step>/"
_TEXT = HERE + "texte/<slug:text>/"
_PASSAGE = _TEXT + "<slug:key>/"
_WORDS = HERE + "avis/<int:number>/"
urlpatterns = [
    path(HERE, reading.start, name="start"),
    path(HERE + "texte/<slug:text>.pdf", reading.text_pdf, name="text_pdf"),
    path(_TEXT, reading.text, name="text"),
    path(_TEXT + "comparer/", reading.versions, name="versions"),
    path(_PASSAGE, passages.passage, name="passage"),
    path(_PASSAGE + "terminer/", passages.finish, name="finish"),
    path(_PASSAGE + "suivre/", passages.follow_passage, name="follow"),
    path(HERE + "avis/", words.listing, name="list"),
    path(HERE + "avis.csv", words.export, name="csv"),
    path(_WORDS, words.contribution, name="contribution"),
    path(_WORDS + "soutenir/", words.support_words, name="support"),
    path(_WORDS + "signaler/", words.report_words, name="report"),
    path(_WORDS + "modifier/", words.edit, name="edit"),
    path(_WORDS + "retirer/", words.withdraw, name="withdraw"),
    path(HERE + "documents/<int:source>/", words.document, name="document"),
    path(HERE + "synthese/", synthesis.synthesis, name="synthesis"),
    path(HERE + "synthese.pdf", synthesis.synthesis_pdf, name="synthesis_pdf"),
]
