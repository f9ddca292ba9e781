SELECT DISTINCT code.code
FROM note
JOIN code ON code.id = note.code
WHERE note.kind = 'replaced_by' AND note.text = ?1
ORDER BY code.id
