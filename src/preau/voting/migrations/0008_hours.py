"""Hours of a vote: the declared grace, suspension, and the day its voters are forgotten."""

import django.db.models.deletion
import preau.kernel.clock
import preau.tenancy.models
from django.db import migrations, models

from preau.tenancy.isolation import isolate

HOURS = """
CREATE OR REPLACE FUNCTION voting_open_contest(the_contest bigint, the_site bigint)
RETURNS voting_contest LANGUAGE plpgsql AS $$
DECLARE
    found voting_contest;
BEGIN
    PERFORM pg_advisory_xact_lock_shared(voting_lock(the_contest));
    SELECT * INTO found FROM voting_contest WHERE id = the_contest AND site_id = the_site;
    IF found.id IS NULL THEN
        PERFORM voting_refuse('box_of_this_site', 'no such contest in this site');
    ELSIF found.state <> 'open' THEN
        PERFORM voting_refuse('box_is_open', 'the contest is ' || found.state);
    ELSIF clock_timestamp() < found.opens_at THEN
        PERFORM voting_refuse('box_is_open', 'the contest has not opened yet');
    ELSIF clock_timestamp() >= found.closes_at AND clock_timestamp() >= found.closes_at + (
        SELECT make_interval(secs => grace_seconds) FROM voting_election
        WHERE id = found.election_id
    ) THEN
        PERFORM voting_refuse('box_is_open', 'the hour of closing has passed');
    ELSIF found.suspended_at IS NOT NULL THEN
        PERFORM voting_refuse('box_is_suspended', 'the vote is suspended');
    END IF;
    RETURN found;
END $$;

CREATE OR REPLACE FUNCTION voting_guard_contest() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    movable CONSTANT text[] :=
        ARRAY['state', 'opens_at', 'closes_at', 'suspended_at', 'hours_reason'];
BEGIN
    IF voting_by_owner(TG_RELID) THEN
        RETURN COALESCE(NEW, OLD);
    ELSIF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'draft' THEN
            PERFORM voting_refuse('contest_starts_as_draft', 'a contest starts as a draft');
        END IF;
        RETURN NEW;
    ELSIF OLD.state <> 'draft' AND TG_OP = 'DELETE' THEN
        PERFORM voting_refuse('contest_is_kept', 'an opened contest is kept');
    ELSIF TG_OP = 'DELETE' THEN
        RETURN OLD;
    ELSIF OLD.state = 'draft' THEN
        IF NEW.state NOT IN ('draft', 'open') THEN
            PERFORM voting_refuse('contest_goes_forward', 'a draft can only be opened');
        END IF;
        RETURN NEW;
    END IF;
    IF to_jsonb(NEW) - movable <> to_jsonb(OLD) - movable THEN
        PERFORM voting_refuse('contest_is_frozen', 'the rule is frozen once the contest opens');
    ELSIF NEW.state <> OLD.state AND (OLD.state, NEW.state) <> ('closed', 'counted') THEN
        PERFORM voting_refuse('contest_goes_forward', 'only the seal closes a contest');
    ELSIF (NEW.opens_at, NEW.closes_at, NEW.suspended_at, NEW.hours_reason)
        IS DISTINCT FROM (OLD.opens_at, OLD.closes_at, OLD.suspended_at, OLD.hours_reason) THEN
        IF OLD.state <> 'open' THEN
            PERFORM voting_refuse('contest_is_frozen', 'a closed contest keeps its dates');
        ELSIF OLD.closes_at <= clock_timestamp() AND OLD.suspended_at IS NULL AND (
            NEW.closes_at > OLD.closes_at OR NEW.suspended_at IS NOT NULL
        ) THEN
            PERFORM voting_refuse('contest_stays_closed', 'what has ended is not opened again');
        END IF;
    END IF;
    RETURN NEW;
END $$;

-- Whoever asks for the seal, it waits for the grace, and for a suspended vote to be resumed.
CREATE FUNCTION voting_wait_for_hours() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.suspended_at IS NOT NULL THEN
        PERFORM voting_refuse('seal_waits_for_resumption', 'the vote is suspended');
    ELSIF clock_timestamp() < NEW.closes_at + (
        SELECT make_interval(secs => grace_seconds) FROM voting_election WHERE id = NEW.election_id
    ) THEN
        PERFORM voting_refuse('seal_waits_for_grace', 'ballots begun in time may still come');
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER voting_wait_for_hours BEFORE UPDATE OF state ON voting_contest
    FOR EACH ROW WHEN (OLD.state = 'open' AND NEW.state = 'closed')
    EXECUTE FUNCTION voting_wait_for_hours();

CREATE FUNCTION voting_guard_act() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT voting_by_owner(TG_RELID) THEN
        PERFORM voting_refuse('record_is_kept', 'the record is never rewritten');
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;

CREATE TRIGGER voting_guard BEFORE UPDATE OR DELETE ON voting_houract
    FOR EACH ROW EXECUTE FUNCTION voting_guard_act();
CREATE TRIGGER voting_guard BEFORE UPDATE OR DELETE ON voting_forgetting
    FOR EACH ROW EXECUTE FUNCTION voting_guard_act();
"""

# The key that names the voters of the roll is drawn anew, and their hours go: lines stay, for the
# turnout, and lead to nobody.
FORGET = """
CREATE FUNCTION voting_forget_voters(the_election bigint, the_days integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    here CONSTANT bigint := NULLIF(current_setting('preau.site', true), '')::bigint;
    lines integer;
BEGIN
    IF NOT EXISTS (
        SELECT FROM voting_contest WHERE election_id = the_election AND site_id = here
    ) OR EXISTS (
        SELECT FROM voting_contest WHERE election_id = the_election AND (
            state <> 'counted' OR closes_at + make_interval(days => the_days) > clock_timestamp()
        )
    ) THEN
        PERFORM voting_refuse('voters_kept_for_appeals', 'the time of appeals is not over');
    END IF;
    UPDATE voting_election SET roll_key =
        replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '')
    WHERE id = the_election;
    UPDATE voting_rollentry SET at = contest.closes_at
    FROM voting_contest AS contest
    WHERE contest.id = contest_id AND contest.election_id = the_election;
    GET DIAGNOSTICS lines = ROW_COUNT;
    RETURN lines;
END $$;
"""

UNDO = """
DROP FUNCTION voting_forget_voters(bigint, integer);
DROP FUNCTION voting_guard_act() CASCADE;
DROP FUNCTION voting_wait_for_hours() CASCADE;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('tenancy', '0001_initial'),
        ('voting', '0007_paper_guards'),
    ]

    operations = [
        migrations.AddField(
            model_name='ballotdraft',
            name='begun_at',
            field=models.DateTimeField(default=preau.kernel.clock.now),
        ),
        migrations.AddField(
            model_name='contest',
            name='suspended_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='election',
            name='grace_seconds',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.CreateModel(
            name='Forgetting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('appeal_days', models.PositiveSmallIntegerField()),
                ('figures', models.JSONField(default=dict)),
                ('election', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='forgetting', to='voting.election')),
                ('site', models.ForeignKey(db_default=preau.tenancy.models.CurrentSite(), editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tenancy.site')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='HourAct',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('moved', 'Heures changées'), ('suspended', 'Vote suspendu'), ('resumed', 'Vote repris')], max_length=10)),
                ('at', models.DateTimeField()),
                ('reason', models.CharField(max_length=400)),
                ('author_name', models.CharField(blank=True, max_length=160)),
                ('closes_before', models.DateTimeField(null=True)),
                ('closes_after', models.DateTimeField(null=True)),
                ('election', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hour_acts', to='voting.election')),
                ('site', models.ForeignKey(db_default=preau.tenancy.models.CurrentSite(), editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tenancy.site')),
            ],
            options={
                'ordering': ['at', 'pk'],
                'indexes': [models.Index(fields=['site', 'election', 'at'], name='hour_acts_in_order')],
            },
        ),
        migrations.AddField(
            model_name='contest',
            name='hours_reason',
            field=models.CharField(blank=True, max_length=400),
        ),
        isolate("voting_houract"),
        isolate("voting_forgetting"),
        migrations.RunSQL([HOURS, FORGET], [UNDO]),
    ]
