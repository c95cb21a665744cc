"""The log of each box, only ever added to; and no receipt that was already given once."""

import django.db.models.deletion
import preau.tenancy.models
from django.db import migrations, models

from preau.tenancy.isolation import isolate

LOG = """
CREATE FUNCTION voting_guard_log() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF voting_by_owner(TG_RELID) THEN
        RETURN COALESCE(NEW, OLD);
    ELSIF TG_OP <> 'INSERT' THEN
        PERFORM voting_refuse('log_is_kept', 'the log of a box is only added to');
    ELSIF NOT EXISTS (
        SELECT FROM voting_contest
        WHERE id = NEW.contest_id AND site_id = NEW.site_id AND state <> 'draft'
    ) THEN
        PERFORM voting_refuse('log_of_frozen_box', 'no frozen contest of this site');
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER voting_guard BEFORE INSERT OR UPDATE OR DELETE ON voting_logleaf
    FOR EACH ROW EXECUTE FUNCTION voting_guard_log();
CREATE TRIGGER voting_guard BEFORE INSERT OR UPDATE OR DELETE ON voting_loghead
    FOR EACH ROW EXECUTE FUNCTION voting_guard_log();
"""

# After the write, so that whoever waited for a ballot with the same receipt sees where it went.
RECEIPTS = """
CREATE FUNCTION voting_guard_new_receipt() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT voting_by_owner(TG_RELID) AND EXISTS (
        SELECT FROM voting_receiptline WHERE site_id = NEW.site_id AND code = NEW.receipt
    ) THEN
        PERFORM voting_refuse('receipt_is_new', 'this receipt was given before');
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER voting_new_receipt AFTER INSERT OR UPDATE OF receipt ON voting_ballot
    FOR EACH ROW EXECUTE FUNCTION voting_guard_new_receipt();
"""

UNDO = """
DROP FUNCTION voting_guard_log() CASCADE;
DROP FUNCTION voting_guard_new_receipt() CASCADE;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('tenancy', '0001_initial'),
        ('voting', '0002_guards'),
    ]

    operations = [
        migrations.CreateModel(
            name='LogHead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('size', models.PositiveIntegerField()),
                ('root', models.CharField(max_length=64)),
                ('ballots', models.PositiveIntegerField()),
                ('voters', models.PositiveIntegerField()),
                ('missing', models.PositiveIntegerField(default=0)),
                ('signature', models.CharField(max_length=128)),
                ('signer', models.CharField(max_length=64)),
                ('contest', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='heads', to='voting.contest')),
                ('site', models.ForeignKey(db_default=preau.tenancy.models.CurrentSite(), editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tenancy.site')),
            ],
            options={
                'ordering': ['at', 'pk'],
                'indexes': [models.Index(fields=['site', 'contest', 'at'], name='heads_in_order')],
            },
        ),
        migrations.CreateModel(
            name='LogLeaf',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveIntegerField()),
                ('kind', models.CharField(choices=[('rule', 'Rule'), ('options', 'Options'), ('key', 'Key'), ('act', 'Act'), ('ballot', 'Ballot')], max_length=8)),
                ('leaf', models.CharField(max_length=64)),
                ('content', models.TextField(blank=True)),
                ('contest', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='log', to='voting.contest')),
                ('site', models.ForeignKey(db_default=preau.tenancy.models.CurrentSite(), editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tenancy.site')),
            ],
            options={
                'ordering': ['place'],
                'constraints': [models.UniqueConstraint(fields=('site', 'contest', 'place'), name='one_leaf_per_place'), models.UniqueConstraint(fields=('site', 'contest', 'leaf'), name='one_place_per_leaf')],
            },
        ),
        isolate("voting_logleaf"),
        isolate("voting_loghead"),
        migrations.RunSQL([LOG, RECEIPTS], [UNDO]),
    ]
