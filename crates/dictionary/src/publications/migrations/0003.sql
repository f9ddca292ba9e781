-- Tables of a few thousand rows, as they are published. Amounts are text, so that no digit is lost.
CREATE TABLE mue (
    publication INTEGER NOT NULL REFERENCES publication (id) ON DELETE CASCADE,
    code        TEXT NOT NULL,
    units       INTEGER NOT NULL,
    indicator   INTEGER NOT NULL,          -- 1 line, 2 day by policy, 3 day by clinical benchmarks
    rationale   TEXT NOT NULL,
    PRIMARY KEY (publication, code)
) WITHOUT ROWID;

CREATE TABLE add_on (
    publication  INTEGER NOT NULL REFERENCES publication (id) ON DELETE CASCADE,
    place        INTEGER NOT NULL,
    code         TEXT NOT NULL,
    primary_code TEXT,                     -- NULL: the contractor defines them
    kind         INTEGER NOT NULL,
    valid_from   INTEGER,
    valid_to     INTEGER,
    PRIMARY KEY (publication, code, place)
) WITHOUT ROWID;

CREATE TABLE place_of_service (
    publication INTEGER NOT NULL REFERENCES publication (id) ON DELETE CASCADE,
    code        TEXT NOT NULL,
    name        TEXT NOT NULL,
    description TEXT NOT NULL,
    rate        TEXT NOT NULL,
    PRIMARY KEY (publication, code)
) WITHOUT ROWID;

CREATE TABLE poa_exempt (
    publication INTEGER NOT NULL REFERENCES publication (id) ON DELETE CASCADE,
    code        TEXT NOT NULL,             -- without its dot
    PRIMARY KEY (publication, code)
) WITHOUT ROWID;

CREATE TABLE fee (
    publication           INTEGER NOT NULL REFERENCES publication (id) ON DELETE CASCADE,
    code                  TEXT NOT NULL,
    modifier              TEXT NOT NULL,
    work                  TEXT NOT NULL,   -- relative value units, to total_facility
    practice_non_facility TEXT NOT NULL,
    practice_facility     TEXT NOT NULL,
    malpractice           TEXT NOT NULL,
    total_non_facility    TEXT NOT NULL,
    total_facility        TEXT NOT NULL,
    conversion_factor     TEXT NOT NULL,
    status                TEXT,            -- this and what follows: NULL in a file of amounts alone
    global_days           TEXT,
    pctc                  TEXT,
    multiple              TEXT,
    bilateral             TEXT,
    assistant             TEXT,
    co_surgeons           TEXT,
    team                  TEXT,
    endoscopic_base       TEXT,
    supervision           TEXT,
    not_outside_facility  INTEGER,
    not_in_facility       INTEGER,
    PRIMARY KEY (publication, code, modifier)
) WITHOUT ROWID;

CREATE TABLE locality (
    publication INTEGER NOT NULL REFERENCES publication (id) ON DELETE CASCADE,
    contractor  TEXT NOT NULL,
    number      TEXT NOT NULL,
    state       TEXT NOT NULL,
    name        TEXT NOT NULL,
    work        TEXT NOT NULL,
    practice    TEXT NOT NULL,
    malpractice TEXT NOT NULL,
    PRIMARY KEY (publication, contractor, number)
) WITHOUT ROWID;
