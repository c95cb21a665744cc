"""How the register and the file are searched.

Rows of one site only are shown, so PostgreSQL runs no search by an index before it has read every
row of the site: the operators of a search are not known to keep a row to themselves. These
functions look with the owner's eyes, at the rows of the site that the connection speaks for, and
give back places in the tables, never words.
"""

SEARCH = r"""
DROP INDEX inquiries_observation_words;
ALTER TABLE inquiries_observation ADD COLUMN words tsvector
    GENERATED ALWAYS AS (to_tsvector('french', inquiries_plain(public_text))) STORED;
CREATE INDEX inquiries_observation_words ON inquiries_observation USING gin (words);
-- What everyone reads is counted without looking at the rows.
CREATE INDEX inquiries_observation_read ON inquiries_observation (site_id, inquiry_id, number)
    WHERE NOT is_late AND published_at IS NOT NULL;
ALTER TABLE inquiries_pagewords ADD COLUMN vector tsvector
    GENERATED ALWAYS AS (to_tsvector('french', words)) STORED;
CREATE INDEX inquiries_pagewords_vector ON inquiries_pagewords USING gin (vector);

CREATE FUNCTION inquiries_here() RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT NULLIF(current_setting('preau.site', true), '')::bigint
$$;

-- How many observations of an inquiry answer, and a page of them. ``kept`` names what they must be.
CREATE FUNCTION inquiries_search(
    the_inquiry bigint, said text, kept jsonb, from_newest boolean, skipped bigint, most bigint
) RETURNS TABLE (total bigint, ids bigint[]) LANGUAGE plpgsql STABLE
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    here bigint := inquiries_here();
    rule text := 'o.site_id = $1 AND o.inquiry_id = $2';
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
    EXECUTE 'SELECT count(*) FROM inquiries_observation o WHERE ' || rule
        INTO total USING here, the_inquiry, kept, said;
    EXECUTE 'SELECT array_agg(id) FROM (SELECT id FROM inquiries_observation o WHERE ' || rule
        || ' ORDER BY number ' || CASE WHEN from_newest THEN 'DESC' ELSE 'ASC' END
        || ' LIMIT $6 OFFSET $5) page'
        INTO ids USING here, the_inquiry, kept, said, skipped, most;
    RETURN NEXT;
END $$;

-- The first texts that share a hash with a sketch.
CREATE FUNCTION inquiries_alike(the_inquiry bigint, the_sketch text[])
RETURNS TABLE (sketch text[], likeness text) LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH found AS MATERIALIZED (
        SELECT o.sketch::text[], o.likeness::text FROM inquiries_observation o
        WHERE o.site_id = inquiries_here() AND o.inquiry_id = the_inquiry
            AND o.sketch && the_sketch::varchar[]
    ) SELECT * FROM found LIMIT 20
$$;

-- The versions of the file that hold these words on one page, and the first of those pages.
CREATE FUNCTION inquiries_search_file(the_inquiry bigint, said text)
RETURNS TABLE (version_id bigint, pages integer[]) LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT w.version_id, (array_agg(w.number ORDER BY w.number))[1:12]
    FROM inquiries_pagewords w
    JOIN inquiries_pieceversion v ON v.id = w.version_id AND v.site_id = w.site_id
    JOIN inquiries_piece p ON p.id = v.piece_id AND p.site_id = w.site_id
    WHERE w.site_id = inquiries_here() AND p.inquiry_id = the_inquiry
        AND w.vector @@ plainto_tsquery('french', said)
    GROUP BY w.version_id
$$;

CREATE OR REPLACE FUNCTION inquiries_keep() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    was jsonb;
    name text;
BEGIN
    IF inquiries_by_owner(TG_RELID) THEN
        RETURN COALESCE(NEW, OLD);
    ELSIF TG_OP = 'DELETE' THEN
        PERFORM inquiries_refuse('row_is_kept', TG_TABLE_NAME || ' is only added to');
    END IF;
    was := to_jsonb(OLD);
    FOR name IN SELECT e.key FROM jsonb_each(to_jsonb(NEW)) AS e WHERE e.value IS DISTINCT FROM was -> e.key LOOP
        IF name = 'public_text' AND TG_TABLE_NAME = 'inquiries_observation' AND pg_trigger_depth() > 1 THEN
            CONTINUE;
        ELSIF name = 'words' AND TG_TABLE_NAME = 'inquiries_observation' THEN
            CONTINUE;  -- the database itself computes it, after this
        ELSIF name = ANY (TG_ARGV) AND was ->> name IS NULL THEN
            CONTINUE;
        END IF;
        PERFORM inquiries_refuse('row_is_kept', TG_TABLE_NAME || '.' || name || ' does not change');
    END LOOP;
    RETURN NEW;
END $$;
"""

#: Words of files that came before pages were told apart: in slices, under page 0 and after.
SPLIT = """
INSERT INTO inquiries_pagewords (site_id, version_id, number, words)
    SELECT site_id, id, slice, substr(words, slice * 100000 + 1, 100000)
    FROM inquiries_pieceversion, generate_series(0, (length(words) - 1) / 100000) AS slice
    WHERE words <> '';
UPDATE inquiries_pieceversion SET is_searchable = words <> '';
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""

UNDO = """
DROP FUNCTION inquiries_search_file(bigint, text);
DROP FUNCTION inquiries_alike(bigint, text[]);
DROP FUNCTION inquiries_search(bigint, text, jsonb, boolean, bigint, bigint);
DROP FUNCTION inquiries_here();
DROP INDEX inquiries_pagewords_vector;
ALTER TABLE inquiries_pagewords DROP COLUMN vector;
DROP INDEX inquiries_observation_read;
DROP INDEX inquiries_observation_words;
ALTER TABLE inquiries_observation DROP COLUMN words;
CREATE INDEX inquiries_observation_words ON inquiries_observation
    USING gin (to_tsvector('french', inquiries_plain(public_text)));
"""
