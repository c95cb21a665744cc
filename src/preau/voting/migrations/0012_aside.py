"""Ballots set aside by two people until the seal, kept apart by it, never counted."""

import django.db.models.deletion
import preau.tenancy.models
from django.conf import settings
from django.db import migrations, models

from preau.tenancy.isolation import isolate

# With the owner's rights, and the only way to leave a ballot out of the count or to put it back.
# The lock is that of whoever writes a ballot: the seal waits for it.
MOVE = """
CREATE FUNCTION voting_move_aside(
    the_case bigint, the_agent bigint, the_places text[], the_reason text, is_back boolean
) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    here CONSTANT bigint := NULLIF(current_setting('preau.site', true), '')::bigint;
    wanted CONSTANT text := CASE WHEN is_back THEN 'confirmed' ELSE 'proposed' END;
    found voting_setaside;
    box bigint;
    boxes integer := 0;
    here_moved integer;
    moved integer := 0;
BEGIN
    SELECT * INTO found FROM voting_setaside WHERE id = the_case AND site_id = here FOR UPDATE;
    IF found.id IS NULL THEN
        PERFORM voting_refuse('box_of_this_site', 'no such file in this site');
    ELSIF found.state <> wanted THEN
        PERFORM voting_refuse('aside_once', 'this file is ' || found.state);
    ELSIF (NOT is_back AND found.proposed_by_id = the_agent) OR NOT EXISTS (
        SELECT FROM accounts_user WHERE id = the_agent AND site_id = here
    ) THEN
        PERFORM voting_refuse('aside_by_two', 'another person confirms');
    END IF;
    FOR box IN
        SELECT id FROM voting_contest
        WHERE election_id = found.election_id AND site_id = here AND NOT is_secret ORDER BY id
    LOOP
        PERFORM pg_advisory_xact_lock_shared(voting_lock(box));
        CONTINUE WHEN (SELECT state FROM voting_contest WHERE id = box) <> 'open';
        boxes := boxes + 1;
        UPDATE voting_ballot SET is_aside = NOT is_back
        WHERE site_id = here AND contest_id = box AND box_key = ANY(the_places)
            AND is_aside = is_back;
        GET DIAGNOSTICS here_moved = ROW_COUNT;
        moved := moved + here_moved;
    END LOOP;
    IF boxes = 0 THEN
        PERFORM voting_refuse('aside_until_the_seal', 'every box of this vote is sealed or secret');
    ELSIF moved > boxes * found.voices THEN
        PERFORM voting_refuse('aside_within_file', 'more ballots than this file has voices');
    END IF;
    IF is_back THEN
        UPDATE voting_setaside SET state = 'restored', restored_by_id = the_agent,
            restored_at = clock_timestamp(), restore_reason = the_reason WHERE id = found.id;
    ELSE
        UPDATE voting_setaside SET state = 'confirmed', decided_by_id = the_agent,
            decided_at = clock_timestamp(), decision = the_reason, ballots = moved
        WHERE id = found.id;
    END IF;
    RETURN moved;
END $$;
"""

GUARDS = """
CREATE FUNCTION voting_guard_aside() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT voting_by_owner(TG_RELID) THEN
        PERFORM voting_refuse('aside_by_its_door', 'two people set a ballot aside');
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER voting_aside_new BEFORE INSERT ON voting_ballot
    FOR EACH ROW WHEN (NEW.is_aside) EXECUTE FUNCTION voting_guard_aside();
CREATE TRIGGER voting_aside BEFORE UPDATE ON voting_ballot
    FOR EACH ROW WHEN (NEW.is_aside IS DISTINCT FROM OLD.is_aside)
    EXECUTE FUNCTION voting_guard_aside();

CREATE FUNCTION voting_guard_set_aside() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    movable CONSTANT text[] :=
        ARRAY['effect', 'state', 'decided_by_id', 'decided_at', 'decision'];
BEGIN
    IF voting_by_owner(TG_RELID) THEN
        RETURN COALESCE(NEW, OLD);
    ELSIF TG_OP = 'DELETE' THEN
        PERFORM voting_refuse('record_is_kept', 'a file is kept');
    ELSIF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'proposed' OR NEW.decided_by_id IS NOT NULL OR NEW.ballots <> 0 THEN
            PERFORM voting_refuse('aside_by_its_door', 'a file starts as a proposal');
        END IF;
        RETURN NEW;
    ELSIF OLD.state <> 'proposed' OR NEW.state NOT IN ('proposed', 'withdrawn')
        OR to_jsonb(NEW) - movable <> to_jsonb(OLD) - movable THEN
        PERFORM voting_refuse('aside_by_its_door', 'a file is decided by two people, once');
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION voting_guard_voice() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF voting_by_owner(TG_RELID) THEN
        RETURN COALESCE(NEW, OLD);
    ELSIF TG_OP <> 'INSERT' OR NOT EXISTS (
        SELECT FROM voting_setaside WHERE id = NEW.case_id AND site_id = NEW.site_id
            AND election_id = NEW.election_id AND state = 'proposed'
    ) THEN
        PERFORM voting_refuse('aside_by_its_door', 'the voices of a file do not change');
    END IF;
    RETURN NEW;
END $$;

-- A file that ends names nobody any more.
CREATE FUNCTION voting_end_file() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    DELETE FROM voting_asidevoice WHERE case_id = NEW.id;
    RETURN NULL;
END $$;

CREATE TRIGGER voting_guard BEFORE INSERT OR UPDATE OR DELETE ON voting_setaside
    FOR EACH ROW EXECUTE FUNCTION voting_guard_set_aside();
CREATE TRIGGER voting_guard BEFORE INSERT OR UPDATE OR DELETE ON voting_asidevoice
    FOR EACH ROW EXECUTE FUNCTION voting_guard_voice();
CREATE TRIGGER voting_end_file AFTER UPDATE OF state ON voting_setaside
    FOR EACH ROW WHEN (NEW.state IN ('withdrawn', 'restored', 'lapsed'))
    EXECUTE FUNCTION voting_end_file();
"""

# What was set aside stays so: shuffled with the others, its receipt in a list of its own. With the
# last box of the vote, no file names a voter any more.
SEAL = """
CREATE OR REPLACE FUNCTION voting_seal(the_contest bigint) RETURNS boolean LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    here CONSTANT bigint := NULLIF(current_setting('preau.site', true), '')::bigint;
    contest voting_contest;
BEGIN
    PERFORM pg_advisory_xact_lock(voting_lock(the_contest));
    SELECT * INTO contest FROM voting_contest WHERE id = the_contest AND site_id = here FOR UPDATE;
    IF contest.id IS NULL THEN
        PERFORM voting_refuse('box_of_this_site', 'no such contest in this site');
    ELSIF contest.state IN ('closed', 'counted') THEN
        RETURN false;
    ELSIF contest.state <> 'open' OR clock_timestamp() < contest.closes_at THEN
        PERFORM voting_refuse('seal_at_the_hour', 'the hour of closing has not come');
    END IF;
    DELETE FROM voting_boxsecret WHERE contest_id = contest.id;
    DELETE FROM voting_ballotdraft WHERE contest_id = contest.id;
    INSERT INTO voting_receiptline (id, site_id, contest_id, code, state)
    SELECT gen_random_uuid(), site_id, contest_id, receipt,
        CASE WHEN is_aside THEN 'aside' ELSE 'counted' END
    FROM voting_ballot WHERE contest_id = contest.id ORDER BY gen_random_uuid();
    WITH taken AS (
        DELETE FROM voting_ballot WHERE contest_id = contest.id
        RETURNING site_id, contest_id, choices, channel, is_aside
    )
    INSERT INTO voting_ballot
        (id, site_id, contest_id, choices, channel, is_aside, box_key, receipt)
    SELECT gen_random_uuid(), site_id, contest_id, choices, channel, is_aside, NULL, NULL
    FROM taken ORDER BY gen_random_uuid();
    UPDATE voting_contest SET state = 'closed' WHERE id = contest.id;
    IF NOT EXISTS (
        SELECT FROM voting_contest WHERE election_id = contest.election_id AND state = 'open'
    ) THEN
        UPDATE voting_setaside SET state = 'lapsed'
        WHERE election_id = contest.election_id AND state = 'proposed';
        DELETE FROM voting_asidevoice WHERE election_id = contest.election_id;
    END IF;
    RETURN true;
END $$;
"""

UNDO = """
DROP FUNCTION voting_end_file() CASCADE;
DROP FUNCTION voting_guard_voice() CASCADE;
DROP FUNCTION voting_guard_set_aside() CASCADE;
DROP FUNCTION voting_guard_aside() CASCADE;
DROP FUNCTION voting_move_aside(bigint, bigint, text[], text, boolean);
"""


class Migration(migrations.Migration):

    dependencies = [
        ('tenancy', '0001_initial'),
        ('voting', '0011_stand'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='ballot',
            name='is_aside',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='count',
            name='with_aside',
            field=models.JSONField(null=True),
        ),
        migrations.AddField(
            model_name='seal',
            name='set_aside',
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AlterField(
            model_name='receiptline',
            name='state',
            field=models.CharField(choices=[('replaced', 'Remplacé'), ('counted', 'Compté'), ('aside', 'Mis à l’écart')], max_length=8),
        ),
        migrations.CreateModel(
            name='SetAside',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('sign', models.CharField(choices=[('same_box', 'Même boîte, écrite autrement'), ('numbered', 'Adresses numérotées'), ('disposable', 'Adresses jetables'), ('same_person', 'Même nom et même date de naissance'), ('same_birthday', 'Même date de naissance'), ('burst', 'Minute très chargée')], max_length=16)),
                ('shape', models.CharField(max_length=200)),
                ('reason', models.CharField(max_length=600)),
                ('state', models.CharField(choices=[('proposed', 'Attend une deuxième personne'), ('confirmed', 'Mis à l’écart'), ('withdrawn', 'Classé sans suite'), ('restored', 'Remis dans le compte'), ('lapsed', 'Sans suite : l’urne a été scellée avant')], default='proposed', max_length=10)),
                ('voices', models.PositiveIntegerField()),
                ('proposed_at', models.DateTimeField()),
                ('effect', models.JSONField(null=True)),
                ('decided_at', models.DateTimeField(null=True)),
                ('decision', models.CharField(blank=True, max_length=600)),
                ('ballots', models.PositiveIntegerField(default=0)),
                ('restored_at', models.DateTimeField(null=True)),
                ('restore_reason', models.CharField(blank=True, max_length=600)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('election', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='set_asides', to='voting.election')),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('restored_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('site', models.ForeignKey(db_default=preau.tenancy.models.CurrentSite(), editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tenancy.site')),
            ],
            options={
                'ordering': ['-number'],
            },
        ),
        migrations.CreateModel(
            name='AsideVoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('voter_key', models.CharField(max_length=64)),
                ('election', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='voting.election')),
                ('site', models.ForeignKey(db_default=preau.tenancy.models.CurrentSite(), editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tenancy.site')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='held', to='voting.setaside')),
            ],
        ),
        migrations.AddConstraint(
            model_name='setaside',
            constraint=models.UniqueConstraint(fields=('site', 'election', 'number'), name='one_set_aside_number'),
        ),
        migrations.AddConstraint(
            model_name='setaside',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['confirmed', 'restored']), _negated=True), models.Q(('decided_by__isnull', False), models.Q(('decided_by', models.F('proposed_by')), _negated=True)), _connector='OR'), name='aside_by_two'),
        ),
        migrations.AddIndex(
            model_name='asidevoice',
            index=models.Index(fields=['site', 'case'], name='voices_of_file'),
        ),
        migrations.AddConstraint(
            model_name='asidevoice',
            constraint=models.UniqueConstraint(fields=('site', 'election', 'voter_key'), name='one_file_per_voice'),
        ),
        isolate("voting_setaside"),
        isolate("voting_asidevoice"),
        migrations.RunSQL([MOVE, GUARDS, SEAL], [UNDO]),
    ]
