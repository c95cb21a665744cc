from django.db import migrations

#: As in ``_search.py``, but cheaper for the words of most observations: counted up to a bound when
#: one is given, found by the words' own index, and the last pages read from the end.
COUNTED = r"""
CREATE OR REPLACE FUNCTION inquiries_search(
    the_inquiry bigint, said text, kept jsonb, from_newest boolean, skipped bigint, most bigint
) RETURNS TABLE (total bigint, ids bigint[]) LANGUAGE plpgsql STABLE
SECURITY DEFINER SET search_path = public, pg_temp
SET enable_seqscan = on SET enable_indexscan = on SET enable_bitmapscan = on AS $$
DECLARE
    here bigint := inquiries_here();
    rule text := 'o.site_id = $1 AND o.inquiry_id = $2';
    bound bigint := (kept ->> 'bound')::bigint;
    way text := CASE WHEN from_newest THEN 'DESC' ELSE 'ASC' END;
    walked text := way;
BEGIN
    rule := rule || CASE kept ->> 'late' WHEN 'true' THEN ' AND o.is_late' ELSE ' AND NOT o.is_late' END;
    rule := rule || CASE kept ->> 'published' WHEN 'true' THEN ' AND o.published_at IS NOT NULL'
        WHEN 'false' THEN ' AND o.published_at IS NULL' ELSE '' END;
    IF said <> '' THEN
        rule := rule || ' AND o.words @@ plainto_tsquery(''french'', $4)';
    END IF;
    IF kept ? 'number' THEN
        rule := rule || ' AND o.number = ($3 ->> ''number'')::integer';
    END IF;
    IF kept ? 'channel' THEN
        rule := rule || ' AND o.channel = $3 ->> ''channel''';
    END IF;
    IF kept ? 'likeness' THEN
        rule := rule || ' AND o.likeness = $3 ->> ''likeness''';
    END IF;
    IF kept ? 'theme' THEN
        rule := rule || ' AND EXISTS (SELECT FROM inquiries_point p WHERE p.site_id = $1'
            ' AND p.observation_id = o.id AND p.theme_id = ($3 ->> ''theme'')::bigint)';
    END IF;
    IF kept ? 'uncut' THEN
        rule := rule || ' AND NOT EXISTS (SELECT FROM inquiries_point p'
            ' WHERE p.site_id = $1 AND p.observation_id = o.id)';
    END IF;
    -- The planner takes words for met by chance; their index knows which observations hold them all.
    IF said <> '' THEN
        PERFORM set_config('enable_seqscan', 'off', true), set_config('enable_indexscan', 'off', true);
    END IF;
    EXECUTE 'SELECT count(*) FROM (SELECT FROM inquiries_observation o WHERE ' || rule || ' LIMIT $5) found'
        INTO total USING here, the_inquiry, kept, said, bound + 1;
    IF said <> '' AND total > 2000 THEN  -- many: the order finds a page at once
        PERFORM set_config('enable_indexscan', 'on', true), set_config('enable_bitmapscan', 'off', true);
    END IF;
    IF skipped > total / 2 AND skipped < total AND total <= coalesce(bound, total) THEN
        walked := CASE WHEN from_newest THEN 'ASC' ELSE 'DESC' END;
        most := least(most, total - skipped);
        skipped := total - skipped - most;
    END IF;
    IF total > 0 THEN
        EXECUTE 'SELECT array_agg(id ORDER BY number ' || way || ') FROM ('
            'SELECT id, number FROM inquiries_observation o WHERE ' || rule
            || ' ORDER BY number ' || walked || ' LIMIT $6 OFFSET $5) page'
            INTO ids USING here, the_inquiry, kept, said, skipped, most;
    END IF;
    RETURN NEXT;
END $$;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('inquiries', '0008_decision'),
    ]

    operations = [
        migrations.RunSQL(COUNTED, migrations.RunSQL.noop),
    ]
