"""What the database refuses, whatever code calls it.

The owner of the tables (who migrates, moves a city, gives a backup back) is let through.
"""

GUARDS = r"""
CREATE FUNCTION juries_by_owner(the_table oid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT relowner = current_user::regrole FROM pg_class WHERE oid = the_table
$$;

-- A grid with which somebody marked keeps its criteria as they are.
CREATE FUNCTION juries_keep_grid() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT juries_by_owner(TG_RELID) AND EXISTS (
        SELECT 1 FROM juries_grid
        WHERE id IN (NEW.grid_id, OLD.grid_id) AND frozen_at IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'juries: this grid is frozen'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'grid_is_frozen';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;

CREATE TRIGGER juries_keep_grid BEFORE INSERT OR UPDATE OR DELETE ON juries_criterion
    FOR EACH ROW EXECUTE FUNCTION juries_keep_grid();

-- Amounts granted stay within the envelope: one writer of a jury at a time.
CREATE FUNCTION juries_hold_envelope() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    envelope bigint;
    granted bigint;
    the_jury bigint := CASE TG_TABLE_NAME WHEN 'juries_jury' THEN (to_jsonb(NEW) ->> 'id')::bigint
                       ELSE (to_jsonb(NEW) ->> 'jury_id')::bigint END;
BEGIN
    SELECT envelope_cents INTO envelope FROM juries_jury WHERE id = the_jury FOR UPDATE;
    SELECT COALESCE(SUM(amount_cents), 0) INTO granted FROM juries_grant WHERE jury_id = the_jury;
    IF granted > COALESCE(envelope, 0) THEN
        RAISE EXCEPTION 'juries: % granted, % in the envelope', granted, envelope
            USING ERRCODE = 'check_violation', CONSTRAINT = 'envelope_holds';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER juries_hold_envelope AFTER INSERT OR UPDATE OF amount_cents ON juries_grant
    FOR EACH ROW EXECUTE FUNCTION juries_hold_envelope();
CREATE TRIGGER juries_hold_envelope AFTER UPDATE OF envelope_cents ON juries_jury
    FOR EACH ROW EXECUTE FUNCTION juries_hold_envelope();

-- Nobody marks what a conflict keeps them away from.
CREATE FUNCTION juries_keep_away() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> 'void' AND EXISTS (
        SELECT 1 FROM juries_conflict
        WHERE juror_id = NEW.juror_id AND proposal_id = NEW.proposal_id
    ) THEN
        RAISE EXCEPTION 'juries: this juror has a conflict with this application'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'conflict_keeps_away';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER juries_keep_away BEFORE INSERT OR UPDATE ON juries_reading
    FOR EACH ROW EXECUTE FUNCTION juries_keep_away();
"""

UNDO = r"""
DROP TRIGGER juries_keep_away ON juries_reading;
DROP TRIGGER juries_hold_envelope ON juries_jury;
DROP TRIGGER juries_hold_envelope ON juries_grant;
DROP TRIGGER juries_keep_grid ON juries_criterion;
DROP FUNCTION juries_keep_away();
DROP FUNCTION juries_hold_envelope();
DROP FUNCTION juries_keep_grid();
DROP FUNCTION juries_by_owner(oid);
"""
