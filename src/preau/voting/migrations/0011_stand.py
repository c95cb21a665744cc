"""Tablets of polling places: a ballot they send twice counts once, a revoked one sends nothing."""

import django.db.models.deletion
import preau.tenancy.models
from django.conf import settings
from django.db import migrations, models

from preau.tenancy.isolation import isolate

GUARDS = """
CREATE FUNCTION voting_mark_in_person(
    the_contest voting_contest, the_voters text[], the_places text[], the_channel text
) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    known voting_rollentry;
    has_voted boolean := false;
BEGIN
    IF the_contest.suspended_at IS NOT NULL THEN
        PERFORM voting_refuse('box_is_suspended', 'the vote is suspended');
    END IF;
    FOR known IN
        SELECT * FROM voting_rollentry
        WHERE site_id = the_contest.site_id AND voter_key = ANY(the_voters)
            AND (contest_id = the_contest.id OR (is_for_zone AND the_contest.zone_id IS NOT NULL
                AND election_id = the_contest.election_id))
        FOR UPDATE
    LOOP
        IF known.contest_id <> the_contest.id THEN
            PERFORM voting_refuse('one_zone_per_voter', 'this person voted in another zone');
        ELSIF known.channel <> 'web' THEN
            PERFORM voting_refuse('voted_in_person', 'this person voted in person');
        ELSIF EXISTS (
            SELECT FROM voting_paperrule
            WHERE election_id = the_contest.election_id AND precedence = 'web'
        ) THEN
            PERFORM voting_refuse('voted_online', 'this person voted online');
        END IF;
        has_voted := true;
    END LOOP;
    WITH gone AS (
        DELETE FROM voting_ballot WHERE site_id = the_contest.site_id
            AND contest_id = the_contest.id AND box_key = ANY(the_places)
        RETURNING receipt
    )
    INSERT INTO voting_receiptline (id, site_id, contest_id, code, state)
    SELECT gen_random_uuid(), the_contest.site_id, the_contest.id, receipt, 'replaced' FROM gone;
    DELETE FROM voting_rollentry WHERE site_id = the_contest.site_id
        AND contest_id = the_contest.id AND voter_key = ANY(the_voters);
    INSERT INTO voting_rollentry
        (site_id, election_id, contest_id, is_for_zone, voter_key, channel, at)
    VALUES (the_contest.site_id, the_contest.election_id, the_contest.id,
        the_contest.zone_id IS NOT NULL, the_voters[1], the_channel, clock_timestamp());
    RETURN has_voted;
END $$;

CREATE OR REPLACE FUNCTION voting_mark_paper(
    the_contest bigint, the_voters text[], the_places text[]
) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    here CONSTANT bigint := NULLIF(current_setting('preau.site', true), '')::bigint;
BEGIN
    RETURN voting_mark_in_person(
        voting_paper_contest(the_contest, here), the_voters, the_places, 'paper');
END $$;

-- The key first: a ballot that was sent twice waits for the other and then finds its line.
CREATE FUNCTION voting_cast_stand(
    the_device bigint, the_key uuid, the_contest bigint, the_voters text[], the_places text[],
    the_choices jsonb, the_receipt text, the_day date
) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    here CONSTANT bigint := NULLIF(current_setting('preau.site', true), '')::bigint;
    contest voting_contest;
    is_late boolean;
BEGIN
    contest := voting_paper_contest(the_contest, here);
    is_late := clock_timestamp() >= contest.closes_at;
    IF NOT EXISTS (
        SELECT FROM voting_standdevice WHERE id = the_device AND site_id = here
            AND election_id = contest.election_id
            AND enrolled_at IS NOT NULL AND revoked_at IS NULL
    ) THEN
        PERFORM voting_refuse('stand_is_enrolled', 'this device is not enrolled');
    END IF;
    INSERT INTO voting_standcast
        (site_id, device_id, contest_id, key, state, reason, day, is_late)
    VALUES (here, the_device, contest.id, the_key, 'cast', '', the_day, is_late);
    IF EXISTS (SELECT FROM voting_receiptline WHERE site_id = here AND code = the_receipt) THEN
        PERFORM voting_refuse('receipt_is_new', 'this receipt was given before');
    END IF;
    PERFORM voting_judge_choices(contest, the_choices);
    PERFORM voting_mark_in_person(contest, the_voters, the_places, 'stand');
    INSERT INTO voting_ballot (id, site_id, contest_id, choices, channel, box_key, receipt)
    VALUES (gen_random_uuid(), here, contest.id, the_choices, 'stand',
        encode(sha256(gen_random_uuid()::text::bytea), 'hex'), the_receipt);
    RETURN is_late;
END $$;

CREATE OR REPLACE FUNCTION voting_guard_in_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF voting_by_owner(TG_RELID) THEN
        RETURN NEW;
    ELSIF NEW.channel <> 'web' THEN
        PERFORM voting_refuse('paper_by_its_own_door', 'a vote in person has its own door');
    ELSIF TG_OP = 'UPDATE' AND OLD.channel <> 'web' THEN
        PERFORM voting_refuse('voted_in_person', 'a vote in person is not changed');
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION voting_guard_stand_cast() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF voting_by_owner(TG_RELID) THEN
        RETURN COALESCE(NEW, OLD);
    ELSIF TG_OP <> 'INSERT' OR NEW.state <> 'refused' THEN
        PERFORM voting_refuse('stand_cast_is_kept', 'what a device sent is kept');
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION voting_guard_stand() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF voting_by_owner(TG_RELID) THEN
        RETURN COALESCE(NEW, OLD);
    ELSIF TG_OP = 'DELETE' OR NEW.election_id <> OLD.election_id
        OR (OLD.revoked_at IS NOT NULL AND NEW.revoked_at IS DISTINCT FROM OLD.revoked_at)
        OR (OLD.token_hash <> '' AND NEW.token_hash <> OLD.token_hash) THEN
        PERFORM voting_refuse('stand_is_kept', 'a device is enrolled once and stays revoked');
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER voting_guard BEFORE INSERT OR UPDATE OR DELETE ON voting_standcast
    FOR EACH ROW EXECUTE FUNCTION voting_guard_stand_cast();
CREATE TRIGGER voting_guard BEFORE UPDATE OR DELETE ON voting_standdevice
    FOR EACH ROW EXECUTE FUNCTION voting_guard_stand();
"""

UNDO = """
DROP FUNCTION voting_guard_stand() CASCADE;
DROP FUNCTION voting_guard_stand_cast() CASCADE;
DROP FUNCTION voting_cast_stand(bigint, uuid, bigint, text[], text[], jsonb, text, date);
"""


class Migration(migrations.Migration):

    dependencies = [
        ('tenancy', '0001_initial'),
        ('voting', '0010_one_guard'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='StandDevice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60)),
                ('code_hash', models.CharField(blank=True, max_length=64)),
                ('code_until', models.DateTimeField(null=True)),
                ('token_hash', models.CharField(blank=True, max_length=64)),
                ('pin_salt', models.CharField(max_length=32)),
                ('pin_hash', models.CharField(max_length=64)),
                ('enrolled_at', models.DateTimeField(null=True)),
                ('revoked_at', models.DateTimeField(null=True)),
                ('seen_at', models.DateTimeField(null=True)),
                ('waiting', models.PositiveSmallIntegerField(default=0)),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('election', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stands', to='voting.election')),
                ('site', models.ForeignKey(db_default=preau.tenancy.models.CurrentSite(), editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tenancy.site')),
                ('station', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stands', to='voting.station')),
            ],
            options={
                'ordering': ['name'],
                'indexes': [
                    models.Index(fields=['site', 'token_hash'], name='stand_by_token'),
                ],
                'constraints': [
                    models.UniqueConstraint(fields=('site', 'election', 'name'), name='one_stand_name'),
                ],
            },
        ),
        migrations.CreateModel(
            name='StandCast',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField()),
                ('state', models.CharField(choices=[('cast', 'Dans l’urne'), ('refused', 'Refusé')], max_length=8)),
                ('reason', models.CharField(blank=True, max_length=40)),
                ('day', models.DateField()),
                ('is_late', models.BooleanField(default=False)),
                ('contest', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='voting.contest')),
                ('site', models.ForeignKey(db_default=preau.tenancy.models.CurrentSite(), editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tenancy.site')),
                ('device', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='casts', to='voting.standdevice')),
            ],
            options={
                'indexes': [
                    models.Index(fields=['site', 'device', 'day'], name='casts_of_the_day'),
                ],
                'constraints': [
                    models.UniqueConstraint(fields=('site', 'key', 'contest'), name='one_cast_per_key'),
                ],
            },
        ),
        isolate("voting_standdevice"),
        isolate("voting_standcast"),
        migrations.RunSQL([GUARDS], [UNDO]),
    ]
