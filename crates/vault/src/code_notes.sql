SELECT system, code, covers_below, text, changed
FROM code_note
WHERE login = ?1
ORDER BY system, code
