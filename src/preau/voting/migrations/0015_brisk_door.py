"""The same judgements with fewer questions: a ballot within its limits is judged by two statements.

PL/pgSQL asks the executor for each condition that holds a subquery, even one that is never reached;
each stands behind a condition of its own now. Options are looked up by their key instead of being
read in turn. What is refused, and by which rule, is the same.
"""

from django.db import migrations

OPEN = """
CREATE OR REPLACE FUNCTION voting_open_contest(the_contest bigint, the_site bigint)
RETURNS voting_contest LANGUAGE plpgsql AS $$
DECLARE
    found voting_contest;
    grace integer;
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
    ELSIF clock_timestamp() >= found.closes_at THEN
        SELECT grace_seconds INTO grace FROM voting_election WHERE id = found.election_id;
        IF clock_timestamp() >= found.closes_at + make_interval(secs => grace) THEN
            PERFORM voting_refuse('box_is_open', 'the hour of closing has passed');
        END IF;
    END IF;
    IF found.suspended_at IS NOT NULL THEN
        PERFORM voting_refuse('box_is_suspended', 'the vote is suspended');
    END IF;
    RETURN found;
END $$;
"""

JUDGE = r"""
CREATE OR REPLACE FUNCTION voting_judge_choices(contest voting_contest, choices jsonb)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    limits CONSTANT jsonb := contest.rule -> 'ballot';
    is_marked CONSTANT boolean := contest.ballot_format IN ('points', 'for-against', 'grades');
    named jsonb := choices;
    size integer;
    own bigint;
BEGIN
    IF NOT is_marked AND contest.ballot_format NOT IN
        ('ranked', 'approval', 'single', 'yes-no', 'basket') THEN
        PERFORM voting_refuse('ballot_of_known_format', 'no such format');
    ELSIF is_marked AND jsonb_typeof(choices) <> 'object' THEN
        PERFORM voting_refuse('ballot_is_a_mapping', 'choices must map options to marks');
    ELSIF NOT is_marked AND jsonb_typeof(choices) <> 'array' THEN
        PERFORM voting_refuse('ballot_is_a_list', 'choices must be a list of options');
    END IF;
    IF is_marked THEN
        named := voting_named_options(choices);
    END IF;
    size := jsonb_array_length(named);
    IF size > contest.max_choices
        OR (contest.ballot_format IN ('single', 'yes-no') AND size > 1) THEN
        PERFORM voting_refuse('ballot_within_limit', 'more choices than the contest allows');
    ELSIF size < contest.min_choices THEN
        PERFORM voting_refuse('ballot_reaches_minimum', 'fewer choices than the contest asks');
    END IF;
    SELECT count(*) INTO own FROM voting_option AS one
    WHERE one.contest_id = contest.id AND one.id = ANY (ARRAY(
        SELECT CASE WHEN jsonb_typeof(choice) = 'number' AND choice::text ~ '^[1-9][0-9]{0,17}$'
            THEN choice::text::bigint END
        FROM jsonb_array_elements(named) AS choice
    ));
    IF own <> size THEN
        IF size <> (SELECT count(DISTINCT choice) FROM jsonb_array_elements(named) AS choice) THEN
            PERFORM voting_refuse('ballot_without_repeat', 'an option is named twice');
        END IF;
        PERFORM voting_refuse('ballot_with_own_options', 'an option is not of this contest');
    END IF;
    IF is_marked THEN
        PERFORM voting_judge_marks(contest.ballot_format, limits, choices,
            (SELECT count(*) FROM voting_option WHERE contest_id = contest.id));
    END IF;
    IF limits ?| ARRAY['max_total_cost', 'max_per_zone', 'max_per_category'] THEN
        PERFORM voting_judge_limits(contest.id, limits, named);
    END IF;
END $$;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('voting', '0014_door'),
    ]

    operations = [
        migrations.RunSQL([OPEN, JUDGE], migrations.RunSQL.noop),
    ]
