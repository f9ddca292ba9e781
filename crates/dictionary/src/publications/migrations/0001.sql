-- Dates are YYYYMMDD integers. An import owns all its rows: undoing it deletes them.
CREATE TABLE import (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    at     TEXT NOT NULL,                  -- RFC 3339
    source TEXT NOT NULL                   -- name of the file or folder that was chosen, without its path
);

CREATE TABLE publication (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    import      INTEGER NOT NULL REFERENCES import (id) ON DELETE CASCADE,
    code_set    TEXT NOT NULL,
    release     TEXT NOT NULL,             -- as it is shown: FY2026 April
    valid_from  INTEGER NOT NULL,
    valid_to    INTEGER,                   -- NULL: until the next one
    file        TEXT NOT NULL,
    entries     INTEGER NOT NULL,
    passed_over INTEGER NOT NULL           -- what was not understood and left out
);
CREATE INDEX publication_by_set ON publication (code_set, valid_from);
CREATE INDEX publication_by_import ON publication (import);

CREATE TABLE index_column (
    publication INTEGER NOT NULL REFERENCES publication (id) ON DELETE CASCADE,
    number      INTEGER NOT NULL,
    title       TEXT NOT NULL,
    PRIMARY KEY (publication, number)
) WITHOUT ROWID;

-- In book order, from 0; the sub-terms of a term follow it with a greater depth.
CREATE TABLE index_term (
    publication   INTEGER NOT NULL REFERENCES publication (id) ON DELETE CASCADE,
    term          INTEGER NOT NULL,
    depth         INTEGER NOT NULL,
    title         TEXT NOT NULL,
    plain         TEXT NOT NULL,           -- without nonessential modifiers
    manifestation TEXT,
    note          TEXT,
    PRIMARY KEY (publication, term)
) WITHOUT ROWID;

CREATE TABLE index_code (
    publication INTEGER NOT NULL REFERENCES publication (id) ON DELETE CASCADE,
    term        INTEGER NOT NULL,
    number      INTEGER NOT NULL,
    code        TEXT NOT NULL,             -- with its dot, and a - where characters are missing
    PRIMARY KEY (publication, term, number)
) WITHOUT ROWID;

CREATE TABLE index_reference (
    publication INTEGER NOT NULL REFERENCES publication (id) ON DELETE CASCADE,
    term        INTEGER NOT NULL,
    place       INTEGER NOT NULL,
    kind        TEXT NOT NULL,
    text        TEXT NOT NULL,
    PRIMARY KEY (publication, term, place)
) WITHOUT ROWID;
