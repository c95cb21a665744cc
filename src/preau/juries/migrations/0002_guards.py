"""Rows of one site only, and what the database refuses (``_guards.py``)."""

from django.db import migrations

from preau.tenancy.isolation import isolate

from ._guards import GUARDS, UNDO


class Migration(migrations.Migration):

    dependencies = [('juries', '0001_initial')]

    operations = [
        isolate("juries_jury"),
        isolate("juries_grid"),
        isolate("juries_criterion"),
        isolate("juries_juror"),
        isolate("juries_conflict"),
        isolate("juries_reading"),
        isolate("juries_mark"),
        isolate("juries_deliberation"),
        isolate("juries_grant"),
        migrations.RunSQL(GUARDS, UNDO),
    ]
