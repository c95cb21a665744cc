"""The sealed box: written by one door with the roll, shuffled by batches and at the closing."""

import django.db.models.deletion
import django.db.models.functions.text
import preau.tenancy.models
import preau.voting.models.secret
import uuid
from django.db import migrations, models

from preau.tenancy.isolation import isolate

# With the owner's rights: neither the roll nor the box of a secret contest has another door, so
# that one line and one ballot always come together (paper has boxes of its own). The hour is kept
# to the hour.
CAST = """
CREATE FUNCTION voting_cast_secret(
    the_contest bigint, the_voter text, the_channel text, the_ballot bytea
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    here CONSTANT bigint := NULLIF(current_setting('preau.site', true), '')::bigint;
    contest voting_contest;
    length integer;
BEGIN
    contest := voting_open_contest(the_contest, here);
    SELECT one.length INTO length FROM voting_ballotkey AS one
    WHERE one.election_id = contest.election_id AND one.site_id = here;
    IF NOT contest.is_secret OR length IS NULL THEN
        PERFORM voting_refuse('contest_is_secret', 'this contest has no sealed box');
    ELSIF octet_length(the_ballot) <> length + 48 THEN
        PERFORM voting_refuse('sealed_to_length', 'every sealed ballot has the same length');
    END IF;
    INSERT INTO voting_rollentry
        (site_id, election_id, contest_id, is_for_zone, voter_key, channel, at)
    VALUES (here, contest.election_id, contest.id, contest.zone_id IS NOT NULL, the_voter,
            the_channel, date_trunc('hour', clock_timestamp()));
    INSERT INTO voting_sealedballot (id, site_id, contest_id, ciphertext)
    VALUES (gen_random_uuid(), here, contest.id, the_ballot);
END $$;

CREATE FUNCTION voting_guard_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF voting_by_owner(TG_RELID) THEN
        RETURN COALESCE(NEW, OLD);
    END IF;
    PERFORM voting_refuse('sealed_by_its_door', 'a sealed box has one door');
END $$;

CREATE FUNCTION voting_guard_secret() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT voting_by_owner(TG_RELID) AND NEW.channel <> 'paper' AND EXISTS (
        SELECT FROM voting_contest WHERE id = NEW.contest_id AND is_secret
    ) THEN
        PERFORM voting_refuse('sealed_by_its_door', 'a sealed box has one door');
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION voting_guard_key() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    the_election CONSTANT bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.election_id
                                         ELSE NEW.election_id END;
BEGIN
    IF NOT voting_by_owner(TG_RELID) AND EXISTS (
        SELECT FROM voting_contest WHERE election_id = the_election AND state <> 'draft'
    ) THEN
        PERFORM voting_refuse('contest_is_frozen', 'the key is frozen once the contest opens');
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;

CREATE TRIGGER voting_guard BEFORE INSERT OR UPDATE OR DELETE ON voting_sealedballot
    FOR EACH ROW EXECUTE FUNCTION voting_guard_sealed();
CREATE TRIGGER voting_guard_secret BEFORE INSERT OR UPDATE ON voting_rollentry
    FOR EACH ROW EXECUTE FUNCTION voting_guard_secret();
CREATE TRIGGER voting_guard_secret BEFORE INSERT OR UPDATE ON voting_ballot
    FOR EACH ROW EXECUTE FUNCTION voting_guard_secret();
CREATE TRIGGER voting_guard BEFORE INSERT OR UPDATE OR DELETE ON voting_ballotkey
    FOR EACH ROW EXECUTE FUNCTION voting_guard_key();
CREATE TRIGGER voting_guard BEFORE INSERT OR UPDATE OR DELETE ON voting_opening
    FOR EACH ROW EXECUTE FUNCTION voting_guard_record();
"""

# A batch enters the log once ten ballots wait, or at the closing: whoever knows who voted between
# two heads still has ten people to choose from. Its ballots are written again in random order, in
# one transaction, so that neither their place nor their transaction tells when they came.
BATCH = """
CREATE FUNCTION voting_log_secret(the_contest bigint) RETURNS integer LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    least CONSTANT integer := 10;
    here CONSTANT bigint := NULLIF(current_setting('preau.site', true), '')::bigint;
    contest voting_contest;
    size integer;
    waiting text[];
BEGIN
    SELECT * INTO contest FROM voting_contest
    WHERE id = the_contest AND site_id = here AND is_secret FOR NO KEY UPDATE;
    IF contest.id IS NULL OR contest.state = 'draft' THEN
        PERFORM voting_refuse('box_of_this_site', 'no such sealed box in this site');
    END IF;
    SELECT count(*) INTO size FROM voting_logleaf WHERE contest_id = contest.id;
    SELECT array_agg(one.leaf) INTO waiting FROM voting_sealedballot AS one
    WHERE one.contest_id = contest.id AND NOT EXISTS (
        SELECT FROM voting_logleaf AS line
        WHERE line.contest_id = contest.id AND line.leaf = one.leaf
    );
    IF waiting IS NULL OR (cardinality(waiting) < least AND contest.state = 'open') THEN
        RETURN 0;
    END IF;
    IF contest.state = 'open' THEN
        WITH taken AS (
            DELETE FROM voting_sealedballot
            WHERE contest_id = contest.id AND leaf = ANY (waiting)
            RETURNING site_id, contest_id, ciphertext
        )
        INSERT INTO voting_sealedballot (id, site_id, contest_id, ciphertext)
        SELECT gen_random_uuid(), site_id, contest_id, ciphertext FROM taken
        ORDER BY gen_random_uuid();
    END IF;
    INSERT INTO voting_logleaf (site_id, contest_id, place, kind, leaf, content)
    SELECT here, contest.id, size - 1 + row_number() OVER (ORDER BY gen_random_uuid()), 'ballot',
           leaf, ''
    FROM unnest(waiting) AS leaf;
    RETURN cardinality(waiting);
END $$;
"""

# Whatever closes a secret contest (``voting_seal`` alone may) shuffles its box and its roll: lines
# of the roll take new numbers in random order and the hour of the closing.
CLOSE = """
CREATE FUNCTION voting_close_secret() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    WITH taken AS (
        DELETE FROM voting_sealedballot WHERE contest_id = NEW.id
        RETURNING site_id, contest_id, ciphertext
    )
    INSERT INTO voting_sealedballot (id, site_id, contest_id, ciphertext)
    SELECT gen_random_uuid(), site_id, contest_id, ciphertext FROM taken
    ORDER BY gen_random_uuid();
    INSERT INTO voting_receiptline (id, site_id, contest_id, code, state)
    SELECT gen_random_uuid(), site_id, contest_id, receipt, 'counted'
    FROM voting_sealedballot WHERE contest_id = NEW.id ORDER BY gen_random_uuid();
    WITH taken AS (
        DELETE FROM voting_rollentry AS entry WHERE contest_id = NEW.id
        RETURNING to_jsonb(entry) AS line
    ), shuffled AS (
        SELECT line FROM taken ORDER BY gen_random_uuid()
    )
    INSERT INTO voting_rollentry
    SELECT (jsonb_populate_record(NULL::voting_rollentry, line || jsonb_build_object(
        'id', nextval(pg_get_serial_sequence('voting_rollentry', 'id')), 'at', NEW.closes_at
    ))).* FROM shuffled;
    RETURN NULL;
END $$;

CREATE TRIGGER voting_close_secret AFTER UPDATE OF state ON voting_contest
    FOR EACH ROW WHEN (OLD.state = 'open' AND NEW.state = 'closed' AND NEW.is_secret)
    EXECUTE FUNCTION voting_close_secret();
"""

# The opened ballots enter the box that the count reads, once, all of them, in random order.
OPEN = """
CREATE FUNCTION voting_fits(the_contest bigint, choices jsonb) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    contest voting_contest;
BEGIN
    SELECT * INTO contest FROM voting_contest WHERE id = the_contest;
    PERFORM voting_judge_choices(contest, choices);
    RETURN true;
EXCEPTION WHEN check_violation OR data_exception THEN
    RETURN false;
END $$;

CREATE FUNCTION voting_open_secret(the_contest bigint, the_choices jsonb, the_spoiled integer)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    here CONSTANT bigint := NULLIF(current_setting('preau.site', true), '')::bigint;
    contest voting_contest;
    sealed integer;
BEGIN
    SELECT * INTO contest FROM voting_contest
    WHERE id = the_contest AND site_id = here AND is_secret FOR UPDATE;
    IF contest.id IS NULL OR contest.state <> 'closed' THEN
        PERFORM voting_refuse('record_after_closing', 'no closed sealed box of this site');
    ELSIF EXISTS (SELECT FROM voting_opening WHERE contest_id = contest.id) OR EXISTS (
        SELECT FROM voting_ballot WHERE contest_id = contest.id AND channel <> 'paper'
    ) THEN
        PERFORM voting_refuse('opened_once', 'a sealed box is opened once');
    END IF;
    SELECT count(*) INTO sealed FROM voting_sealedballot WHERE contest_id = contest.id;
    IF jsonb_array_length(the_choices) + the_spoiled <> sealed THEN
        PERFORM voting_refuse('opened_whole', 'a sealed box is opened whole');
    END IF;
    INSERT INTO voting_ballot (id, site_id, contest_id, choices, channel, box_key, receipt)
    SELECT gen_random_uuid(), here, contest.id, choices, 'web', NULL, NULL
    FROM jsonb_array_elements(the_choices) AS choices ORDER BY gen_random_uuid();
END $$;
"""

UNDO = """
DROP FUNCTION voting_cast_secret(bigint, text, text, bytea);
DROP FUNCTION voting_guard_sealed() CASCADE;
DROP FUNCTION IF EXISTS voting_guard_secret() CASCADE;
DROP FUNCTION voting_guard_key() CASCADE;
DROP FUNCTION voting_log_secret(bigint);
DROP FUNCTION voting_close_secret() CASCADE;
DROP FUNCTION voting_fits(bigint, jsonb);
DROP FUNCTION voting_open_secret(bigint, jsonb, integer);
"""


class Migration(migrations.Migration):

    dependencies = [
        ('tenancy', '0001_initial'),
        ('voting', '0004_formats'),
    ]

    operations = [
        migrations.AddField(
            model_name='contest',
            name='is_secret',
            field=models.BooleanField(default=False),
        ),
        migrations.CreateModel(
            name='BallotKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_key', models.CharField(max_length=64)),
                ('publishes', models.CharField(choices=[('clear', 'Les bulletins ouverts et mélangés, sans la clé'), ('sealed', 'La clé et les bulletins scellés')], default='clear', max_length=6)),
                ('length', models.PositiveIntegerField(default=0)),
                ('test_sealed', models.BinaryField()),
                ('test_hash', models.CharField(max_length=64)),
                ('registered_at', models.DateTimeField()),
                ('tested_at', models.DateTimeField(blank=True, null=True)),
                ('election', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='ballot_key', to='voting.election')),
                ('site', models.ForeignKey(db_default=preau.tenancy.models.CurrentSite(), editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tenancy.site')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Opening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('ballots', models.PositiveIntegerField()),
                ('spoiled', models.JSONField(default=dict)),
                ('private_key', models.CharField(blank=True, max_length=64)),
                ('contest', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='opening', to='voting.contest')),
                ('site', models.ForeignKey(db_default=preau.tenancy.models.CurrentSite(), editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tenancy.site')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SealedBallot',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('ciphertext', models.BinaryField()),
                ('receipt', models.GeneratedField(db_persist=True, expression=django.db.models.functions.text.Left(preau.voting.models.secret.Hash(models.F('ciphertext')), 25), output_field=models.CharField(max_length=25))),
                ('leaf', models.GeneratedField(db_persist=True, expression=preau.voting.models.secret.Hash(models.Func(models.Value(b'\x00', output_field=models.BinaryField()), models.F('ciphertext'), arg_joiner=' || ', template='%(expressions)s')), output_field=models.CharField(max_length=64))),
                ('contest', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sealed_ballots', to='voting.contest')),
                ('site', models.ForeignKey(db_default=preau.tenancy.models.CurrentSite(), editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tenancy.site')),
            ],
            options={
                'indexes': [models.Index(fields=['site', 'contest', 'leaf'], name='sealed_leaf')],
                'constraints': [models.UniqueConstraint(fields=('site', 'receipt'), name='one_sealed_per_receipt')],
            },
        ),
        isolate("voting_ballotkey"),
        isolate("voting_sealedballot"),
        isolate("voting_opening"),
        migrations.RunSQL([CAST, BATCH, CLOSE, OPEN], [UNDO]),
    ]
