"""One door to an open box: a ballot enters with its line on the roll, or not at all."""

import django.db.models.deletion
import preau.tenancy.models
from django.db import migrations, models

from preau.tenancy.isolation import isolate

# With the owner's rights. A first line of the roll comes with a ballot where there was none; a known
# voter changes the ballot that is at their place: lines and ballots stay as many, whatever is asked.
# The guards of the tables, which every owner passes, are asked here once.
DOOR = """
CREATE FUNCTION voting_cast(
    the_contest bigint, the_voter text, the_place text, the_choices jsonb, the_receipt text,
    the_at timestamptz, the_draft bigint, the_network text
) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    here CONSTANT bigint := NULLIF(current_setting('preau.site', true), '')::bigint;
    contest voting_contest;
    was text;
    is_first boolean;
BEGIN
    contest := voting_open_contest(the_contest, here);
    IF contest.is_secret THEN
        PERFORM voting_refuse('sealed_by_its_door', 'a sealed box has one door');
    ELSIF the_voter IS NULL OR the_place IS NULL OR the_receipt IS NULL THEN
        PERFORM voting_refuse('ballot_has_receipt', 'an open ballot has a key and a receipt');
    END IF;
    IF the_draft IS NOT NULL THEN
        DELETE FROM voting_ballotdraft WHERE id = the_draft AND site_id = here;
        IF NOT FOUND THEN
            RETURN false;
        END IF;
    END IF;
    PERFORM voting_judge_choices(contest, the_choices);
    INSERT INTO voting_rollentry AS line
        (site_id, election_id, contest_id, is_for_zone, voter_key, channel, at)
    VALUES (here, contest.election_id, contest.id, contest.zone_id IS NOT NULL, the_voter, 'web',
        the_at)
    ON CONFLICT (site_id, contest_id, voter_key) DO UPDATE SET channel = line.channel
    RETURNING line.channel, line.xmax = 0 INTO was, is_first;
    IF was <> 'web' THEN
        PERFORM voting_refuse('voted_in_person', 'a vote in person is not changed');
    ELSIF is_first THEN
        INSERT INTO voting_ballot (id, site_id, contest_id, box_key, choices, channel, receipt)
        VALUES (gen_random_uuid(), here, contest.id, the_place, the_choices, 'web', the_receipt);
    ELSE
        UPDATE voting_ballot SET choices = the_choices, receipt = the_receipt
        WHERE site_id = here AND contest_id = contest.id AND box_key = the_place;
        IF NOT FOUND THEN
            PERFORM voting_refuse('ballot_at_its_place', 'this voter has a ballot elsewhere');
        END IF;
    END IF;
    -- After the write: whoever waited for a ballot with the same receipt sees where it went.
    IF EXISTS (SELECT FROM voting_receiptline WHERE site_id = here AND code = the_receipt) THEN
        PERFORM voting_refuse('receipt_is_new', 'this receipt was given before');
    ELSIF the_network <> '' AND (
        SELECT network_days FROM voting_election WHERE id = contest.election_id
    ) > 0 THEN
        INSERT INTO voting_voteorigin (site_id, election_id, voter_key, network, day)
        VALUES (here, contest.election_id, the_voter, the_network, the_at::date)
        ON CONFLICT DO NOTHING;
    END IF;
    RETURN true;
END $$;

-- Many at once, each with a line of its own: an election held elsewhere, a demonstration.
CREATE FUNCTION voting_cast_many(
    the_contests bigint[], the_voters text[], the_hours timestamptz[], the_places text[],
    the_choices jsonb[], the_receipts text[]
) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    here CONSTANT bigint := NULLIF(current_setting('preau.site', true), '')::bigint;
    box bigint;
    contest voting_contest;
    lines integer;
    ballots integer;
BEGIN
    FOR box IN SELECT DISTINCT one FROM unnest(the_contests) AS one ORDER BY one LOOP
        contest := voting_open_contest(box, here);
        IF contest.is_secret THEN
            PERFORM voting_refuse('sealed_by_its_door', 'a sealed box has one door');
        END IF;
        PERFORM voting_judge_choices(contest, one.choices)
        FROM unnest(the_contests, the_choices) AS one (box_id, choices) WHERE one.box_id = box;
    END LOOP;
    INSERT INTO voting_rollentry
        (site_id, election_id, contest_id, is_for_zone, voter_key, channel, at)
    SELECT here, kept.election_id, kept.id, kept.zone_id IS NOT NULL, one.voter, 'web', one.at
    FROM unnest(the_contests, the_voters, the_hours) AS one (box_id, voter, at)
    JOIN voting_contest AS kept ON kept.id = one.box_id;
    GET DIAGNOSTICS lines = ROW_COUNT;
    INSERT INTO voting_ballot (id, site_id, contest_id, box_key, choices, channel, receipt)
    SELECT gen_random_uuid(), here, one.box_id, one.place, one.choices, 'web', one.receipt
    FROM unnest(the_contests, the_places, the_choices, the_receipts)
        AS one (box_id, place, choices, receipt)
    WHERE one.place IS NOT NULL AND one.receipt IS NOT NULL;
    GET DIAGNOSTICS ballots = ROW_COUNT;
    IF lines <> ballots OR lines <> cardinality(the_contests) THEN
        PERFORM voting_refuse('ballot_with_its_line', 'as many lines as ballots');
    ELSIF EXISTS (
        SELECT FROM voting_receiptline WHERE site_id = here AND code = ANY (the_receipts)
    ) THEN
        PERFORM voting_refuse('receipt_is_new', 'this receipt was given before');
    END IF;
    RETURN ballots;
END $$;
"""

GUARDS = """
CREATE OR REPLACE FUNCTION voting_guard_roll() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF voting_by_owner(TG_RELID) THEN
        RETURN COALESCE(NEW, OLD);
    ELSIF TG_OP = 'DELETE' THEN
        PERFORM voting_refuse('roll_is_kept', 'the roll is never shortened');
    ELSIF TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'channel' <> to_jsonb(OLD) - 'channel' THEN
        PERFORM voting_refuse('roll_is_kept', 'the roll is never rewritten');
    END IF;
    PERFORM voting_open_contest(NEW.contest_id, NEW.site_id);
    PERFORM voting_refuse('roll_by_its_door', 'a line comes with its ballot');
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION voting_guard_ballot() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF voting_by_owner(TG_RELID) THEN
        RETURN COALESCE(NEW, OLD);
    ELSIF TG_OP = 'DELETE' THEN
        PERFORM voting_refuse('ballot_is_kept', 'a ballot is replaced, never removed');
    ELSIF TG_OP = 'UPDATE' AND (NEW.id, NEW.contest_id, NEW.box_key, NEW.site_id)
        IS DISTINCT FROM (OLD.id, OLD.contest_id, OLD.box_key, OLD.site_id) THEN
        PERFORM voting_refuse('ballot_is_kept', 'a ballot stays in its box');
    END IF;
    PERFORM voting_open_contest(NEW.contest_id, NEW.site_id);
    PERFORM voting_refuse('ballot_by_its_door', 'a ballot comes with its line on the roll');
    RETURN NULL;
END $$;

DROP TRIGGER voting_aside_new ON voting_ballot;
DROP TRIGGER voting_aside ON voting_ballot;
DROP FUNCTION voting_guard_aside();
DROP TRIGGER voting_new_receipt ON voting_ballot;
DROP FUNCTION voting_guard_new_receipt();
DROP TRIGGER voting_in_person ON voting_ballot;
DROP TRIGGER voting_in_person ON voting_rollentry;
DROP FUNCTION voting_guard_in_person();
"""

# What says where ballots came from is written by the door and goes with the last seal.
ORIGINS = """
CREATE FUNCTION voting_guard_origin() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT voting_by_owner(TG_RELID) AND TG_OP <> 'DELETE' THEN
        PERFORM voting_refuse('origin_by_its_door', 'an origin comes with its ballot');
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;

CREATE TRIGGER voting_guard BEFORE INSERT OR UPDATE OR DELETE ON voting_voteorigin
    FOR EACH ROW EXECUTE FUNCTION voting_guard_origin();

CREATE FUNCTION voting_wipe_origins() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM voting_contest WHERE election_id = NEW.election_id AND state = 'open'
    ) THEN
        DELETE FROM voting_voteorigin WHERE election_id = NEW.election_id;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER voting_wipe_origins AFTER UPDATE OF state ON voting_contest
    FOR EACH ROW WHEN (OLD.state = 'open' AND NEW.state = 'closed')
    EXECUTE FUNCTION voting_wipe_origins();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('tenancy', '0001_initial'),
        ('voting', '0013_worth'),
    ]

    operations = [
        migrations.AddField(
            model_name='election',
            name='network_days',
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AlterField(
            model_name='setaside',
            name='sign',
            field=models.CharField(choices=[('same_box', 'Même boîte, écrite autrement'), ('numbered', 'Adresses numérotées'), ('disposable', 'Adresses jetables'), ('same_person', 'Même nom et même date de naissance'), ('same_birthday', 'Même date de naissance'), ('burst', 'Minute très chargée'), ('network', 'Même réseau, le même jour')], max_length=16),
        ),
        migrations.CreateModel(
            name='VoteOrigin',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('voter_key', models.CharField(max_length=64)),
                ('network', models.CharField(max_length=64)),
                ('day', models.DateField()),
                ('election', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='voting.election')),
                ('site', models.ForeignKey(db_default=preau.tenancy.models.CurrentSite(), editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tenancy.site')),
            ],
            options={
                'indexes': [models.Index(fields=['site', 'day'], name='origin_age')],
                'constraints': [models.UniqueConstraint(fields=('site', 'election', 'voter_key', 'network'), name='one_origin_per_voter')],
            },
        ),
        isolate("voting_voteorigin"),
        # The guards that this door replaces are not built again: one does not go back from here.
        migrations.RunSQL([DOOR, GUARDS, ORIGINS]),
    ]
