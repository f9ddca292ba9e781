SELECT number, action, before AS moment
FROM step
WHERE encounter_id = ?1 AND NOT undone
ORDER BY number DESC
LIMIT 1
