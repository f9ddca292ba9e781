-- The conversion tables of ICD-10: a new code from a day on, with a range of codes that were assigned before it.
CREATE TABLE conversion (
    publication INTEGER NOT NULL REFERENCES publication (id) ON DELETE CASCADE,
    first       TEXT NOT NULL,
    last        TEXT NOT NULL,
    place       INTEGER NOT NULL,
    code        TEXT NOT NULL,
    valid_from  INTEGER NOT NULL,
    PRIMARY KEY (publication, first, last, place)
) WITHOUT ROWID;
