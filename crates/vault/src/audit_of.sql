SELECT number, at, by, encounter_id, action, detail, hash
FROM audit
WHERE encounter_id = ?1
ORDER BY number
