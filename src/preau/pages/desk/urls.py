from django.urls import path

from . import editor, publishing, tree

app_name = "pages_desk"
_PAGE = "bureau/site/pages/<int:pk>/"
_BLOCK = f"{_PAGE}blocs/<slug:key>/"
urlpatterns = [
    path("bureau/site/", tree.tree, name="tree"),
    path("bureau/site/pages/nouvelle/", tree.new_page, name="new"),
    path(_PAGE, editor.editor, name="page"),
    path(f"{_PAGE}adresse/", tree.place, name="place"),
    path(f"{_PAGE}apercu/", editor.preview, name="preview"),
    path(f"{_PAGE}presence/", editor.presence, name="presence"),
    path(f"{_PAGE}publier/", publishing.publish, name="publish"),
    path(f"{_PAGE}historique/", publishing.history, name="history"),
    path(_BLOCK, editor.block, name="block"),
    path(f"{_BLOCK}brouillon/", editor.autosave, name="autosave"),
]
