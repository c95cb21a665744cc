"""After the appeals: all that could say who took part in a step is destroyed."""

from __future__ import annotations

from django.db import transaction

from preau.processes.models import Step

from .models import Electorate, Proof, new_key


@transaction.atomic
def forget_people(*, step: Step) -> dict[str, int]:
    """Destroy proofs, lists, codes, and the key of their hashes; how many of each there were.

    The caller judges that the time has come, and writes the figures to the ledger.
    """
    counts = {"proofs": Proof.objects.filter(step=step).delete()[0]}
    electorate = Electorate.objects.filter(step=step).first()
    if electorate is None:
        return counts
    counts |= {
        "imported_lines": electorate.lines.all().delete()[0],
        "members": electorate.members.all().delete()[0],
        "codes": electorate.codes.all().delete()[0],
    }
    electorate.batches.all().delete()
    electorate.key = new_key()
    electorate.save(update_fields=["key"])
    return counts
