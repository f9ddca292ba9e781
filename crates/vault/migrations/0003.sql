-- A file of claims that left the desk. Its control number (ISA13, GS06) is the batch's number. What it held stands in
-- `claim`; with the set-up and the stamp its bytes can be made again, and the digest says whether they are the same.
CREATE TABLE claim_batch (
    number INTEGER PRIMARY KEY CHECK (number BETWEEN 1 AND 999999999),
    at TEXT NOT NULL,
    by TEXT NOT NULL,
    -- Without its folder.
    file_name TEXT NOT NULL,
    -- CCYYMMDD and HHMM, as they stand in the file.
    file_date TEXT NOT NULL,
    file_time TEXT NOT NULL,
    -- SHA-256 of the file, hexadecimal.
    digest TEXT NOT NULL,
    -- The practice's set-up as it was, JSON.
    practice TEXT NOT NULL
) STRICT;

CREATE TABLE claim (
    batch INTEGER NOT NULL REFERENCES claim_batch (number),
    -- Its place in the file, from 0.
    position INTEGER NOT NULL,
    encounter_id INTEGER NOT NULL,
    -- Of the completion whose snapshot it was made from.
    completion INTEGER NOT NULL,
    -- CLM01.
    control_number TEXT NOT NULL COLLATE NOCASE,
    charge_cents INTEGER NOT NULL,
    answer TEXT NOT NULL CHECK (answer IN ('none', 'accepted', 'rejected')),
    -- What was said of it, JSON list, the latest last.
    remarks TEXT NOT NULL,
    PRIMARY KEY (batch, position),
    UNIQUE (batch, encounter_id),
    FOREIGN KEY (encounter_id, completion) REFERENCES completion (encounter_id, number)
) STRICT;
CREATE INDEX claim_of_encounter ON claim (encounter_id, batch);
CREATE INDEX claim_by_control_number ON claim (control_number, batch);

CREATE TRIGGER claim_batch_stays BEFORE UPDATE ON claim_batch BEGIN SELECT RAISE(ABORT, 'locked'); END;
CREATE TRIGGER claim_batch_is_never_deleted BEFORE DELETE ON claim_batch BEGIN SELECT RAISE(ABORT, 'locked'); END;
CREATE TRIGGER claim_stays BEFORE UPDATE OF batch, position, encounter_id, completion, control_number, charge_cents ON claim
BEGIN SELECT RAISE(ABORT, 'locked'); END;
CREATE TRIGGER claim_is_never_deleted BEFORE DELETE ON claim BEGIN SELECT RAISE(ABORT, 'locked'); END;
