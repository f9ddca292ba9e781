SELECT id, status, content
FROM encounter
JOIN encounter_content ON encounter_content.encounter_id = encounter.id
WHERE status NOT IN ('completed', 'exported', 'void') OR (service_from >= ?1 AND status <> 'void')
