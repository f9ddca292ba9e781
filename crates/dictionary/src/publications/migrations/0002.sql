-- NCCI procedure-to-procedure edits. A quarter has millions, so they lie packed: under each code, once as column 1 and
-- once as column 2, eight bytes for each edit: the other code and the number of its terms, sorted, big endian. Codes
-- are numbers to base 36.
CREATE TABLE ptp_edit (
    publication INTEGER NOT NULL REFERENCES publication (id) ON DELETE CASCADE,
    side        INTEGER NOT NULL,          -- 1: code stands in column 1, 2: in column 2
    code        INTEGER NOT NULL,
    edits       BLOB NOT NULL,
    PRIMARY KEY (publication, side, code)
);

CREATE TABLE ptp_terms (
    publication INTEGER NOT NULL REFERENCES publication (id) ON DELETE CASCADE,
    number      INTEGER NOT NULL,
    valid_from  INTEGER,                   -- NULL: since before the quarter
    valid_to    INTEGER,                   -- NULL: not deleted
    before_1996 INTEGER NOT NULL,
    modifier    INTEGER NOT NULL,          -- 0 not allowed, 1 allowed, 9 not applicable
    rationale   TEXT NOT NULL,
    PRIMARY KEY (publication, number)
) WITHOUT ROWID;
