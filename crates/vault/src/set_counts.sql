UPDATE encounter SET errors = ?2, warnings = ?3, infos = ?4
WHERE id = ?1 AND (errors, warnings, infos) IS NOT (?2, ?3, ?4)
