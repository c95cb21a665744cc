"""Rows of one site only, and what the database refuses (``_guards.py``)."""

from django.db import migrations

from preau.tenancy.isolation import isolate

from ._guards import GUARDS, UNDO


class Migration(migrations.Migration):

    dependencies = [('inquiries', '0001_initial')]

    operations = [
        isolate("inquiries_document"),
        isolate("inquiries_attachment"),
        isolate("inquiries_draft"),
        isolate("inquiries_draftdocument"),
        isolate("inquiries_inquiry"),
        isolate("inquiries_follower"),
        isolate("inquiries_act"),
        isolate("inquiries_link"),
        isolate("inquiries_observation"),
        isolate("inquiries_mask"),
        isolate("inquiries_incomingmail"),
        isolate("inquiries_contact"),
        isolate("inquiries_party"),
        isolate("inquiries_permanence"),
        isolate("inquiries_piece"),
        isolate("inquiries_pieceversion"),
        isolate("inquiries_download"),
        isolate("inquiries_theme"),
        isolate("inquiries_point"),
        migrations.RunSQL(GUARDS, UNDO),
    ]
