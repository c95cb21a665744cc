"""Who may vote, as owners write it."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.kernel.sheets import text_of
from preau.territory.models import Zone
from preau.ui.forms import PlainForm

from ..codes import MOST_AT_ONCE, Recipient
from ..models import Electorate
from ..queries import ONE_OF, PERSON_KINDS
from ..rules import Rungs, kinds_in, refusal_by_rungs
from ..tables import rows_of

#: What each rung asks, as a sentence that a resident would understand.
SENTENCES: dict[str, Any] = {
    "email": gettext_lazy("Une adresse e-mail confirmée\u00a0: un compte, une voix"),
    "code": gettext_lazy("Un code personnel reçu par courrier ou remis en main propre"),
    "phone": gettext_lazy("Un code reçu par SMS\u00a0: un numéro de mobile, une voix"),
    "roll": gettext_lazy("Être sur la liste importée, par nom et date de naissance"),
    "declaration": gettext_lazy(
        "Une déclaration sur l’honneur, avec nom et date de naissance\u00a0: une personne, une voix"
    ),
    "franceconnect": gettext_lazy("FranceConnect\u00a0: une identité vérifiée, sans adresse"),
    "document": gettext_lazy("Une pièce montrée une fois à un agent, dont rien n’est copié"),
    "group": gettext_lazy("Faire partie d’un groupe, par son adresse e-mail"),
    "residence": gettext_lazy("Dire dans quel quartier de la commune on habite"),
}


class RungsForm(PlainForm):
    rungs = forms.MultipleChoiceField(
        label=gettext_lazy("Ce que chaque personne doit prouver"),
        help_text=gettext_lazy(
            "Tout ce qui est coché est demandé, une question à la fois, après le choix des projets."
        ),
        choices=list(SENTENCES.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("Choisissez au moins une façon de distinguer les personnes.")
        },
    )
    either = forms.BooleanField(
        required=False,
        label=gettext_lazy(
            "Une preuve au choix suffit, parmi la liste, la déclaration et FranceConnect"
        ),
        help_text=gettext_lazy(
            "Cochez celles que vous admettez. Qui donne l’une, puis une autre, n’a qu’une voix."
        ),
    )
    agents = forms.BooleanField(
        required=False,
        label=gettext_lazy("Les agents de la collectivité font partie du groupe"),
    )
    least = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=120,
        label=gettext_lazy("Âge minimal, le jour de l’ouverture"),
        error_messages={
            name: gettext_lazy("Donnez un âge de 1 à 120, ou rien.")
            for name in ("invalid", "min_value", "max_value")
        },
    )
    postcodes = forms.CharField(
        required=False,
        max_length=400,
        label=gettext_lazy("Codes postaux admis"),
        help_text=gettext_lazy("Séparés par des espaces. Vide\u00a0: il n’est pas demandé."),
    )
    phone = forms.CharField(
        required=False,
        max_length=30,
        label=gettext_lazy("Téléphone pour les personnes bloquées"),
        help_text=gettext_lazy("Il est dit à chaque refus. Vide\u00a0: celui du site."),
    )
    place = forms.CharField(
        required=False,
        max_length=240,
        label=gettext_lazy("Où voter sur papier ou montrer une pièce"),
        help_text=gettext_lazy(
            "Un lieu et des heures, par exemple\u00a0: hall de la mairie, 9 h – 17 h."
        ),
    )

    def __init__(self, electorate: Electorate, held: Rungs, data: Any = None) -> None:
        super().__init__(
            data,
            initial={
                "rungs": [kind for kind in SENTENCES if kind in kinds_in(held)],
                "either": ONE_OF in held,
                "agents": bool(held.get("group", {}).get("agents")),
                "least": held.get("age", {}).get("least"),
                "postcodes": " ".join(held.get("postcode", {}).get("codes", [])),
                "phone": electorate.phone,
                "place": electorate.place,
            },
        )

    def clean_postcodes(self) -> list[str]:
        codes = re.split(r"[\s,;]+", self.cleaned_data["postcodes"].strip())
        codes = list(dict.fromkeys(code for code in codes if code))
        wrong = [code for code in codes if not re.fullmatch(r"\d{5}", code, re.ASCII)]
        if wrong:
            raise forms.ValidationError(
                _("Un code postal a cinq chiffres\u00a0: %(codes)s.") % {"codes": ", ".join(wrong)}
            )
        return codes

    def clean(self) -> dict[str, Any]:
        found = dict(super().clean() or {})
        if not self.errors:
            refusal = refusal_by_rungs(self.wanted())
            if refusal is not None:
                self.add_error("rungs", f"{refusal.reason} {refusal.rule}{refusal.remedy}")
        return found

    def wanted(self) -> Rungs:
        """The rungs that were chosen, with their rules."""
        data = self.cleaned_data
        rungs: Rungs = {kind: {} for kind in data["rungs"]}
        if data["either"]:
            ways = [kind for kind in PERSON_KINDS if kind in rungs]
            rungs = {kind: rule for kind, rule in rungs.items() if kind not in ways}
            rungs[ONE_OF] = {"kinds": ways}
        if "group" in rungs:
            rungs["group"] = {"agents": data["agents"]}
        if "residence" in rungs:
            rungs["residence"] = {"kind": "quarter"}
        if data["least"]:
            rungs["age"] = {"least": data["least"]}
        if data["postcodes"]:
            rungs["postcode"] = {"codes": data["postcodes"]}
        return rungs


class TableForm(PlainForm):
    """A file or its text: what was sent once can be read again and corrected in the page."""

    file = forms.FileField(required=False, label=gettext_lazy("Fichier CSV"))
    text = forms.CharField(
        required=False, widget=forms.Textarea, label=gettext_lazy("Ou son contenu, collé ici")
    )

    def clean(self) -> dict[str, Any]:
        found = dict(super().clean() or {})
        sent = found.get("file")
        if sent is not None:
            found["text"] = text_of(sent.read())
        if not found.get("text", "").strip():
            raise forms.ValidationError(_("Choisissez un fichier, ou collez son contenu."))
        kept: Any = self.data.copy()  # type: ignore[attr-defined]  # what was posted
        kept["text"] = found["text"]
        self.data = kept
        return found


#: Columns of a list of recipients → what they hold.
RECIPIENT = {
    "nom": "line1",
    "destinataire": "line1",
    "adresse": "line2",
    "adresse 1": "line2",
    "complement": "line3",
    "adresse 2": "line3",
    "ville": "line4",
    "code postal et ville": "line4",
    "quartier": "zone",
    "secteur": "zone",
}


class LettersForm(PlainForm):
    label = forms.CharField(
        max_length=80,
        label=gettext_lazy("Nom du lot"),
        help_text=gettext_lazy("Pour le retrouver, par exemple\u00a0: foyers du quartier Gare."),
        error_messages={"required": gettext_lazy("Donnez un nom à ce lot.")},
    )
    count = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=MOST_AT_ONCE,
        label=gettext_lazy("Nombre de lettres sans adresse"),
        help_text=gettext_lazy("À remettre en main propre. Au plus 2 000 à la fois."),
        error_messages={
            name: gettext_lazy("Donnez un nombre de 1 à 2 000.")
            for name in ("invalid", "min_value", "max_value")
        },
    )
    zone = forms.ModelChoiceField(
        required=False,
        queryset=Zone.objects.none(),
        empty_label=gettext_lazy("Tous les quartiers"),
        label=gettext_lazy("Quartier de ces lettres"),
    )
    file = forms.FileField(
        required=False,
        label=gettext_lazy("Ou un fichier CSV de destinataires"),
        help_text=gettext_lazy(
            "Colonnes\u00a0: Nom, Adresse, Complément, Code postal et ville, Quartier. Les adresses "
            "sont imprimées, jamais gardées."
        ),
    )

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files)
        zones = Zone.objects.filter(kind=Zone.Kind.QUARTER).defer("polygon")
        self.fields["zone"].queryset = zones  # type: ignore[attr-defined]  # a ModelChoiceField

    def clean(self) -> dict[str, Any]:
        found = dict(super().clean() or {})
        if self.errors:
            return found
        if found.get("file"):
            found["recipients"] = self._recipients(text_of(found["file"].read()))
        elif found.get("count"):
            zone = found.get("zone")
            one = Recipient(zone_id=zone.pk if zone else None)
            found["recipients"] = [one] * found["count"]
        else:
            raise forms.ValidationError(_("Donnez un nombre de lettres, ou un fichier."))
        return found

    def _recipients(self, text: str) -> list[Recipient]:
        zones = {str(zone).casefold(): zone.pk for zone in self.fields["zone"].queryset}  # type: ignore[attr-defined]
        rows = list(rows_of(text, RECIPIENT))
        if not rows or "line1" not in rows[0].cells:
            self.add_error(
                "file", _("La première ligne doit nommer une colonne «\u00a0Nom\u00a0».")
            )
            return []
        if len(rows) > MOST_AT_ONCE:
            self.add_error("file", _("Au plus 2 000 lettres à la fois\u00a0: coupez ce fichier."))
            return []
        unknown = [
            str(row.number)
            for row in rows
            if row.cells.get("zone") and row.cells["zone"].casefold() not in zones
        ]
        if unknown:
            words = _("Ces lignes nomment un quartier qui n’existe pas\u00a0: %(lines)s.")
            self.add_error("file", words % {"lines": ", ".join(unknown[:10])})
        return [
            Recipient(
                tuple(row.cells[part] for part in LINES if row.cells.get(part)),
                zones.get(row.cells.get("zone", "").casefold()),
            )
            for row in rows
        ]


LINES = ("line1", "line3", "line2", "line4")


class CodeListForm(TableForm):
    label = forms.CharField(
        max_length=80,
        label=gettext_lazy("Nom du lot"),
        error_messages={"required": gettext_lazy("Donnez un nom à ce lot.")},
    )
    field_order = ["label", "file", "text"]

    def codes(self) -> list[str]:
        """One code a line; the first cell when there are several."""
        lines = self.cleaned_data["text"].splitlines()
        return [re.split(r"[;,\t|]", line)[0].strip() for line in lines if line.strip()]

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        if not self.errors:
            short = [one for one in self.codes() if len(re.sub(r"\W", "", one)) < 8]
            if short:
                self.add_error(
                    "text",
                    _(
                        "Un code a huit signes au moins\u00a0: «\u00a0%(code)s\u00a0» se devine trop facilement."
                    )
                    % {"code": short[0]},
                )
        return found


class ReplaceForm(PlainForm):
    number = forms.IntegerField(
        min_value=1,
        label=gettext_lazy("Numéro de la lettre perdue"),
        help_text=gettext_lazy(
            "Le nombre après le tiret, en bas de la lettre ou dans votre liste."
        ),
        error_messages={
            name: gettext_lazy("Donnez le numéro de la lettre.")
            for name in ("required", "invalid", "min_value")
        },
    )
    address = forms.CharField(
        required=False,
        widget=forms.Textarea,
        label=gettext_lazy("Adresse à imprimer"),
        help_text=gettext_lazy(
            "Une ligne par ligne. Vide\u00a0: lettre à remettre en main propre."
        ),
    )
    reason = forms.CharField(
        max_length=160,
        label=gettext_lazy("Raison"),
        error_messages={"required": gettext_lazy("Dites pourquoi, en quelques mots.")},
    )

    def recipient(self) -> Recipient:
        lines = [line.strip() for line in self.cleaned_data["address"].splitlines()]
        return Recipient(tuple(line for line in lines if line)[:6])


class ReasonForm(PlainForm):
    reason = forms.CharField(
        max_length=160,
        label=gettext_lazy("Raison"),
        error_messages={"required": gettext_lazy("Dites pourquoi, en quelques mots.")},
    )


class GroupForm(TableForm):
    def emails(self) -> list[str]:
        """Every word with an « @ »."""
        return [one for one in re.split(r"[\s,;<>\"]+", self.cleaned_data["text"]) if "@" in one]

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        if self.errors:
            return found
        wrong = [one for one in self.emails() if not _is_email(one)]
        if wrong:
            words = _("Ces adresses ne sont pas complètes\u00a0: %(emails)s.")
            self.add_error("text", words % {"emails": ", ".join(wrong[:5])})
        elif not self.emails():
            self.add_error("text", _("Aucune adresse e-mail dans ce texte."))
        return found


def _is_email(typed: str) -> bool:
    try:
        validate_email(typed)
    except ValidationError:
        return False
    return True


class CheckForm(PlainForm):
    email = forms.EmailField(
        label=gettext_lazy("Adresse e-mail du compte"),
        error_messages={
            "required": gettext_lazy("Écrivez l’adresse du compte de la personne."),
            "invalid": gettext_lazy("Écrivez une adresse complète, comme nom@exemple.fr."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "off", "inputmode": "email"}),
    )
    seen = forms.BooleanField(
        label=gettext_lazy("J’ai vu une pièce d’identité et un justificatif de domicile"),
        error_messages={"required": gettext_lazy("Cochez quand vous avez vu les deux.")},
    )
