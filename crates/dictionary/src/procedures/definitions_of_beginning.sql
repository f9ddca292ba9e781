SELECT note.kind, note.text
FROM note
JOIN code ON code.id = note.code
WHERE code.system = ?1 AND code.code = ?2
ORDER BY note.block, note.line
