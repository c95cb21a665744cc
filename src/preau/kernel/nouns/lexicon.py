"""Words of the platform's sentences that agree with a noun: masculine, then what makes it feminine.

Participles in é need not be here: they turn by rule (``french``).
"""

from __future__ import annotations

#: The feminine takes an e.
_REGULAR = """
abandonné abouti absent achevé actuel adopté affiché ajouté analysé annoncé appelé apporté
archivé arrivé attendu autorisé avancé blessé certain choisi classé clos coché commencé comparé
complet compté concerné confié confirmé connu conservé consulté contenu convenu corrigé créé
daté décidé déclaré décrit défait délégué demandé déposé dépouillé désigné détaillé différent
distribué donné doublé dressé dû écarté échu écrit édité effacé égal élu émis enregistré envoyé
épuisé essayé établi étudié examiné exclu exprimé fait fermé figé financé fini fixé fondé
gardé groupé imprimé importé imposé inclus indiqué instruit interrogé introduit
invité joint jugé laissé lancé lié limité livré lu masqué mêlé mentionné mis modifié montré motivé
noté numéroté obtenu ouvert pareil partagé passé payé perdu placé porté posé possédé prêt préféré
préparé présent présenté prévu prochain programmé proclamé promis proposé prouvé publié
rangé raturé réalisé recalculé recensé recherché réclamé recomposé recommandé recompté recopié recueilli reçu
réel refait refusé regardé regroupé rejeté rejoint relié relu remis remplacé rempli rendu renoncé
renvoyé repéré répété reporté repris résolu réservé respecté restant resté retenu retiré retourné
retrouvé réuni revenu revu saisi scanné scellé scindé seul signalé signé situé soumis soutenu
suivi supprimé tenu terminé tiré touché traduit traité transmis trié trouvé
validé valu venu vérifié vidé voté vu souhaité localisé chiffré estimé évalué publié dupliqué verrouillé
lauréat commun entouré voisin distinct suivant précédent récent urgent
"""

_IRREGULAR = {
    "ancien": "ancienne",
    "annuel": "annuelle",
    "blanc": "blanche",
    "bon": "bonne",
    "cher": "chère",
    "dernier": "dernière",
    "entier": "entière",
    "faux": "fausse",
    "gros": "grosse",
    "long": "longue",
    "meilleur": "meilleure",
    "municipal": "municipale",
    "nouveau": "nouvelle",
    "nul": "nulle",
    "participatif": "participative",
    "premier": "première",
    "public": "publique",
    "quel": "quelle",
    "secret": "secrète",
    "tel": "telle",
    "tout": "toute",
    "vrai": "vraie",
}
#: Plurals that do not take an s.
_PLURALS = {"nouveau": "nouveaux", "municipal": "municipaux", "égal": "égaux", "tout": "tous"}


def _plural(word: str) -> str:
    return _PLURALS.get(word, word if word[-1] in "sxz" else f"{word}s")


def _pairs() -> list[tuple[str, str]]:
    words = {one: f"{one}e" for one in _REGULAR.split()} | _IRREGULAR
    words |= {"complet": "complète", "dû": "due", "actuel": "actuelle", "réel": "réelle"}
    words["pareil"] = "pareille"
    return [*words.items(), *((_plural(m), f"{f}s") for m, f in words.items())]


#: Of « mis », one word for both numbers, the singular.
FEMININE: dict[str, str] = dict(reversed(_pairs()))
MASCULINE: dict[str, str] = {feminine: masculine for masculine, feminine in _pairs()}
#: Said before a noun.
BEFORE = """autre autres même mêmes nouvelle nouvelles nouveau nouveaux première premières premier
premiers dernière dernières dernier derniers seule seules seul seuls ancienne anciennes ancien
anciens prochaine prochaines prochain prochains bonne bonnes bon bons meilleure meilleures
meilleur meilleurs troisième deuxième seconde second simple"""
