SELECT system, code, covers_below, text, changed
FROM code_note
WHERE login = ?1 AND system = ?2 AND code = ?3
