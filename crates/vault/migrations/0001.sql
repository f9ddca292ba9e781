PRAGMA application_id = 1130459756;

CREATE TABLE user (
    login TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    credential TEXT NOT NULL,
    added TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What the queue shows, filters and sorts by, and nothing else: narrow rows keep 100,000 of them quick. A date that
-- is not known is the empty text, so that every column sorts and compares plainly.
CREATE TABLE encounter (
    id INTEGER PRIMARY KEY,
    revision INTEGER NOT NULL,
    status TEXT NOT NULL CHECK (status IN (
        'not_started', 'in_progress', 'on_hold', 'ready_for_review', 'in_review',
        'completed', 'exported', 'needs_recoding', 'void')),
    kind TEXT NOT NULL,
    account TEXT NOT NULL COLLATE NOCASE,
    record_number TEXT NOT NULL COLLATE NOCASE,
    patient_name TEXT NOT NULL COLLATE NOCASE,
    birth_date TEXT NOT NULL,
    service_from TEXT NOT NULL,
    service_to TEXT NOT NULL,
    received TEXT NOT NULL,
    -- From when its age counts: received, or else the first date of service.
    aged_from TEXT NOT NULL,
    bill_by TEXT NOT NULL,
    payer TEXT NOT NULL COLLATE NOCASE,
    second_payer TEXT NOT NULL,
    provider TEXT NOT NULL COLLATE NOCASE,
    facility TEXT NOT NULL,
    financial_class TEXT NOT NULL,
    charges_cents INTEGER NOT NULL,
    owner TEXT NOT NULL COLLATE NOCASE,
    open_holds INTEGER NOT NULL,
    -- JSON list of the reasons of the open holds.
    hold_reasons TEXT NOT NULL,
    errors INTEGER NOT NULL,
    warnings INTEGER NOT NULL,
    infos INTEGER NOT NULL,
    documents INTEGER NOT NULL,
    diagnoses TEXT NOT NULL,
    -- The next two belong to the encounter but not to its content: they grow while it is locked.
    seconds_worked INTEGER NOT NULL,
    last_part INTEGER NOT NULL,
    added TEXT NOT NULL
) STRICT;

-- One covering index for each order of the queue: the sort column first, then everything that a filter looks at.
CREATE INDEX encounter_by_service_from ON encounter
    (service_from, id, status, payer, provider, owner, open_holds, aged_from);
CREATE INDEX encounter_by_received ON encounter
    (received, id, status, payer, provider, owner, service_from, open_holds, aged_from);
CREATE INDEX encounter_by_bill_by ON encounter
    (bill_by, id, status, payer, provider, owner, service_from, open_holds, aged_from);
CREATE INDEX encounter_by_charges ON encounter
    (charges_cents, id, status, payer, provider, owner, service_from, open_holds, aged_from);
CREATE INDEX encounter_by_patient_name ON encounter
    (patient_name, id, status, payer, provider, owner, service_from, open_holds, aged_from);
CREATE INDEX encounter_by_account ON encounter
    (account, id, status, payer, provider, owner, service_from, open_holds, aged_from);
CREATE INDEX encounter_by_payer ON encounter
    (payer, id, status, provider, owner, service_from, open_holds, aged_from);
CREATE INDEX encounter_by_provider ON encounter
    (provider, id, status, payer, owner, service_from, open_holds, aged_from);
CREATE INDEX encounter_by_owner ON encounter
    (owner, id, status, payer, provider, service_from, open_holds, aged_from);
CREATE INDEX encounter_by_status ON encounter
    (status, id, payer, provider, owner, service_from, open_holds, aged_from);
CREATE INDEX encounter_by_record_number ON encounter (record_number, service_from);

-- The encounter as JSON without what stands elsewhere: status, documents, completions, seconds worked, last part.
-- All of it is closed to change while the encounter is locked.
CREATE TABLE encounter_content (
    encounter_id INTEGER PRIMARY KEY REFERENCES encounter (id),
    content TEXT NOT NULL
) STRICT;

CREATE TABLE document (
    encounter_id INTEGER NOT NULL REFERENCES encounter (id),
    document_id INTEGER NOT NULL,
    -- Its place among the documents of the encounter, from 0.
    position INTEGER NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    author TEXT NOT NULL,
    date TEXT NOT NULL,
    withdrawn INTEGER NOT NULL,
    text TEXT NOT NULL,
    UNIQUE (encounter_id, document_id)
) STRICT;

-- Undo and redo. `before` and `after` are content with the status, and documents as id and withdrawn only.
CREATE TABLE step (
    encounter_id INTEGER NOT NULL REFERENCES encounter (id),
    number INTEGER NOT NULL,
    action TEXT NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    undone INTEGER NOT NULL,
    PRIMARY KEY (encounter_id, number)
) STRICT;

CREATE TABLE completion (
    encounter_id INTEGER NOT NULL REFERENCES encounter (id),
    number INTEGER NOT NULL,
    by TEXT NOT NULL,
    at TEXT NOT NULL,
    coder TEXT NOT NULL,
    credential TEXT NOT NULL,
    -- JSON list.
    releases TEXT NOT NULL,
    -- The encounter as it was completed, in the form of a step.
    snapshot TEXT NOT NULL,
    PRIMARY KEY (encounter_id, number)
) STRICT;

CREATE TABLE reopening (
    encounter_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    by TEXT NOT NULL,
    at TEXT NOT NULL,
    reason TEXT NOT NULL CHECK (trim(reason) <> ''),
    PRIMARY KEY (encounter_id, number),
    FOREIGN KEY (encounter_id, number) REFERENCES completion (encounter_id, number)
) STRICT;

-- Each entry's hash covers the hash of the entry before it.
CREATE TABLE audit (
    number INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    by TEXT NOT NULL,
    encounter_id INTEGER,
    action TEXT NOT NULL,
    -- JSON object of texts.
    detail TEXT NOT NULL,
    hash BLOB NOT NULL
) STRICT;
CREATE INDEX audit_of_encounter ON audit (encounter_id, number);

-- The last entry once more, so that its removal shows.
CREATE TABLE audit_head (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    number INTEGER NOT NULL,
    hash BLOB NOT NULL
) STRICT;
INSERT INTO audit_head VALUES (1, 0, zeroblob(32));

CREATE TABLE setting (
    login TEXT NOT NULL,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (login, key)
) STRICT, WITHOUT ROWID;

-- The locks. `encounter::Status::is_locked` has the same list; a test compares them.
CREATE VIEW locked_status (status) AS
    VALUES ('completed'), ('exported'), ('needs_recoding'), ('void');

CREATE TRIGGER encounter_is_never_deleted BEFORE DELETE ON encounter
BEGIN SELECT RAISE(ABORT, 'locked'); END;

CREATE TRIGGER encounter_keeps_its_id BEFORE UPDATE OF id ON encounter WHEN NEW.id <> OLD.id
BEGIN SELECT RAISE(ABORT, 'locked'); END;

CREATE TRIGGER encounter_opens_with_a_reason BEFORE UPDATE OF status ON encounter
WHEN OLD.status IN (SELECT status FROM locked_status)
    AND NEW.status NOT IN (SELECT status FROM locked_status)
    AND NOT EXISTS (
        SELECT 1 FROM reopening
        WHERE encounter_id = OLD.id
            AND number = (SELECT max(number) FROM completion WHERE encounter_id = OLD.id))
BEGIN SELECT RAISE(ABORT, 'locked'); END;

CREATE TRIGGER void_is_final BEFORE UPDATE OF status ON encounter
WHEN OLD.status = 'void' AND NEW.status <> 'void'
BEGIN SELECT RAISE(ABORT, 'locked'); END;

-- Completed, or on its way from there, only with a completion that stands.
CREATE TRIGGER encounter_completes_with_a_stamp BEFORE UPDATE OF status ON encounter
WHEN NEW.status IN ('completed', 'exported', 'needs_recoding')
    AND NEW.status <> OLD.status
    AND NOT EXISTS (
        SELECT 1 FROM completion
        WHERE encounter_id = OLD.id
            AND number = (SELECT max(number) FROM completion WHERE encounter_id = OLD.id)
            AND NOT EXISTS (
                SELECT 1 FROM reopening
                WHERE reopening.encounter_id = OLD.id AND reopening.number = completion.number))
BEGIN SELECT RAISE(ABORT, 'locked'); END;

CREATE TRIGGER locked_encounter_keeps_its_row
BEFORE UPDATE OF kind, account, record_number, patient_name, birth_date, service_from, service_to, received,
    aged_from, bill_by, payer, second_payer, provider, facility, financial_class, charges_cents, owner, open_holds,
    hold_reasons, diagnoses, added ON encounter
WHEN OLD.status IN (SELECT status FROM locked_status)
BEGIN SELECT RAISE(ABORT, 'locked'); END;

CREATE TRIGGER locked_content_stays BEFORE UPDATE ON encounter_content
WHEN NEW.encounter_id <> OLD.encounter_id
    OR (SELECT status FROM encounter WHERE id = OLD.encounter_id) IN (SELECT status FROM locked_status)
BEGIN SELECT RAISE(ABORT, 'locked'); END;

CREATE TRIGGER content_is_never_deleted BEFORE DELETE ON encounter_content
BEGIN SELECT RAISE(ABORT, 'locked'); END;

-- A document may come at any time; what it says is never changed, and it is never thrown away.
CREATE TRIGGER document_stays
BEFORE UPDATE OF encounter_id, document_id, position, kind, title, author, date, text ON document
BEGIN SELECT RAISE(ABORT, 'locked'); END;

CREATE TRIGGER document_is_never_deleted BEFORE DELETE ON document
BEGIN SELECT RAISE(ABORT, 'locked'); END;

CREATE TRIGGER locked_document_stays_in BEFORE UPDATE OF withdrawn ON document
WHEN NEW.withdrawn <> OLD.withdrawn
    AND (SELECT status FROM encounter WHERE id = OLD.encounter_id) IN (SELECT status FROM locked_status)
BEGIN SELECT RAISE(ABORT, 'locked'); END;

CREATE TRIGGER completion_stays BEFORE UPDATE ON completion BEGIN SELECT RAISE(ABORT, 'locked'); END;
CREATE TRIGGER completion_is_never_deleted BEFORE DELETE ON completion BEGIN SELECT RAISE(ABORT, 'locked'); END;
CREATE TRIGGER reopening_stays BEFORE UPDATE ON reopening BEGIN SELECT RAISE(ABORT, 'locked'); END;
CREATE TRIGGER reopening_is_never_deleted BEFORE DELETE ON reopening BEGIN SELECT RAISE(ABORT, 'locked'); END;
CREATE TRIGGER audit_stays BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'locked'); END;
CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'locked'); END;
CREATE TRIGGER audit_head_is_never_deleted BEFORE DELETE ON audit_head BEGIN SELECT RAISE(ABORT, 'locked'); END;
CREATE TRIGGER audit_head_goes_on BEFORE UPDATE ON audit_head
WHEN NEW.id <> OLD.id OR NEW.number <> OLD.number + 1
    OR NEW.hash IS NOT (SELECT hash FROM audit WHERE number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'locked'); END;
