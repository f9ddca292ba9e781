UPDATE encounter
SET revision = ?2, errors = ?3, warnings = ?4, infos = ?5, documents = ?6, seconds_worked = ?7, last_part = ?8
WHERE id = ?1
