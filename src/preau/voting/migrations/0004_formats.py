"""Every format of ballot: what it may hold is judged by the database, from the frozen rule."""

from django.db import migrations, models
from django.db.models import Q

# The options that a ballot names, as an array: the keys of a mapping of marks, or the list itself.
JUDGE = """
CREATE OR REPLACE FUNCTION voting_named_options(choices jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE jsonb_typeof(choices)
        WHEN 'array' THEN choices
        ELSE (SELECT COALESCE(jsonb_agg(CASE WHEN key ~ '^[1-9][0-9]{0,17}$'
            THEN to_jsonb(key::bigint) ELSE to_jsonb(key) END), '[]') FROM jsonb_object_keys(choices) AS key)
    END
$$;

CREATE OR REPLACE FUNCTION voting_judge_marks(format text, limits jsonb, choices jsonb, options bigint)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    given bigint;
    against bigint;
    is_whole boolean;
    lowest numeric;
    highest numeric;
BEGIN
    SELECT bool_and(jsonb_typeof(value) = 'number' AND value::text ~ '^-?[0-9]{1,9}$')
    INTO is_whole FROM jsonb_each(choices);
    IF NOT is_whole THEN
        PERFORM voting_refuse('ballot_with_legal_marks', 'a mark is a whole number');
    END IF;
    SELECT sum(value::int), count(*) FILTER (WHERE value::int < 0), min(value::int), max(value::int)
    INTO given, against, lowest, highest FROM jsonb_each(choices);
    IF format = 'grades' THEN
        IF lowest < 0 OR highest >= jsonb_array_length(limits -> 'grades') THEN
            PERFORM voting_refuse('ballot_with_legal_marks', 'there is no such grade');
        ELSIF (limits -> 'all_graded') = 'true' AND choices <> '{}'
            AND (SELECT count(*) FROM jsonb_object_keys(choices)) < options THEN
            PERFORM voting_refuse('ballot_wholly_graded', 'an option has no grade');
        END IF;
        RETURN;
    ELSIF EXISTS (SELECT FROM jsonb_each(choices) WHERE value = '0') THEN
        PERFORM voting_refuse('ballot_with_legal_marks', 'no mark is written for nothing');
    END IF;
    IF format = 'for-against' THEN
        IF lowest < -1 OR highest > 1 THEN
            PERFORM voting_refuse('ballot_with_legal_marks', 'a mark is 1 or -1');
        ELSIF against > (limits ->> 'max_against')::int THEN
            PERFORM voting_refuse('ballot_within_against', 'more against than the rule allows');
        END IF;
    ELSIF lowest < (limits ->> 'points_least')::int OR highest > (limits ->> 'points_each')::int THEN
        PERFORM voting_refuse('ballot_with_legal_marks', 'an option gets too few or too many');
    ELSIF given > (limits ->> 'points_total')::int THEN
        PERFORM voting_refuse('ballot_within_points', 'more points than the rule allows');
    END IF;
END $$;

CREATE OR REPLACE FUNCTION voting_judge_limits(contest bigint, limits jsonb, named jsonb)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF (limits ->> 'max_total_cost') IS NOT NULL AND (
        SELECT sum(cost_cents) FROM voting_option
        WHERE contest_id = contest AND named @> to_jsonb(id)
    ) > (limits ->> 'max_total_cost')::numeric THEN
        PERFORM voting_refuse('ballot_within_budget', 'the basket costs too much');
    END IF;
    IF (limits ->> 'max_per_zone') IS NOT NULL AND EXISTS (
        SELECT FROM voting_option
        WHERE contest_id = contest AND zone_id IS NOT NULL AND named @> to_jsonb(id)
        GROUP BY zone_id HAVING count(*) > (limits ->> 'max_per_zone')::int
    ) THEN
        PERFORM voting_refuse('ballot_within_zone', 'too many options of one zone');
    END IF;
    IF (limits ->> 'max_per_category') IS NOT NULL AND EXISTS (
        SELECT FROM voting_option
        WHERE contest_id = contest AND theme <> '' AND named @> to_jsonb(id)
        GROUP BY theme HAVING count(*) > (limits ->> 'max_per_category')::int
    ) THEN
        PERFORM voting_refuse('ballot_within_category', 'too many options of one theme');
    END IF;
END $$;

CREATE OR REPLACE FUNCTION voting_judge_choices(contest voting_contest, choices jsonb)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    limits CONSTANT jsonb := contest.rule -> 'ballot';
    is_marked CONSTANT boolean := contest.ballot_format IN ('points', 'for-against', 'grades');
    named jsonb;
    size integer;
BEGIN
    IF NOT is_marked AND contest.ballot_format NOT IN
        ('ranked', 'approval', 'single', 'yes-no', 'basket') THEN
        PERFORM voting_refuse('ballot_of_known_format', 'no such format');
    ELSIF is_marked AND jsonb_typeof(choices) <> 'object' THEN
        PERFORM voting_refuse('ballot_is_a_mapping', 'choices must map options to marks');
    ELSIF NOT is_marked AND jsonb_typeof(choices) <> 'array' THEN
        PERFORM voting_refuse('ballot_is_a_list', 'choices must be a list of options');
    END IF;
    named := voting_named_options(choices);
    size := jsonb_array_length(named);
    IF size > contest.max_choices
        OR (contest.ballot_format IN ('single', 'yes-no') AND size > 1) THEN
        PERFORM voting_refuse('ballot_within_limit', 'more choices than the contest allows');
    ELSIF size < contest.min_choices THEN
        PERFORM voting_refuse('ballot_reaches_minimum', 'fewer choices than the contest asks');
    ELSIF size <> (
        SELECT count(DISTINCT choice) FROM jsonb_array_elements(named) AS choice
    ) THEN
        PERFORM voting_refuse('ballot_without_repeat', 'an option is named twice');
    ELSIF size <> (
        SELECT count(*) FROM voting_option AS one
        WHERE one.contest_id = contest.id AND named @> to_jsonb(one.id)
    ) THEN
        PERFORM voting_refuse('ballot_with_own_options', 'an option is not of this contest');
    END IF;
    IF is_marked THEN
        PERFORM voting_judge_marks(contest.ballot_format, limits, choices,
            (SELECT count(*) FROM voting_option WHERE contest_id = contest.id));
    END IF;
    PERFORM voting_judge_limits(contest.id, limits, named);
END $$;
"""

GUARD = """
CREATE OR REPLACE FUNCTION voting_guard_ballot() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    contest voting_contest;
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
    END IF;
    PERFORM voting_judge_choices(contest, NEW.choices);
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('voting', '0003_log'),
        ('territory', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='contest',
            name='question',
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AlterField(
            model_name='contest',
            name='envelope_cents',
            field=models.BigIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name='contest',
            name='max_choices',
            field=models.PositiveSmallIntegerField(default=3, null=True),
        ),
        migrations.AlterField(
            model_name='contest',
            name='ballot_format',
            field=models.CharField(default='ranked', max_length=12),
        ),
        migrations.RemoveConstraint(model_name='contest', name='one_contest_per_zone'),
        migrations.AddConstraint(
            model_name='contest',
            constraint=models.UniqueConstraint(
                condition=Q(question=""), fields=["site", "election", "zone"],
                name="one_contest_per_zone", nulls_distinct=False,
            ),
        ),
        migrations.RunSQL([JUDGE, GUARD], migrations.RunSQL.noop),
    ]
