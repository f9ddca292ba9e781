SELECT document.document_id, kind, title, author, date, text, withdrawn, digest, name, media_type, size, is_pictured, pages
FROM document
LEFT JOIN document_file USING (encounter_id, document_id)
WHERE encounter_id = ?1
ORDER BY position, document.document_id
