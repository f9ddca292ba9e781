INSERT INTO code_note (login, system, code, covers_below, text, changed)
VALUES (?1, ?2, ?3, ?4, ?5, ?6)
ON CONFLICT (login, system, code) DO UPDATE
SET covers_below = excluded.covers_below, text = excluded.text, changed = excluded.changed
