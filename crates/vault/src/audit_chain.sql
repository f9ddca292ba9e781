SELECT number, at, by, encounter_id, action, detail, hash
FROM audit
ORDER BY number
