SELECT code.id, code.code, code.kind, note.block, note.kind, note.text
FROM note
JOIN code ON code.id = note.code
WHERE code.system = ?1
ORDER BY note.code, note.block, note.line
