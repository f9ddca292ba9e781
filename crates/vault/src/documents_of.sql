SELECT document_id, kind, title, author, date, text, withdrawn
FROM document
WHERE encounter_id = ?1
ORDER BY position, document_id
