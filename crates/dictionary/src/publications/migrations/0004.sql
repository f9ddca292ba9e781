-- Lists of the user's own and the CPT codes of a licensee, in the order of the file.
CREATE TABLE listed_code (
    publication       INTEGER NOT NULL REFERENCES publication (id) ON DELETE CASCADE,
    place             INTEGER NOT NULL,
    code              TEXT NOT NULL,
    modifier          TEXT NOT NULL,
    description       TEXT NOT NULL,
    short_description TEXT NOT NULL,
    charge            TEXT,
    PRIMARY KEY (publication, code, place)
) WITHOUT ROWID;

-- The statement under which the user may hold a publication.
CREATE TABLE licence (
    publication INTEGER PRIMARY KEY REFERENCES publication (id) ON DELETE CASCADE,
    statement   TEXT NOT NULL
);
