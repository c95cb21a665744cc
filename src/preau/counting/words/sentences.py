"""Every sentence of a trace, in both languages. Codes are those of `Round.reason`."""

SENTENCES: dict[str, dict[str, str]] = {
    "fr": {
        "round": "{number}. {option} ({support}, coût {cost}) : {why}",
        "round-choice": "{number}. {option} ({support}) : {why}",
        "tie": "Égalité entre {options}. Départage : {criteria}.",
        "tie-harmless": "Égalité entre {options}, sans effet sur le résultat.",
        "needs-draw": "Le dépouillement s’arrête : un tirage au sort public doit départager "
        "{options}.",
        "adjustment": "{kind} : {option}. Motif : {motive}. Signé : {signed_by}. "
        "Entrent : {added}. Sortent : {removed}.",
        "exclusion": "Exclusion, puis nouveau dépouillement",
        "withdrawal": "Retrait sans nouveau dépouillement",
        "top-up": "Ajout financé par d’autres crédits",
    },
    "en": {
        "round": "{number}. {option} ({support}, cost {cost}): {why}",
        "round-choice": "{number}. {option} ({support}): {why}",
        "tie": "Tie between {options}. Decided by: {criteria}.",
        "tie-harmless": "Tie between {options}, without effect on the result.",
        "needs-draw": "The count stops: a public draw must decide between {options}.",
        "adjustment": "{kind}: {option}. Reason: {motive}. Signed: {signed_by}. "
        "In: {added}. Out: {removed}.",
        "exclusion": "Exclusion, then a new count",
        "withdrawal": "Withdrawal without a new count",
        "top-up": "Addition paid from other money",
    },
}

UNITS: dict[str, dict[str, tuple[str, str]]] = {
    "fr": {
        "votes": ("voix", "voix"),
        "points": ("point", "points"),
        "duels": ("duel gagné", "duels gagnés"),
        "firsts": ("première place", "premières places"),
        "graded": ("mention", "mentions"),
    },
    "en": {
        "votes": ("vote", "votes"),
        "points": ("point", "points"),
        "duels": ("duel won", "duels won"),
        "firsts": ("first place", "first places"),
        "graded": ("grade", "grades"),
    },
}

TIE_NAMES: dict[str, dict[str, str]] = {
    "fr": {
        "first-ranks": "le plus de premières places",
        "mentions": "le plus de bulletins",
        "score": "le plus de points",
        "cheaper": "le moins cher",
        "older": "le plus ancien",
        "draw": "tirage au sort public",
    },
    "en": {
        "first-ranks": "most first places",
        "mentions": "most ballots",
        "score": "most points",
        "cheaper": "the cheaper",
        "older": "the older",
        "draw": "public draw",
    },
}

REASONS: dict[str, dict[str, str]] = {
    "fr": {
        "fits": "retenu. Il reste {after}.",
        "floor": "retenu au titre du minimum de sa zone. Il reste {after}.",
        "completed-from-reserve": "retenu, il restait {before} : la réserve complète de {missing}.",
        "too-expensive": "trop cher, il reste {before}.",
        "stopped": "non examiné, le dépouillement s’est arrêté au premier projet trop cher.",
        "below-threshold": "écarté, il n’atteint pas le soutien minimal.",
        "incompatible": "écarté, incompatible avec un projet mieux placé.",
        "already-won": "écarté, déjà retenu ailleurs.",
        "category-ceiling": "écarté, le plafond de sa catégorie serait dépassé.",
        "no-seat-left": "écarté, le nombre de projets à retenir est atteint.",
        "bought": "retenu, {payers} votants paient chacun jusqu’à {price_money}. Il reste {after}.",
        "completion": "retenu en complément avec l’argent restant. Il reste {after}.",
        "supporters-too-poor": "non retenu, ses soutiens n’ont plus que {held_money} pour le payer.",
        "paid-by-supporters": "retenu, ses soutiens le paient. Il reste {after}.",
        "not-reached": "non retenu, le dépouillement s’est arrêté avant.",
        "best-placed": "retenu.",
        "less-well-placed": "non retenu, moins bien placé.",
        "best-grade": "retenu, mention majoritaire « {grade} ».",
        "lesser-grade": "non retenu, mention majoritaire « {grade} ».",
        "has-majority": "retenu, majorité des bulletins encore exprimés. Premières places : "
        "{tallies}.",
        "fewest-first": "éliminé, le moins souvent premier. Premières places : {tallies}.",
        "no-majority": "non retenu, la majorité demandée était de {needed} voix sur {base}.",
        "quorum-not-reached": "non retenu, le quorum de {quorum} n’est pas atteint ({cast} "
        "bulletins).",
        "exclusion": "exclu par décision motivée.",
        "withdrawal": "retiré par décision motivée. Il reste {after}.",
        "top-up": "ajouté par décision motivée, sur d’autres crédits.",
    },
    "en": {
        "fits": "elected. {after} left.",
        "floor": "elected as the minimum of its zone. {after} left.",
        "completed-from-reserve": "elected, {before} was left: the reserve adds {missing}.",
        "too-expensive": "too expensive, {before} left.",
        "stopped": "not considered, the count stopped at the first project too expensive.",
        "below-threshold": "passed, it does not reach the minimum support.",
        "incompatible": "passed, incompatible with a project better placed.",
        "already-won": "passed, already won elsewhere.",
        "category-ceiling": "passed, the ceiling of its category would be exceeded.",
        "no-seat-left": "passed, the number of projects to elect is reached.",
        "bought": "elected, {payers} voters each pay up to {price_money}. {after} left.",
        "completion": "elected to complete, with the money left. {after} left.",
        "supporters-too-poor": "not elected, its supporters have only {held_money} left for it.",
        "paid-by-supporters": "elected, its supporters pay for it. {after} left.",
        "not-reached": "not elected, the count stopped before.",
        "best-placed": "elected.",
        "less-well-placed": "not elected, less well placed.",
        "best-grade": "elected, majority grade “{grade}”.",
        "lesser-grade": "not elected, majority grade “{grade}”.",
        "has-majority": "elected, a majority of ballots still expressed. First places: {tallies}.",
        "fewest-first": "eliminated, least often first. First places: {tallies}.",
        "no-majority": "not elected, the majority asked was {needed} votes of {base}.",
        "quorum-not-reached": "not elected, the quorum of {quorum} is not reached ({cast} ballots).",
        "exclusion": "excluded by a motivated decision.",
        "withdrawal": "withdrawn by a motivated decision. {after} left.",
        "top-up": "added by a motivated decision, paid from other money.",
    },
}

RULEBOOK: dict[str, dict[str, str]] = {
    "fr": {
        "rule-greedy": "Les projets sont servis du plus soutenu au moins soutenu, dans la limite "
        "de l’enveloppe.",
        "rule-equal-shares": "Méthode des parts égales : chaque votant reçoit la même part de "
        "l’enveloppe, qui ne paie que des projets de son bulletin.",
        "rule-phragmen": "Méthode de Phragmén : chaque votant reçoit de l’argent au même rythme ; "
        "un projet est retenu dès que ses soutiens peuvent le payer.",
        "rule-plurality": "L’option qui a le plus de voix l’emporte.",
        "rule-majority": "L’option qui a le plus de voix l’emporte si elle atteint la majorité.",
        "rule-approval": "L’option approuvée par le plus de bulletins l’emporte.",
        "rule-points": "L’option qui a le plus de points l’emporte.",
        "rule-majority-judgment": "Jugement majoritaire : l’option qui a la meilleure mention "
        "majoritaire l’emporte ; à mention égale, on retire une à une les mentions majoritaires.",
        "rule-schulze": "Méthode de Schulze : l’option qui bat toutes les autres en duel, "
        "directement ou par le plus fort chemin, l’emporte.",
        "rule-instant-runoff": "Élimination successive : l’option la moins souvent première est "
        "éliminée et ses bulletins passent au choix suivant, jusqu’à une majorité.",
        "ballot-single": "Chaque bulletin porte un seul choix.",
        "ballot-yes-no": "Chaque bulletin répond oui ou non, ou reste blanc.",
        "ballot-approval": "Chaque bulletin porte un ou plusieurs choix, sans ordre.",
        "ballot-ranked": "Chaque bulletin classe ses choix par ordre de préférence.",
        "ballot-points": "Chaque bulletin répartit des points.",
        "ballot-basket": "Chaque bulletin compose un panier de projets.",
        "ballot-for-against": "Chaque bulletin se prononce pour ou contre ; un contre retire une "
        "voix.",
        "ballot-grades": "Chaque bulletin donne une mention à chaque option : {grades}.",
        "min_choices": "Choix au minimum : {limit}.",
        "max_choices": "Choix au maximum : {limit}.",
        "max_per_zone": "Choix au maximum dans une même zone : {limit}.",
        "max_per_category": "Choix au maximum dans une même catégorie : {limit}.",
        "max_total_cost": "Coût total d’un bulletin au maximum : {limit}.",
        "max_against": "Choix « contre » au maximum : {limit}.",
        "points_total": "Points d’un bulletin au maximum : {limit}.",
        "points_each": "Points d’un bulletin à une même option au maximum : {limit}.",
        "points_least": "Points donnés à une option au minimum : {limit}.",
        "all_graded": "Un bulletin qui laisse une option sans mention est nul.",
        "repeats": "Une option nommée deux fois sur un bulletin compte deux fois.",
        "points": "Points par rang ou par mention : {table}.",
        "partial-from-top": "Un classement incomplet prend les points à partir du premier rang.",
        "partial-from-bottom": "Un classement incomplet prend les points à partir du dernier rang : "
        "un choix unique reçoit les points du dernier.",
        "envelope": "Enveloppe « {id} », pour toute la commune : {amount}.",
        "envelope-zones": "Enveloppe « {id} », pour {zones} : {amount}.",
        "fit-skip": "Un projet trop cher pour ce qui reste est passé, le suivant est examiné.",
        "fit-stop": "Au premier projet trop cher pour ce qui reste, on s’arrête.",
        "fit-reserve": "Au premier projet trop cher pour ce qui reste, on s’arrête ; s’il reste "
        "au moins {percent} % de son coût, une réserve le complète.",
        "threshold-absolute-score": "Soutien minimal : {minimum} points.",
        "threshold-percent-score": "Soutien minimal : un nombre de points égal à {minimum} % des "
        "bulletins valables.",
        "threshold-absolute-ballots": "Soutien minimal : {minimum} bulletins.",
        "threshold-percent-ballots": "Soutien minimal : {minimum} % des bulletins valables.",
        "max_winners": "Nombre d’options retenues au maximum : {limit}.",
        "leftover-returned": "L’argent qui reste revient au budget de la commune.",
        "leftover-next-edition": "L’argent qui reste est reporté à l’édition suivante.",
        "leftover-to-city": "L’argent qui reste rejoint l’enveloppe de toute la commune.",
        "leftover-to-city-for-all": "L’argent qui reste rejoint l’enveloppe de toute la commune, "
        "ouverte aussi aux projets non retenus dans leur zone.",
        "leftover-to-best-turnout": "L’argent qui reste va à la zone qui a le plus voté.",
        "exclusives": "Un seul au plus parmi : {options}.",
        "already_won": "Déjà retenus ailleurs : {options}.",
        "floors": "Servis d’abord dans la zone {zone} : {minimum}.",
        "ceilings": "Plafond de la catégorie {category} : {amount}.",
        "utility-cost": "L’intérêt d’un votant pour un projet se mesure à son coût.",
        "utility-count": "L’intérêt d’un votant est le même pour chaque projet de son bulletin.",
        "start-exact": "La part de départ est l’enveloppe divisée par le nombre de bulletins.",
        "start-floored": "La part de départ est l’enveloppe divisée par le nombre de bulletins, "
        "arrondie à l’unité inférieure.",
        "completion-none": "L’argent que les parts ne suffisent pas à dépenser n’est pas dépensé.",
        "completion-greedy": "L’argent qui reste sert les projets suivants, du plus soutenu au "
        "moins soutenu.",
        "completion-add1": "Tant que c’est possible, on recommence avec des parts augmentées de "
        "{step}.",
        "completion-add1u": "Tant que c’est possible, on recommence avec des parts augmentées de "
        "{step} ; l’argent qui reste sert les projets suivants, du plus soutenu au moins soutenu.",
        "stop-exhaustive": "On garde le premier résultat auquel plus aucun projet ne peut être "
        "ajouté, ou le dernier qui tient dans l’enveloppe.",
        "stop-overspend": "On garde le dernier résultat qui tient dans l’enveloppe.",
        "majority-more-than-expressed": "Majorité : plus de {percent} % des suffrages exprimés.",
        "majority-at-least-expressed": "Majorité : au moins {percent} % des suffrages exprimés.",
        "majority-more-than-cast": "Majorité : plus de {percent} % des bulletins déposés.",
        "majority-at-least-cast": "Majorité : au moins {percent} % des bulletins déposés.",
        "quorum": "Quorum : {quorum} bulletins déposés.",
        "ties": "À égalité, dans l’ordre : {criteria}.",
    },
    "en": {
        "rule-greedy": "Projects are served from most to least supported, within the envelope.",
        "rule-equal-shares": "Method of Equal Shares: each voter gets the same share of the "
        "envelope, which pays only for projects of their ballot.",
        "rule-phragmen": "Phragmén's method: every voter receives money at the same pace; a "
        "project is elected as soon as its supporters can pay for it.",
        "rule-plurality": "The option with most votes wins.",
        "rule-majority": "The option with most votes wins if it reaches the majority.",
        "rule-approval": "The option approved by most ballots wins.",
        "rule-points": "The option with most points wins.",
        "rule-majority-judgment": "Majority judgment: the best majority grade wins; equal ones are "
        "told apart by taking the majority grades away one by one.",
        "rule-schulze": "Schulze method: the option that beats every other one, directly or by "
        "the strongest path, wins.",
        "rule-instant-runoff": "Instant runoff: the option least often first is eliminated and its "
        "ballots go to their next choice, until one has a majority.",
        "ballot-single": "Each ballot holds one choice.",
        "ballot-yes-no": "Each ballot says yes or no, or is blank.",
        "ballot-approval": "Each ballot holds one or more choices, without order.",
        "ballot-ranked": "Each ballot ranks its choices.",
        "ballot-points": "Each ballot shares points out.",
        "ballot-basket": "Each ballot fills a basket of projects.",
        "ballot-for-against": "Each ballot is for or against; an against takes a vote away.",
        "ballot-grades": "Each ballot grades each option: {grades}.",
        "min_choices": "Choices, at least: {limit}.",
        "max_choices": "Choices, at most: {limit}.",
        "max_per_zone": "Choices in one zone, at most: {limit}.",
        "max_per_category": "Choices in one category, at most: {limit}.",
        "max_total_cost": "Total cost of a ballot, at most: {limit}.",
        "max_against": "Choices against, at most: {limit}.",
        "points_total": "Points of a ballot, at most: {limit}.",
        "points_each": "Points of a ballot to one option, at most: {limit}.",
        "points_least": "Points given to one option, at least: {limit}.",
        "all_graded": "A ballot that leaves an option without a grade is void.",
        "repeats": "An option named twice on a ballot counts twice.",
        "points": "Points by rank or grade: {table}.",
        "partial-from-top": "A partial ranking takes its points from the first rank down.",
        "partial-from-bottom": "A partial ranking takes the points of the last ranks: a lone choice "
        "gets those of the last one.",
        "envelope": "Envelope “{id}”, for the whole town: {amount}.",
        "envelope-zones": "Envelope “{id}”, for {zones}: {amount}.",
        "fit-skip": "A project too expensive for what is left is passed, the next one considered.",
        "fit-stop": "The count stops at the first project too expensive for what is left.",
        "fit-reserve": "The count stops at the first project too expensive for what is left; if at "
        "least {percent}% of its cost is left, a reserve completes it.",
        "threshold-absolute-score": "Minimum support: {minimum} points.",
        "threshold-percent-score": "Minimum support: points equal to {minimum}% of valid ballots.",
        "threshold-absolute-ballots": "Minimum support: {minimum} ballots.",
        "threshold-percent-ballots": "Minimum support: {minimum}% of valid ballots.",
        "max_winners": "Options elected, at most: {limit}.",
        "leftover-returned": "Money left returns to the town's budget.",
        "leftover-next-edition": "Money left is kept for the next edition.",
        "leftover-to-city": "Money left joins the envelope of the whole town.",
        "leftover-to-city-for-all": "Money left joins the envelope of the whole town, open also to "
        "projects not elected in their zone.",
        "leftover-to-best-turnout": "Money left goes to the zone that voted most.",
        "exclusives": "One at most among: {options}.",
        "already_won": "Already won elsewhere: {options}.",
        "floors": "Served first in zone {zone}: {minimum}.",
        "ceilings": "Ceiling of category {category}: {amount}.",
        "utility-cost": "A voter's interest in a project is measured by its cost.",
        "utility-count": "A voter's interest is the same for each project of the ballot.",
        "start-exact": "The first share is the envelope divided by the number of ballots.",
        "start-floored": "The first share is the envelope divided by the number of ballots, "
        "rounded down.",
        "completion-none": "Money that the shares cannot spend is not spent.",
        "completion-greedy": "Money left serves the next projects, from most to least supported.",
        "completion-add1": "While possible, count again with shares increased by {step}.",
        "completion-add1u": "While possible, count again with shares increased by {step}; money "
        "left then serves the next projects, from most to least supported.",
        "stop-exhaustive": "The first outcome to which no project can be added is kept, or the "
        "last one within the envelope.",
        "stop-overspend": "The last outcome within the envelope is kept.",
        "majority-more-than-expressed": "Majority: more than {percent}% of votes expressed.",
        "majority-at-least-expressed": "Majority: at least {percent}% of votes expressed.",
        "majority-more-than-cast": "Majority: more than {percent}% of ballots cast.",
        "majority-at-least-cast": "Majority: at least {percent}% of ballots cast.",
        "quorum": "Quorum: {quorum} ballots cast.",
        "ties": "When equal, in this order: {criteria}.",
    },
}
