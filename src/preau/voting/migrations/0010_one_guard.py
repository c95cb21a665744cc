"""One guard less on each ballot: the door that every write passes knows what is sealed."""

from django.db import migrations

# Called by the application's role for the roll and the box; by the owner's functions for the
# sealed box, which are its only door.
DOOR = """
CREATE OR REPLACE FUNCTION voting_open_contest(the_contest bigint, the_site bigint)
RETURNS voting_contest LANGUAGE plpgsql AS $$
DECLARE
    found voting_contest;
BEGIN
    PERFORM pg_advisory_xact_lock_shared(voting_lock(the_contest));
    SELECT * INTO found FROM voting_contest WHERE id = the_contest AND site_id = the_site;
    IF found.id IS NULL THEN
        PERFORM voting_refuse('box_of_this_site', 'no such contest in this site');
    ELSIF found.is_secret AND NOT voting_by_owner('voting_contest'::regclass) THEN
        PERFORM voting_refuse('sealed_by_its_door', 'a sealed box has one door');
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

DROP TRIGGER voting_guard_secret ON voting_rollentry;
DROP TRIGGER voting_guard_secret ON voting_ballot;
DROP FUNCTION voting_guard_secret();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('voting', '0009_rehearsal'),
    ]

    operations = [
        migrations.RunSQL([DOOR], migrations.RunSQL.noop),
    ]
