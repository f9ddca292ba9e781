SELECT number, action, after AS moment
FROM step
WHERE encounter_id = ?1 AND undone
ORDER BY number
LIMIT 1
