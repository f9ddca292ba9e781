SELECT primary_code, kind, valid_from, valid_to
FROM add_on
WHERE publication = ?1 AND code = ?2
ORDER BY primary_code
