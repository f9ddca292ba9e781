-- Dates are YYYYMMDD integers. Row ids run from 0 in book order: the rows below a row are those up to its `last`.
CREATE TABLE release (
    id         TEXT PRIMARY KEY,
    system     TEXT NOT NULL,
    role       TEXT NOT NULL,
    valid_from INTEGER NOT NULL,
    valid_to   INTEGER NOT NULL,
    source     TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE code (
    id             INTEGER PRIMARY KEY,
    system         TEXT NOT NULL,
    code           TEXT NOT NULL,          -- without the dot
    kind           TEXT NOT NULL,
    title          TEXT,
    title_release  TEXT REFERENCES release (id),
    -- The title of a code that was billable once and whose row now carries the title of a header.
    former_title   TEXT,
    former_release TEXT REFERENCES release (id),
    short_title    TEXT,
    parent         INTEGER REFERENCES code (id),
    last           INTEGER NOT NULL,
    -- 1 where the row is its parent with a 7th character.
    extension      INTEGER NOT NULL,
    release        TEXT NOT NULL REFERENCES release (id)
);
CREATE UNIQUE INDEX code_by_text ON code (system, code);
CREATE INDEX code_by_parent ON code (parent);

-- Merged spans; billable 0 is the span in which some code below was billable.
CREATE TABLE validity (
    code       INTEGER NOT NULL REFERENCES code (id),
    valid_from INTEGER NOT NULL,
    valid_to   INTEGER,                    -- NULL: no end known
    billable   INTEGER NOT NULL,
    PRIMARY KEY (code, billable, valid_from)
) WITHOUT ROWID;

CREATE TABLE attribute (
    code       INTEGER NOT NULL REFERENCES code (id),
    word       TEXT NOT NULL,
    valid_from INTEGER NOT NULL,
    valid_to   INTEGER,
    PRIMARY KEY (code, word, valid_from)
) WITHOUT ROWID;

CREATE TABLE note (
    code  INTEGER NOT NULL REFERENCES code (id),
    block INTEGER NOT NULL,
    line  INTEGER NOT NULL,
    kind  TEXT NOT NULL,
    text  TEXT NOT NULL,
    PRIMARY KEY (code, block, line)
) WITHOUT ROWID;

CREATE TABLE inclusion_term (
    code INTEGER NOT NULL REFERENCES code (id),
    line INTEGER NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (code, line)
) WITHOUT ROWID;

CREATE TABLE seventh_character (
    code      INTEGER NOT NULL REFERENCES code (id),
    line      INTEGER NOT NULL,
    character TEXT NOT NULL,
    meaning   TEXT NOT NULL,
    also      TEXT NOT NULL,               -- further wordings, one a line
    PRIMARY KEY (code, line)
) WITHOUT ROWID;

CREATE TABLE axis_value (                  -- ICD-10-PCS: the fourth to seventh characters of a table
    code      INTEGER NOT NULL REFERENCES code (id),
    place     INTEGER NOT NULL,
    character TEXT NOT NULL,
    meaning   TEXT NOT NULL,
    PRIMARY KEY (code, place, character)
) WITHOUT ROWID;

CREATE TABLE axis_definition (             -- ICD-10-PCS: what a meaning of the fifth to seventh character takes in
    section TEXT NOT NULL,                 -- the first character of the codes that it is defined for
    place   INTEGER NOT NULL,
    meaning TEXT NOT NULL,
    line    INTEGER NOT NULL,
    kind    TEXT NOT NULL,
    text    TEXT NOT NULL,
    PRIMARY KEY (section, place, meaning, line)
) WITHOUT ROWID;

CREATE TABLE fact (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;

-- Each system has an index of its own, so that none changes what a word weighs in another.
CREATE TABLE search_part (
    system TEXT NOT NULL,
    name   TEXT NOT NULL,
    data   BLOB NOT NULL,
    PRIMARY KEY (system, name)
);

CREATE TABLE search_phrase (               -- phrases of a search index that stand in no other table
    system TEXT NOT NULL,
    id     INTEGER NOT NULL,
    text   TEXT NOT NULL,
    PRIMARY KEY (system, id)
) WITHOUT ROWID;
