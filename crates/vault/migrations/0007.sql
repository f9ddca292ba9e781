-- The files that documents came as, each once, by its bytes. They stand apart from the documents: a chart opens without them.
CREATE TABLE file (
    -- SHA-256 of the bytes, hexadecimal.
    digest TEXT NOT NULL UNIQUE,
    added TEXT NOT NULL,
    bytes BLOB NOT NULL
) STRICT;

CREATE TABLE document_file (
    encounter_id INTEGER NOT NULL,
    document_id INTEGER NOT NULL,
    digest TEXT NOT NULL REFERENCES file (digest),
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    -- In bytes.
    size INTEGER NOT NULL,
    is_pictured INTEGER NOT NULL,
    -- JSON list.
    pages TEXT NOT NULL,
    PRIMARY KEY (encounter_id, document_id),
    FOREIGN KEY (encounter_id, document_id) REFERENCES document (encounter_id, document_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX document_file_by_digest ON document_file (digest);

CREATE TRIGGER document_file_stays BEFORE UPDATE ON document_file BEGIN SELECT RAISE(ABORT, 'locked'); END;
CREATE TRIGGER document_file_is_never_deleted BEFORE DELETE ON document_file BEGIN SELECT RAISE(ABORT, 'locked'); END;
CREATE TRIGGER file_stays BEFORE UPDATE ON file BEGIN SELECT RAISE(ABORT, 'locked'); END;
-- One that was opened and put into no record may go.
CREATE TRIGGER file_of_a_document_is_never_deleted BEFORE DELETE ON file
WHEN EXISTS (SELECT 1 FROM document_file WHERE digest = OLD.digest)
BEGIN SELECT RAISE(ABORT, 'locked'); END;
