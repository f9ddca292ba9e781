-- What a coder writes beside a code. It may hold anything, so it lies here and not among the settings' plain words.
CREATE TABLE code_note (
    login TEXT NOT NULL,
    system TEXT NOT NULL,
    -- As it is shown, with the dot of ICD-10-CM.
    code TEXT NOT NULL,
    -- 1 where it speaks of everything below the code as well.
    covers_below INTEGER NOT NULL CHECK (covers_below IN (0, 1)),
    text TEXT NOT NULL CHECK (trim(text) <> ''),
    changed TEXT NOT NULL,
    PRIMARY KEY (login, system, code)
) STRICT;

-- Lists of codes that the practice uses (superbills).
CREATE TABLE pick_list (
    id INTEGER PRIMARY KEY,
    -- Its place among the lists, from 0.
    position INTEGER NOT NULL,
    name TEXT NOT NULL CHECK (trim(name) <> ''),
    -- JSON list of codes and headings in their order.
    entries TEXT NOT NULL
) STRICT;

-- Undo and redo of the lists. `before` and `after` are the order of all and the content of those that differ, as JSON.
CREATE TABLE pick_list_step (
    number INTEGER PRIMARY KEY,
    action TEXT NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    undone INTEGER NOT NULL CHECK (undone IN (0, 1))
) STRICT;
