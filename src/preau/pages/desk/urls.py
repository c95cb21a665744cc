from django.urls import path

from . import documents, editor, frames, library, look, mails, publishing, tree, words

app_name = "pages_desk"
_PAGE = "bureau/site/pages/<int:pk>/"
_BLOCK = f"{_PAGE}blocs/<slug:key>/"
urlpatterns = [
    path("bureau/site/", tree.tree, name="tree"),
    path("bureau/site/pages/nouvelle/", tree.new_page, name="new"),
    path("bureau/site/pages/placer/", tree.mount, name="mount"),
    path(_PAGE, editor.editor, name="page"),
    path(f"{_PAGE}adresse/", tree.place, name="place"),
    path(f"{_PAGE}apercu/", editor.preview, name="preview"),
    path(f"{_PAGE}presence/", editor.presence, name="presence"),
    path(f"{_PAGE}publier/", publishing.publish, name="publish"),
    path(f"{_PAGE}historique/", publishing.history, name="history"),
    path(_BLOCK, editor.block, name="block"),
    path(f"{_BLOCK}brouillon/", editor.autosave, name="autosave"),
]
urlpatterns += [
    path("bureau/site/medias/", library.library, name="library"),
    path("bureau/site/medias/<int:pk>/", library.picture, name="picture"),
    path("bureau/site/documents/", documents.documents, name="documents"),
    path("bureau/site/documents/<int:pk>/", documents.document, name="document"),
    path("bureau/site/apparence/", look.look, name="look"),
    path("bureau/site/apparence/brouillon/", look.autosave, name="look_autosave"),
    path("bureau/site/apparence/couleurs/", look.colours, name="look_colours"),
    path("bureau/site/apparence/brouillon.css", look.draft_css, name="draft_css"),
    path("bureau/site/apparence/bulletin/", look.ballot, name="look_ballot"),
    path("bureau/site/apparence/courriel/", look.mail, name="look_mail"),
    path("bureau/site/menus/", frames.menus, name="menus"),
    path("bureau/site/courriels/", mails.mails, name="mails"),
    path("bureau/site/courriels/<path:template>/apercu/", mails.preview, name="mail_preview"),
    path("bureau/site/courriels/<path:template>/", mails.mail, name="mail"),
    path("bureau/site/mots/", words.words, name="words"),
    path("bureau/site/mentions/", frames.legal, name="legal"),
]
