INSERT INTO publication (import, code_set, release, valid_from, valid_to, file, entries, passed_over)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
