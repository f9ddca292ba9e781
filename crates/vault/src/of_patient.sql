SELECT content
FROM encounter
JOIN encounter_content ON encounter_content.encounter_id = encounter.id
WHERE record_number = ?1 AND record_number <> '' AND encounter.id <> ?2 AND status <> 'void'
  AND (birth_date = ?5 OR birth_date = '' OR ?5 = '')
  AND service_from <> '' AND service_from <= ?4 AND max(service_from, service_to) >= ?3
ORDER BY service_from, encounter.id
