-- One import of what other systems sent. Its report stays after it was taken back.
CREATE TABLE arrival (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    by TEXT NOT NULL,
    -- Names of its files without their folders, JSON list.
    files TEXT NOT NULL,
    -- What it did, JSON.
    report TEXT NOT NULL,
    -- The stamp of its undo, JSON; empty while it stands.
    undone TEXT NOT NULL
) STRICT;

-- As it came. One that was taken back stays, and may come again.
CREATE TABLE message (
    id INTEGER PRIMARY KEY,
    arrival INTEGER NOT NULL REFERENCES arrival (id),
    format TEXT NOT NULL,
    -- Application and facility, and the number that they gave the message.
    sender TEXT NOT NULL,
    control_id TEXT NOT NULL,
    trigger TEXT NOT NULL,
    -- UTC as far as the sender says it; empty where it says no time.
    sent TEXT NOT NULL,
    -- SHA-256 of the raw bytes.
    digest BLOB NOT NULL,
    raw BLOB NOT NULL
) STRICT;
CREATE INDEX message_by_digest ON message (digest);
CREATE INDEX message_of_arrival ON message (arrival);

-- The numbers by which senders know an encounter and its patient.
CREATE TABLE sent_number (
    kind TEXT NOT NULL CHECK (kind IN ('visit', 'account', 'record', 'document')),
    number TEXT NOT NULL COLLATE NOCASE,
    -- Who gave it; empty where that was not said.
    authority TEXT NOT NULL COLLATE NOCASE,
    encounter_id INTEGER NOT NULL REFERENCES encounter (id),
    -- Which document the number is of; 0 for the other kinds.
    document_id INTEGER NOT NULL,
    message INTEGER NOT NULL REFERENCES message (id),
    PRIMARY KEY (kind, number, authority, encounter_id, document_id, message)
) STRICT, WITHOUT ROWID;
CREATE INDEX sent_number_of_message ON sent_number (message);

-- Where in which message a field stood. The latest sent is the one that counts.
CREATE TABLE field_origin (
    encounter_id INTEGER NOT NULL REFERENCES encounter (id),
    -- JSON pointer below the encounter, for example /header/patient/lastName.
    field TEXT NOT NULL,
    message INTEGER NOT NULL REFERENCES message (id),
    place TEXT NOT NULL,
    -- As the message has it, JSON.
    value TEXT NOT NULL,
    PRIMARY KEY (encounter_id, field, message)
) STRICT, WITHOUT ROWID;
CREATE INDEX field_origin_of_message ON field_origin (message);

-- A code or a concept in words that came, until the coder decides.
CREATE TABLE proposal (
    id INTEGER PRIMARY KEY,
    encounter_id INTEGER NOT NULL REFERENCES encounter (id),
    message INTEGER NOT NULL REFERENCES message (id),
    -- JSON.
    content TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'taken', 'declined', 'withdrawn'))
) STRICT;
CREATE INDEX proposal_of_encounter ON proposal (encounter_id, state);
CREATE INDEX proposal_of_message ON proposal (message);

-- What an import did to an encounter, so that it can be taken back while nobody has worked on it since.
CREATE TABLE arrival_change (
    arrival INTEGER NOT NULL REFERENCES arrival (id),
    encounter_id INTEGER NOT NULL REFERENCES encounter (id),
    -- The revision that the import left.
    revision INTEGER NOT NULL,
    -- The encounter before it, in the form of a step; empty where it is new.
    before TEXT NOT NULL,
    PRIMARY KEY (arrival, encounter_id)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER arrival_is_never_deleted BEFORE DELETE ON arrival BEGIN SELECT RAISE(ABORT, 'locked'); END;
CREATE TRIGGER message_is_never_deleted BEFORE DELETE ON message BEGIN SELECT RAISE(ABORT, 'locked'); END;
CREATE TRIGGER message_stays BEFORE UPDATE ON message BEGIN SELECT RAISE(ABORT, 'locked'); END;
