-- A file of claims leaves as 837P or as forms on paper; both are counted in one row of numbers.
ALTER TABLE claim_batch ADD COLUMN kind TEXT NOT NULL DEFAULT 'professional' CHECK (kind IN ('professional', 'paper'));
-- Of forms, SHA-256 of their values alone, hexadecimal: they may be drawn once more for another printer.
ALTER TABLE claim_batch ADD COLUMN values_digest TEXT NOT NULL DEFAULT '';

-- A file of claims that is being written. It is put here before its bytes touch the disk and goes in the transaction that
-- remembers the file: what is still here when the vault opens was cut off in between.
CREATE TABLE begun_claim_batch (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    -- JSON: the file and its claims.
    batch TEXT NOT NULL
) STRICT;
