UPDATE encounter
SET seconds_worked = min(seconds_worked + ?2, ?3)
WHERE id = ?1 AND status NOT IN (SELECT status FROM locked_status)
