SELECT primary_code, kind
FROM add_on
WHERE publication = ?1 AND code = ?2 AND (valid_from IS NULL OR valid_from <= ?3) AND (valid_to IS NULL OR valid_to >= ?3)
ORDER BY primary_code
