"""People whom a visitor of the demonstration becomes in one click, each in one sentence."""

from __future__ import annotations

#: By city, then by key of the material, in the order in which they are offered.
PERSONAS: dict[str, dict[str, str]] = {
    "saint-aubin": {
        "nadia": "Habitante de la Gare. Son idée est au vote, elle n’a pas encore voté.",
        "lucas": "Douze ans, collégien. Il a l’âge de voter et son idée est au vote.",
        "laure": "Habitante de la Gare. Elle a voté et peut encore changer d’avis.",
        "zoe": "Neuf ans, la petite sœur de Lucas. Elle n’a pas encore l’âge de voter.",
        "irene": "Technicienne des espaces verts. Elle étudie les idées et suit les chantiers.",
        "karim": "Adjoint au cadre de vie. Il décide des suites données aux idées.",
        "odile": "Responsable de la participation. Elle pilote toutes les démarches.",
        "ibrahim-diarra": "Responsable du numérique. Il compose les pages et les couleurs du site.",
    },
    "villeneuve": {
        "paul": "Habitant du Coteau, à Villeneuve.",
        "samia-oudin": "Responsable de la vie locale. Elle pilote les démarches de la commune.",
        "ines-fauvel": "Maire. Elle décide des suites données aux idées.",
        "helene-aubert": "Responsable de l’accueil. Elle compose les pages et les couleurs du site.",
    },
    "brisants": {
        "rozenn": "Ostréicultrice à Marais-Neuf. Elle annote la charte et n’a pas encore voté.",
        "soizic-lebras": "Responsable du dialogue. Elle pilote les démarches des cinq communes.",
        "armelle-guivarch": "Présidente de la communauté. Elle décide des suites.",
        "yann-corre": "Chargé de communication. Il compose les pages et les couleurs du site.",
    },
}
