"""What the database refuses, whatever code calls it.

The application's role can only do what a ballot box allows: triggers judge each write by the
database's own clock. One function, ``voting_seal``, runs with the owner's rights and is the only
way to close a contest: it destroys the secret and rewrites the ballots in random order.
"""

from django.db import migrations

# Writers share a lock on the contest and the seal takes it alone, so that no ballot can slip in
# while the box is being sealed; an advisory lock leaves no trace and writes no row.
HELPERS = """
CREATE FUNCTION voting_by_owner(the_table oid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT relowner = current_user::regrole FROM pg_class WHERE oid = the_table
$$;

CREATE FUNCTION voting_lock(the_contest bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$
    SELECT hashtextextended('preau.voting.contest ' || the_contest, 0)
$$;

CREATE FUNCTION voting_refuse(rule text, said text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'voting: %', said USING ERRCODE = 'check_violation', CONSTRAINT = rule;
END $$;

CREATE FUNCTION voting_open_contest(the_contest bigint, the_site bigint)
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
    ELSIF clock_timestamp() >= found.closes_at THEN
        PERFORM voting_refuse('box_is_open', 'the hour of closing has passed');
    END IF;
    RETURN found;
END $$;
"""

CONTEST = """
CREATE FUNCTION voting_guard_contest() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    movable CONSTANT text[] := ARRAY['state', 'opens_at', 'closes_at'];
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
    ELSIF (NEW.opens_at, NEW.closes_at) IS DISTINCT FROM (OLD.opens_at, OLD.closes_at) THEN
        IF OLD.state <> 'open' THEN
            PERFORM voting_refuse('contest_is_frozen', 'a closed contest keeps its dates');
        ELSIF OLD.closes_at <= clock_timestamp() AND NEW.closes_at > OLD.closes_at THEN
            PERFORM voting_refuse('contest_stays_closed', 'what has ended is not opened again');
        END IF;
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION voting_guard_election() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF voting_by_owner(TG_RELID) OR NOT EXISTS (
        SELECT FROM voting_contest WHERE election_id = OLD.id AND state <> 'draft'
    ) THEN
        RETURN COALESCE(NEW, OLD);
    END IF;
    PERFORM voting_refuse('contest_is_frozen', 'an opened election is frozen');
END $$;

-- Options and the secret belong to a draft; the secret leaves by the seal alone.
CREATE FUNCTION voting_guard_part() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    before bigint := CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE OLD.contest_id END;
    after bigint := CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE NEW.contest_id END;
BEGIN
    IF voting_by_owner(TG_RELID) THEN
        RETURN COALESCE(NEW, OLD);
    END IF;
    PERFORM FROM voting_contest WHERE id IN (before, after) FOR SHARE;
    IF EXISTS (
        SELECT FROM voting_contest WHERE id IN (before, after) AND state <> 'draft'
    ) THEN
        PERFORM voting_refuse('contest_is_frozen', 'this is frozen once the contest opens');
    ELSIF after IS NOT NULL AND NOT EXISTS (SELECT FROM voting_contest WHERE id = after) THEN
        PERFORM voting_refuse('box_of_this_site', 'no such contest in this site');
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;

CREATE TRIGGER voting_guard BEFORE INSERT OR UPDATE OR DELETE ON voting_contest
    FOR EACH ROW EXECUTE FUNCTION voting_guard_contest();
CREATE TRIGGER voting_guard BEFORE UPDATE OR DELETE ON voting_election
    FOR EACH ROW EXECUTE FUNCTION voting_guard_election();
CREATE TRIGGER voting_guard BEFORE INSERT OR UPDATE OR DELETE ON voting_option
    FOR EACH ROW EXECUTE FUNCTION voting_guard_part();
CREATE TRIGGER voting_guard BEFORE INSERT OR UPDATE OR DELETE ON voting_boxsecret
    FOR EACH ROW EXECUTE FUNCTION voting_guard_part();
"""

BOX = """
CREATE FUNCTION voting_guard_roll() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    contest voting_contest;
BEGIN
    IF voting_by_owner(TG_RELID) THEN
        RETURN COALESCE(NEW, OLD);
    ELSIF TG_OP = 'DELETE' THEN
        PERFORM voting_refuse('roll_is_kept', 'the roll is never shortened');
    ELSIF TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'channel' <> to_jsonb(OLD) - 'channel' THEN
        PERFORM voting_refuse('roll_is_kept', 'the roll is never rewritten');
    END IF;
    contest := voting_open_contest(NEW.contest_id, NEW.site_id);
    IF NEW.election_id <> contest.election_id
        OR NEW.is_for_zone <> (contest.zone_id IS NOT NULL) THEN
        PERFORM voting_refuse('roll_follows_contest', 'the entry contradicts its contest');
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION voting_guard_ballot() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    contest voting_contest;
    choices integer;
BEGIN
    IF voting_by_owner(TG_RELID) THEN
        RETURN COALESCE(NEW, OLD);
    ELSIF TG_OP = 'DELETE' THEN
        PERFORM voting_refuse('ballot_is_kept', 'a ballot is replaced, never removed');
    ELSIF TG_OP = 'UPDATE' THEN
        IF (NEW.id, NEW.contest_id, NEW.box_key, NEW.site_id)
            IS DISTINCT FROM (OLD.id, OLD.contest_id, OLD.box_key, OLD.site_id) THEN
            PERFORM voting_refuse('ballot_is_kept', 'a ballot stays in its box');
        ELSIF NEW.receipt = OLD.receipt THEN
            PERFORM voting_refuse('ballot_has_new_receipt', 'a new ballot takes a new receipt');
        END IF;
    END IF;
    contest := voting_open_contest(NEW.contest_id, NEW.site_id);
    IF NEW.box_key IS NULL OR NEW.receipt IS NULL THEN
        PERFORM voting_refuse('ballot_has_receipt', 'an open ballot has a key and a receipt');
    ELSIF jsonb_typeof(NEW.choices) <> 'array' THEN
        PERFORM voting_refuse('ballot_is_a_list', 'choices must be a list of options');
    END IF;
    choices := jsonb_array_length(NEW.choices);
    IF choices > contest.max_choices THEN
        PERFORM voting_refuse('ballot_within_limit', 'more choices than the contest allows');
    ELSIF choices < contest.min_choices THEN
        PERFORM voting_refuse('ballot_reaches_minimum', 'fewer choices than the contest asks');
    ELSIF choices <> (
        SELECT count(DISTINCT choice) FROM jsonb_array_elements(NEW.choices) AS choice
    ) THEN
        PERFORM voting_refuse('ballot_without_repeat', 'an option is named twice');
    ELSIF choices <> (
        SELECT count(*) FROM voting_option AS one
        WHERE one.contest_id = contest.id AND NEW.choices @> to_jsonb(one.id)
    ) THEN
        PERFORM voting_refuse('ballot_with_own_options', 'an option is not of this contest');
    END IF;
    RETURN NEW;
END $$;

-- With the owner's rights: nobody else may write the list of receipts.
CREATE FUNCTION voting_keep_replaced() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO voting_receiptline (id, site_id, contest_id, code, state)
    VALUES (gen_random_uuid(), OLD.site_id, OLD.contest_id, OLD.receipt, 'replaced');
    RETURN NULL;
END $$;

CREATE FUNCTION voting_guard_receipt() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF voting_by_owner(TG_RELID) THEN
        RETURN COALESCE(NEW, OLD);
    END IF;
    PERFORM voting_refuse('receipt_is_kept', 'receipts are written by the box alone');
END $$;

-- Seals and counts are added once the box is closed, and never change.
CREATE FUNCTION voting_guard_record() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF voting_by_owner(TG_RELID) THEN
        RETURN COALESCE(NEW, OLD);
    ELSIF TG_OP <> 'INSERT' THEN
        PERFORM voting_refuse('record_is_kept', 'the record is never rewritten');
    ELSIF NOT EXISTS (
        SELECT FROM voting_contest
        WHERE id = NEW.contest_id AND site_id = NEW.site_id AND state IN ('closed', 'counted')
    ) THEN
        PERFORM voting_refuse('record_after_closing', 'the box is not sealed');
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER voting_guard BEFORE INSERT OR UPDATE OR DELETE ON voting_rollentry
    FOR EACH ROW EXECUTE FUNCTION voting_guard_roll();
CREATE TRIGGER voting_guard BEFORE INSERT OR UPDATE OR DELETE ON voting_ballot
    FOR EACH ROW EXECUTE FUNCTION voting_guard_ballot();
CREATE TRIGGER voting_keep_replaced AFTER UPDATE OF receipt ON voting_ballot
    FOR EACH ROW EXECUTE FUNCTION voting_keep_replaced();
CREATE TRIGGER voting_guard BEFORE INSERT OR UPDATE OR DELETE ON voting_receiptline
    FOR EACH ROW EXECUTE FUNCTION voting_guard_receipt();
CREATE TRIGGER voting_guard BEFORE INSERT OR UPDATE OR DELETE ON voting_seal
    FOR EACH ROW EXECUTE FUNCTION voting_guard_record();
CREATE TRIGGER voting_guard BEFORE INSERT OR UPDATE OR DELETE ON voting_count
    FOR EACH ROW EXECUTE FUNCTION voting_guard_record();
"""

# Receipts leave the ballots before these are shuffled: not even a receipt leads to a choice.
SEAL = """
CREATE FUNCTION voting_seal(the_contest bigint) RETURNS boolean LANGUAGE plpgsql
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
    SELECT gen_random_uuid(), site_id, contest_id, receipt, 'counted'
    FROM voting_ballot WHERE contest_id = contest.id ORDER BY gen_random_uuid();
    WITH taken AS (
        DELETE FROM voting_ballot WHERE contest_id = contest.id
        RETURNING site_id, contest_id, choices, channel
    )
    INSERT INTO voting_ballot (id, site_id, contest_id, choices, channel, box_key, receipt)
    SELECT gen_random_uuid(), site_id, contest_id, choices, channel, NULL, NULL
    FROM taken ORDER BY gen_random_uuid();
    UPDATE voting_contest SET state = 'closed' WHERE id = contest.id;
    RETURN true;
END $$;
"""

UNDO = """
DROP FUNCTION voting_seal(bigint);
DROP FUNCTION voting_guard_contest() CASCADE;
DROP FUNCTION voting_guard_election() CASCADE;
DROP FUNCTION voting_guard_part() CASCADE;
DROP FUNCTION voting_guard_roll() CASCADE;
DROP FUNCTION voting_guard_ballot() CASCADE;
DROP FUNCTION voting_keep_replaced() CASCADE;
DROP FUNCTION voting_guard_receipt() CASCADE;
DROP FUNCTION voting_guard_record() CASCADE;
DROP FUNCTION voting_open_contest(bigint, bigint);
DROP FUNCTION voting_refuse(text, text);
DROP FUNCTION voting_lock(bigint);
DROP FUNCTION voting_by_owner(oid);
"""


class Migration(migrations.Migration):

    dependencies = [
        ('voting', '0001_initial'),
    ]

    operations = [
        migrations.RunSQL([HELPERS, CONTEST, BOX, SEAL], [UNDO]),
    ]
