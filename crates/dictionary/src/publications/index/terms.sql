SELECT term, depth, title, plain, manifestation, note
FROM index_term
WHERE publication = ?1
ORDER BY term
