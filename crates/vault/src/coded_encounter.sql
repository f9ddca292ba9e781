SELECT status, content
FROM encounter
JOIN encounter_content ON encounter_content.encounter_id = encounter.id
WHERE encounter.id = ?1
