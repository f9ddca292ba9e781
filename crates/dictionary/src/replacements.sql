SELECT code.code, note.text
FROM note
JOIN code ON code.id = note.code
WHERE code.system = ?1 AND note.kind = ?2
ORDER BY note.code, note.block, note.line
