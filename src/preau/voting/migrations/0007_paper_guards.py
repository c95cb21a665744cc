"""What the database refuses of paper: nothing enters the box but through a sealed batch.

Two functions run with the owner's rights: ``voting_seal_batch`` is the only way of paper into the
box, ``voting_mark_paper`` the only one onto the roll. Both judge by the database's own clock.
"""

from django.db import migrations

HOURS = """
CREATE FUNCTION voting_paper_contest(the_contest bigint, the_site bigint)
RETURNS voting_contest LANGUAGE plpgsql AS $$
DECLARE
    found voting_contest;
    rule voting_paperrule;
BEGIN
    PERFORM pg_advisory_xact_lock_shared(voting_lock(the_contest));
    SELECT * INTO found FROM voting_contest WHERE id = the_contest AND site_id = the_site;
    SELECT * INTO rule FROM voting_paperrule
    WHERE election_id = found.election_id AND site_id = the_site;
    IF found.id IS NULL THEN
        PERFORM voting_refuse('box_of_this_site', 'no such contest in this site');
    ELSIF rule.id IS NULL OR found.is_secret THEN
        PERFORM voting_refuse('paper_is_taken', 'this contest takes no paper');
    ELSIF found.state <> 'open' THEN
        PERFORM voting_refuse('box_is_open', 'the contest is ' || found.state);
    ELSIF clock_timestamp() < found.opens_at THEN
        PERFORM voting_refuse('box_is_open', 'the contest has not opened yet');
    ELSIF rule.ended_at IS NOT NULL THEN
        PERFORM voting_refuse('paper_is_over', 'the entry of paper was ended');
    ELSIF clock_timestamp() >= found.closes_at + make_interval(hours => rule.late_hours) THEN
        PERFORM voting_refuse('paper_is_over', 'the hours given to paper have passed');
    END IF;
    RETURN found;
END $$;

CREATE FUNCTION voting_guard_paper_rule() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF voting_by_owner(TG_RELID) THEN
        RETURN COALESCE(NEW, OLD);
    ELSIF NOT EXISTS (SELECT FROM voting_paperbatch WHERE election_id = OLD.election_id)
        AND NOT EXISTS (
            SELECT FROM voting_rollentry WHERE election_id = OLD.election_id AND channel <> 'web'
        ) THEN
        RETURN COALESCE(NEW, OLD);
    ELSIF TG_OP = 'DELETE' OR (NEW.election_id, NEW.precedence, NEW.late_hours)
        IS DISTINCT FROM (OLD.election_id, OLD.precedence, OLD.late_hours) THEN
        PERFORM voting_refuse('paper_rule_is_frozen', 'people have voted under this rule');
    ELSIF OLD.ended_at IS NOT NULL AND NEW.ended_at IS DISTINCT FROM OLD.ended_at THEN
        PERFORM voting_refuse('paper_is_over', 'what has ended is not opened again');
    END IF;
    RETURN NEW;
END $$;

-- The seal waits for paper, whoever asks for it.
CREATE FUNCTION voting_wait_for_paper() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM voting_paperrule
        WHERE election_id = NEW.election_id AND ended_at IS NULL
            AND clock_timestamp() < NEW.closes_at + make_interval(hours => late_hours)
    ) THEN
        PERFORM voting_refuse('seal_waits_for_paper', 'paper is still being entered');
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER voting_guard BEFORE UPDATE OR DELETE ON voting_paperrule
    FOR EACH ROW EXECUTE FUNCTION voting_guard_paper_rule();
CREATE TRIGGER voting_wait_for_paper BEFORE UPDATE OF state ON voting_contest
    FOR EACH ROW WHEN (OLD.state = 'open' AND NEW.state = 'closed')
    EXECUTE FUNCTION voting_wait_for_paper();
"""

BATCHES = """
-- Each ballot as the first two read it, and what the third look settled.
CREATE FUNCTION voting_batch_lines(the_batch bigint)
RETURNS TABLE (place smallint, agrees boolean, kind text, reason text, choices jsonb)
LANGUAGE sql STABLE AS $$
    WITH line AS (
        SELECT one.position, reading.turn, one.kind, one.reason, one.choices
        FROM voting_paperline AS one JOIN voting_paperreading AS reading
            ON reading.id = one.reading_id
        WHERE reading.batch_id = the_batch
    )
    SELECT p.position,
        third.position IS NOT NULL OR COALESCE((first.kind, first.reason, first.choices)
            = (second.kind, second.reason, second.choices), false),
        COALESCE(third.kind, first.kind), COALESCE(third.reason, first.reason),
        COALESCE(third.choices, first.choices)
    FROM (SELECT DISTINCT position FROM line) AS p
    LEFT JOIN line AS first ON first.position = p.position AND first.turn = 1
    LEFT JOIN line AS second ON second.position = p.position AND second.turn = 2
    LEFT JOIN line AS third ON third.position = p.position AND third.turn = 3
    ORDER BY p.position
$$;

CREATE FUNCTION voting_batch_agrees(the_batch bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT (
        SELECT count(DISTINCT operator_id) FROM voting_paperreading
        WHERE batch_id = the_batch AND turn < 3 AND finished_at IS NOT NULL
    ) = 2 AND NOT EXISTS (SELECT FROM voting_batch_lines(the_batch) WHERE NOT agrees)
$$;

CREATE FUNCTION voting_guard_batch() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    movable CONSTANT text[] := ARRAY['state', 'size', 'signed_by_id', 'signed_at'];
    contest voting_contest;
BEGIN
    IF voting_by_owner(TG_RELID) THEN
        RETURN COALESCE(NEW, OLD);
    ELSIF TG_OP = 'DELETE' THEN
        IF EXISTS (SELECT FROM voting_paperreading WHERE batch_id = OLD.id) THEN
            PERFORM voting_refuse('batch_is_kept', 'a batch that was read is kept');
        END IF;
        RETURN OLD;
    END IF;
    contest := voting_paper_contest(NEW.contest_id, NEW.site_id);
    IF NEW.election_id <> contest.election_id OR NOT EXISTS (
        SELECT FROM voting_station WHERE id = NEW.station_id AND election_id = NEW.election_id
    ) THEN
        PERFORM voting_refuse('batch_follows_contest', 'the batch contradicts its contest');
    ELSIF NEW.state = 'sealed' OR (TG_OP = 'UPDATE' AND OLD.state = 'sealed') THEN
        PERFORM voting_refuse('batch_sealed_by_two', 'a batch is sealed by its own door, once');
    ELSIF NEW.sealed_by_id IS NOT NULL OR NEW.sealed_at IS NOT NULL OR NEW.ballots IS NOT NULL THEN
        PERFORM voting_refuse('batch_sealed_by_two', 'only the seal writes what was sealed');
    ELSIF TG_OP = 'INSERT' AND NEW.state <> 'open' THEN
        PERFORM voting_refuse('batch_starts_open', 'a batch starts with its reading');
    ELSIF TG_OP = 'UPDATE' AND to_jsonb(NEW) - movable <> to_jsonb(OLD) - movable THEN
        PERFORM voting_refuse('batch_is_kept', 'a batch stays what it is');
    ELSIF NEW.state = 'signed' AND (
        NEW.signed_by_id IS NULL OR NOT voting_batch_agrees(NEW.id)
    ) THEN
        PERFORM voting_refuse('batch_agrees', 'two readings must agree before a signature');
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION voting_guard_reading() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    batch voting_paperbatch;
BEGIN
    IF voting_by_owner(TG_RELID) THEN
        RETURN COALESCE(NEW, OLD);
    ELSIF TG_OP = 'DELETE' THEN
        PERFORM voting_refuse('reading_is_kept', 'a reading is kept');
    ELSIF TG_OP = 'UPDATE' AND (OLD.finished_at IS NOT NULL
        OR to_jsonb(NEW) - 'finished_at' <> to_jsonb(OLD) - 'finished_at') THEN
        PERFORM voting_refuse('reading_is_kept', 'a finished reading does not change');
    END IF;
    SELECT * INTO batch FROM voting_paperbatch WHERE id = NEW.batch_id FOR SHARE;
    IF batch.id IS NULL OR batch.state <> 'open' THEN
        PERFORM voting_refuse('batch_is_open', 'this batch is not being read');
    END IF;
    PERFORM voting_paper_contest(batch.contest_id, NEW.site_id);
    IF TG_OP = 'INSERT' AND NEW.turn = 3 AND (
        SELECT count(*) FROM voting_paperreading
        WHERE batch_id = batch.id AND turn < 3 AND finished_at IS NOT NULL
    ) < 2 THEN
        PERFORM voting_refuse('third_look_comes_last', 'two readings come before the third look');
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION voting_guard_line() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    reading voting_paperreading;
    batch voting_paperbatch;
    contest voting_contest;
BEGIN
    IF voting_by_owner(TG_RELID) THEN
        RETURN COALESCE(NEW, OLD);
    ELSIF TG_OP = 'UPDATE' AND NEW.reading_id <> OLD.reading_id THEN
        PERFORM voting_refuse('reading_is_kept', 'a line stays in its reading');
    END IF;
    SELECT * INTO reading FROM voting_paperreading
    WHERE id = COALESCE(NEW.reading_id, OLD.reading_id) FOR SHARE;
    SELECT * INTO batch FROM voting_paperbatch WHERE id = reading.batch_id FOR SHARE;
    IF batch.id IS NULL OR batch.state <> 'open' OR reading.finished_at IS NOT NULL THEN
        PERFORM voting_refuse('batch_is_open', 'this reading is finished');
    END IF;
    contest := voting_paper_contest(batch.contest_id, batch.site_id);
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    ELSIF NEW.kind = 'valid' THEN
        IF NEW.choices IN ('[]', '{}') THEN
            PERFORM voting_refuse('valid_ballot_chooses', 'a ballot without a choice is blank');
        END IF;
        PERFORM voting_judge_choices(contest, NEW.choices);
    ELSIF NEW.choices NOT IN ('[]', '{}') THEN
        PERFORM voting_refuse('only_valid_ballots_choose', 'this ballot names no option');
    ELSIF NEW.kind = 'absent' AND reading.turn < 3 THEN
        PERFORM voting_refuse('absent_by_third_look', 'only the third look finds no ballot');
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER voting_guard BEFORE INSERT OR UPDATE OR DELETE ON voting_paperbatch
    FOR EACH ROW EXECUTE FUNCTION voting_guard_batch();
CREATE TRIGGER voting_guard BEFORE INSERT OR UPDATE OR DELETE ON voting_paperreading
    FOR EACH ROW EXECUTE FUNCTION voting_guard_reading();
CREATE TRIGGER voting_guard BEFORE INSERT OR UPDATE OR DELETE ON voting_paperline
    FOR EACH ROW EXECUTE FUNCTION voting_guard_line();
"""

# Receipts of paper say batch and place in it: whoever holds the signed sheet finds them counted.
DOORS = """
CREATE FUNCTION voting_seal_batch(the_batch bigint, the_signer bigint)
RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    here CONSTANT bigint := NULLIF(current_setting('preau.site', true), '')::bigint;
    batch voting_paperbatch;
    contest voting_contest;
    cast_now integer;
BEGIN
    SELECT * INTO batch FROM voting_paperbatch
    WHERE id = the_batch AND site_id = here FOR UPDATE;
    IF batch.id IS NULL OR batch.state <> 'signed' THEN
        PERFORM voting_refuse('batch_sealed_by_two', 'the batch has not its first signature');
    ELSIF batch.signed_by_id = the_signer OR NOT EXISTS (
        SELECT FROM accounts_user WHERE id = the_signer AND site_id = here
    ) THEN
        PERFORM voting_refuse('batch_sealed_by_two', 'another person signs second');
    ELSIF NOT voting_batch_agrees(batch.id) THEN
        PERFORM voting_refuse('batch_agrees', 'two readings must agree before a signature');
    END IF;
    contest := voting_paper_contest(batch.contest_id, here);
    INSERT INTO voting_ballot (id, site_id, contest_id, choices, channel, box_key, receipt)
    SELECT gen_random_uuid(), here, contest.id, line.choices, 'paper',
        encode(sha256(gen_random_uuid()::text::bytea), 'hex'),
        'papier-lot-' || lower(batch.code) || '-' || lpad(line.place::text, 4, '0')
    FROM voting_batch_lines(batch.id) AS line
    WHERE line.kind = 'valid' OR (line.kind = 'blank' AND contest.min_choices = 0)
    ORDER BY gen_random_uuid();
    GET DIAGNOSTICS cast_now = ROW_COUNT;
    UPDATE voting_paperbatch SET state = 'sealed', sealed_by_id = the_signer,
        sealed_at = clock_timestamp(), ballots = cast_now,
        content_hash = (
            SELECT encode(sha256(convert_to(COALESCE(string_agg(
                concat_ws(' ', place, kind, reason, choices), E'\\n' ORDER BY place), ''),
                'UTF8')), 'hex')
            FROM voting_batch_lines(batch.id)
        )
    WHERE id = batch.id;
    RETURN cast_now;
END $$;

-- ``the_voters`` and ``the_places`` are all the keys of one person, on the roll and in the box.
CREATE FUNCTION voting_mark_paper(the_contest bigint, the_voters text[], the_places text[])
RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    here CONSTANT bigint := NULLIF(current_setting('preau.site', true), '')::bigint;
    contest voting_contest;
    known voting_rollentry;
    has_voted boolean := false;
BEGIN
    contest := voting_paper_contest(the_contest, here);
    FOR known IN
        SELECT * FROM voting_rollentry
        WHERE site_id = here AND voter_key = ANY(the_voters) AND (contest_id = contest.id
            OR (is_for_zone AND contest.zone_id IS NOT NULL AND election_id = contest.election_id))
        FOR UPDATE
    LOOP
        IF known.contest_id <> contest.id THEN
            PERFORM voting_refuse('one_zone_per_voter', 'this person voted in another zone');
        ELSIF known.channel <> 'web' THEN
            PERFORM voting_refuse('voted_in_person', 'this person voted in person');
        ELSIF EXISTS (
            SELECT FROM voting_paperrule
            WHERE election_id = contest.election_id AND precedence = 'web'
        ) THEN
            PERFORM voting_refuse('voted_online', 'this person voted online');
        END IF;
        has_voted := true;
    END LOOP;
    WITH gone AS (
        DELETE FROM voting_ballot
        WHERE site_id = here AND contest_id = contest.id AND box_key = ANY(the_places)
        RETURNING receipt
    )
    INSERT INTO voting_receiptline (id, site_id, contest_id, code, state)
    SELECT gen_random_uuid(), here, contest.id, receipt, 'replaced' FROM gone;
    DELETE FROM voting_rollentry
    WHERE site_id = here AND contest_id = contest.id AND voter_key = ANY(the_voters);
    INSERT INTO voting_rollentry
        (site_id, election_id, contest_id, is_for_zone, voter_key, channel, at)
    VALUES (here, contest.election_id, contest.id, contest.zone_id IS NOT NULL,
        the_voters[1], 'paper', clock_timestamp());
    RETURN has_voted;
END $$;

CREATE FUNCTION voting_guard_in_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF voting_by_owner(TG_RELID) THEN
        RETURN NEW;
    ELSIF NEW.channel = 'paper' THEN
        PERFORM voting_refuse('paper_by_its_own_door', 'paper enters by a sealed batch alone');
    ELSIF TG_OP = 'UPDATE' AND OLD.channel <> 'web' THEN
        PERFORM voting_refuse('voted_in_person', 'a vote in person is not changed');
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER voting_in_person BEFORE INSERT OR UPDATE ON voting_ballot
    FOR EACH ROW EXECUTE FUNCTION voting_guard_in_person();
CREATE TRIGGER voting_in_person BEFORE INSERT OR UPDATE ON voting_rollentry
    FOR EACH ROW EXECUTE FUNCTION voting_guard_in_person();
"""

UNDO = """
DROP FUNCTION voting_guard_in_person() CASCADE;
DROP FUNCTION voting_mark_paper(bigint, text[], text[]);
DROP FUNCTION voting_seal_batch(bigint, bigint);
DROP FUNCTION voting_guard_line() CASCADE;
DROP FUNCTION voting_guard_reading() CASCADE;
DROP FUNCTION voting_guard_batch() CASCADE;
DROP FUNCTION voting_batch_agrees(bigint);
DROP FUNCTION voting_batch_lines(bigint);
DROP FUNCTION voting_wait_for_paper() CASCADE;
DROP FUNCTION voting_guard_paper_rule() CASCADE;
DROP FUNCTION voting_paper_contest(bigint, bigint);
"""


class Migration(migrations.Migration):

    dependencies = [
        ('voting', '0006_paper'),
    ]

    operations = [
        migrations.RunSQL([HOURS, BATCHES, DOORS], [UNDO]),
    ]
