SELECT contractor, state, number, name, work, practice, malpractice
FROM locality
WHERE publication = ?1
ORDER BY state, name
