"""Is a public answer easy to read? Hints for who writes it, never a refusal."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

#: Beyond this many words a sentence is hard to read; the aim, for the whole, is twenty.
LONGEST, AIM = 30, 20
#: Words of the administration, and what residents say instead.
PLAINER = {
    "afférent": "lié",
    "diligenter": "lancer",
    "en application de": "selon",
    "éligible": "possible",
    "foncier": "terrain",
    "irrecevable": "hors règlement",
    "nonobstant": "malgré",
    "périmètre": "quartier",
    "préalablement": "avant",
    "soumettre": "déposer",
    "susvisé": "cité plus haut",
    "sus-mentionné": "cité plus haut",
    "veuillez": "l’infinitif du verbe",
}
_SENTENCE = re.compile(r"[.!?…\n]+")


def hints_of(words: str) -> list[str]:
    """What would make ``words`` easier to read, the most useful first; nothing when all is well."""
    sentences = [len(one.split()) for one in _SENTENCE.split(words) if one.strip()]
    if not sentences:
        return []
    found = []
    longest, mean = max(sentences), sum(sentences) / len(sentences)
    if longest > LONGEST:
        found.append(_("Une phrase compte %(count)s mots. Coupez-la en deux.") % {"count": longest})
    elif mean > AIM:
        found.append(
            _("Les phrases comptent %(count)s mots en moyenne\u00a0: visez vingt.")
            % {"count": round(mean)}
        )
    low = words.casefold()
    for word, plain in PLAINER.items():
        if re.search(rf"\b{word}", low):
            found.append(
                _("«\u00a0%(word)s\u00a0» se lit mal\u00a0: essayez «\u00a0%(plain)s\u00a0».")
                % {"word": word, "plain": plain}
            )
    if re.search(r"\bnous\b", low):
        found.append(
            _("Qui parle\u00a0? Écrivez le nom de la collectivité plutôt que «\u00a0nous\u00a0».")
        )
    return found[:3]
