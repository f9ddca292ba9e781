SELECT DISTINCT encounter_id, document_id
FROM sent_number
JOIN encounter ON encounter.id = sent_number.encounter_id
WHERE sent_number.kind = ?1 AND number = ?2 AND (authority = ?3 OR authority = '' OR ?3 = '')
  AND encounter.status <> 'void'
ORDER BY encounter_id DESC
