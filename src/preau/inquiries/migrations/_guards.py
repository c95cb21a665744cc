"""What the database refuses, whatever code calls it.

The owner of the tables (who migrates, moves a city, gives a backup back) is let through: what it
would change shows in the chain.
"""

GUARDS = r"""
CREATE FUNCTION inquiries_by_owner(the_table oid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT relowner = current_user::regrole FROM pg_class WHERE oid = the_table
$$;

CREATE FUNCTION inquiries_refuse(rule text, said text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'inquiries: %', said USING ERRCODE = 'check_violation', CONSTRAINT = rule;
END $$;

-- A kept row is never removed. It changes in the columns named as arguments only, once, from
-- nothing to something; its public text changes by the insertion of a mask and nothing else.
CREATE FUNCTION inquiries_keep() RETURNS trigger LANGUAGE plpgsql AS $$
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
        ELSIF name = ANY (TG_ARGV) AND was ->> name IS NULL THEN
            CONTINUE;
        END IF;
        PERFORM inquiries_refuse('row_is_kept', TG_TABLE_NAME || '.' || name || ' does not change');
    END LOOP;
    RETURN NEW;
END $$;

CREATE TRIGGER inquiries_keep BEFORE UPDATE OR DELETE ON inquiries_observation
    FOR EACH ROW EXECUTE FUNCTION inquiries_keep('published_at');
CREATE TRIGGER inquiries_keep BEFORE UPDATE OR DELETE ON inquiries_attachment
    FOR EACH ROW EXECUTE FUNCTION inquiries_keep();
CREATE TRIGGER inquiries_keep BEFORE UPDATE OR DELETE ON inquiries_mask
    FOR EACH ROW EXECUTE FUNCTION inquiries_keep();
CREATE TRIGGER inquiries_keep BEFORE UPDATE OR DELETE ON inquiries_link
    FOR EACH ROW EXECUTE FUNCTION inquiries_keep();
CREATE TRIGGER inquiries_keep BEFORE UPDATE OR DELETE ON inquiries_pieceversion
    FOR EACH ROW EXECUTE FUNCTION inquiries_keep();
CREATE TRIGGER inquiries_keep BEFORE UPDATE OR DELETE ON inquiries_act
    FOR EACH ROW EXECUTE FUNCTION inquiries_keep('published_at');
CREATE TRIGGER inquiries_keep BEFORE UPDATE OR DELETE ON inquiries_party
    FOR EACH ROW EXECUTE FUNCTION inquiries_keep('until', 'independent_at');
-- A document that nothing refers to may go away; the foreign keys hold the others.
CREATE TRIGGER inquiries_keep BEFORE UPDATE ON inquiries_document
    FOR EACH ROW EXECUTE FUNCTION inquiries_keep();

CREATE FUNCTION inquiries_guard_rules() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT inquiries_by_owner(TG_RELID) AND NEW.rules IS DISTINCT FROM OLD.rules THEN
        PERFORM inquiries_refuse('rules_are_kept', 'an inquiry keeps the procedure it was made under');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER inquiries_guard_rules BEFORE UPDATE ON inquiries_inquiry
    FOR EACH ROW EXECUTE FUNCTION inquiries_guard_rules();

CREATE FUNCTION inquiries_guard_link() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last inquiries_link;
BEGIN
    IF inquiries_by_owner(TG_RELID) THEN
        RETURN NEW;
    END IF;
    SELECT * INTO last FROM inquiries_link WHERE inquiry_id = NEW.inquiry_id AND site_id = NEW.site_id
        ORDER BY place DESC LIMIT 1;
    IF NEW.place <> COALESCE(last.place, 0) + 1 OR NEW.previous <> COALESCE(last.hash, repeat('0', 64)) THEN
        PERFORM inquiries_refuse('chain_is_whole', 'a line is bound to the last one');
    ELSIF NEW.at < last.at THEN
        PERFORM inquiries_refuse('chain_goes_on', 'a line is never earlier than the last one');
    ELSIF NEW.hash <> encode(sha256(convert_to(NEW.previous || E'\n' || NEW.content, 'UTF8')), 'hex') THEN
        PERFORM inquiries_refuse('chain_is_whole', 'the hash of a line is that of its content');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER inquiries_guard_link BEFORE INSERT ON inquiries_link
    FOR EACH ROW EXECUTE FUNCTION inquiries_guard_link();

CREATE FUNCTION inquiries_guard_observation() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    opens timestamptz;
    closes timestamptz;
    last integer;
BEGIN
    IF inquiries_by_owner(TG_RELID) THEN
        RETURN NEW;
    END IF;
    SELECT s.opens_at, s.closes_at INTO opens, closes
        FROM inquiries_inquiry i JOIN processes_step s ON s.id = i.step_id WHERE i.id = NEW.inquiry_id;
    IF opens IS NULL OR closes IS NULL OR NEW.received_at < opens THEN
        PERFORM inquiries_refuse('register_is_open', 'the register has not opened yet');
    ELSIF NEW.is_late <> (NEW.received_at >= closes) THEN
        PERFORM inquiries_refuse('late_is_apart', 'what comes after the end is kept apart');
    ELSIF NEW.channel = 'web' AND NEW.is_late THEN
        PERFORM inquiries_refuse('register_is_open', 'the register is closed');
    ELSIF NEW.public_text <> NEW.text THEN
        PERFORM inquiries_refuse('text_is_whole', 'an observation is first written whole');
    END IF;
    SELECT max(number) INTO last FROM inquiries_observation
        WHERE site_id = NEW.site_id AND inquiry_id = NEW.inquiry_id AND is_late = NEW.is_late;
    IF NEW.number <> COALESCE(last, 0) + 1 THEN
        PERFORM inquiries_refuse('numbers_follow', 'numbers follow one another');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER inquiries_guard_observation BEFORE INSERT ON inquiries_observation
    FOR EACH ROW EXECUTE FUNCTION inquiries_guard_observation();

-- At the end of the transaction, each new observation has its line in the chain. It looks with the
-- owner's eyes, for whatever site the connection speaks by then; who came in is the session's user.
CREATE FUNCTION inquiries_observation_is_told() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF current_user <> session_user AND NOT EXISTS (
        SELECT FROM inquiries_link WHERE site_id = NEW.site_id AND inquiry_id = NEW.inquiry_id
            AND kind = 'observation'
            AND ref = CASE WHEN NEW.is_late THEN 'L' ELSE '' END || NEW.number
            AND content::jsonb ->> 'digest' = NEW.digest
    ) THEN
        PERFORM inquiries_refuse('observation_is_told', 'an observation has its line in the chain');
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER inquiries_observation_is_told AFTER INSERT ON inquiries_observation
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION inquiries_observation_is_told();

-- Only who conducts the inquiry on that day masks, within the text.
CREATE FUNCTION inquiries_guard_mask() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    found inquiries_observation;
BEGIN
    IF inquiries_by_owner(TG_RELID) THEN
        RETURN NEW;
    END IF;
    SELECT * INTO found FROM inquiries_observation WHERE id = NEW.observation_id AND site_id = NEW.site_id;
    IF NOT EXISTS (
        SELECT FROM inquiries_party WHERE inquiry_id = found.inquiry_id AND user_id = NEW.by_id
            AND capacity IN ('commissioner', 'president', 'member') AND "until" IS NULL
    ) AND (SELECT rules ->> 'has_commissioner' FROM inquiries_inquiry WHERE id = found.inquiry_id) <> 'false' THEN
        PERFORM inquiries_refuse('commissioner_masks', 'only who conducts the inquiry masks');
    ELSIF NEW.attachment_id IS NULL AND (NEW.start >= NEW."end" OR NEW."end" > char_length(found.text)) THEN
        PERFORM inquiries_refuse('mask_is_within', 'a mask lies within the text');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER inquiries_guard_mask BEFORE INSERT ON inquiries_mask
    FOR EACH ROW EXECUTE FUNCTION inquiries_guard_mask();

CREATE FUNCTION inquiries_apply_mask() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT inquiries_by_owner(TG_RELID) AND NEW.attachment_id IS NULL THEN
        UPDATE inquiries_observation SET public_text =
            overlay(public_text placing repeat('█', NEW."end" - NEW.start) from NEW.start + 1 for NEW."end" - NEW.start)
            WHERE id = NEW.observation_id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER inquiries_apply_mask AFTER INSERT ON inquiries_mask
    FOR EACH ROW EXECUTE FUNCTION inquiries_apply_mask();

-- Words without accents or capitals, so that « ecole » finds « École ».
CREATE FUNCTION inquiries_plain(said text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT lower(translate(
        replace(replace(replace(replace(said, 'œ', 'oe'), 'Œ', 'oe'), 'æ', 'ae'), 'Æ', 'ae'),
        'àâäáãåçèéêëìíîïñòóôöõùúûüýÿÀÂÄÁÃÅÇÈÉÊËÌÍÎÏÑÒÓÔÖÕÙÚÛÜÝ’█',
        'aaaaaaceeeeiiiinooooouuuuyyaaaaaaceeeeiiiinooooouuuuy'' '
    ))
$$;
CREATE INDEX inquiries_observation_sketch ON inquiries_observation USING gin (sketch);
CREATE INDEX inquiries_observation_words ON inquiries_observation
    USING gin (to_tsvector('french', inquiries_plain(public_text)));
"""

UNDO = """
DROP INDEX inquiries_observation_words;
DROP INDEX inquiries_observation_sketch;
DROP FUNCTION inquiries_plain(text);
DROP FUNCTION inquiries_apply_mask() CASCADE;
DROP FUNCTION inquiries_guard_mask() CASCADE;
DROP FUNCTION inquiries_observation_is_told() CASCADE;
DROP FUNCTION inquiries_guard_observation() CASCADE;
DROP FUNCTION inquiries_guard_link() CASCADE;
DROP FUNCTION inquiries_guard_rules() CASCADE;
DROP FUNCTION inquiries_keep() CASCADE;
DROP FUNCTION inquiries_refuse(text, text);
DROP FUNCTION inquiries_by_owner(oid);
"""
