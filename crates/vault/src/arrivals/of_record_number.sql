SELECT id
FROM encounter
WHERE record_number = ?1 AND record_number <> '' AND status <> 'void'
  AND (?2 = '' OR NOT EXISTS (
        SELECT 1 FROM sent_number
        WHERE sent_number.kind = 'record' AND number = ?1 AND encounter_id = encounter.id AND authority NOT IN ('', ?2))
    OR EXISTS (
        SELECT 1 FROM sent_number
        WHERE sent_number.kind = 'record' AND number = ?1 AND encounter_id = encounter.id AND authority = ?2))
ORDER BY service_from DESC, id DESC
