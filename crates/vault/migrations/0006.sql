-- A number that became another by a merge, on one encounter, so that the two can be parted again.
CREATE TABLE merged_number (
    message INTEGER NOT NULL REFERENCES message (id),
    encounter_id INTEGER NOT NULL REFERENCES encounter (id),
    kind TEXT NOT NULL CHECK (kind IN ('visit', 'account', 'record')),
    -- As the encounter had it.
    retired TEXT NOT NULL COLLATE NOCASE,
    surviving TEXT NOT NULL COLLATE NOCASE,
    -- The stamp of the parting, JSON; empty while they are one.
    parted TEXT NOT NULL,
    -- The message that parted them, where it was one.
    parted_by INTEGER REFERENCES message (id),
    PRIMARY KEY (message, encounter_id, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX merged_number_of_encounter ON merged_number (encounter_id);
CREATE TRIGGER merged_number_is_never_deleted BEFORE DELETE ON merged_number BEGIN SELECT RAISE(ABORT, 'locked'); END;
