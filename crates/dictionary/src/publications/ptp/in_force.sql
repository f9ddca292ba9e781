SELECT number
FROM ptp_terms
WHERE publication = ?1 AND (valid_from IS NULL OR valid_from <= ?2) AND (valid_to IS NULL OR valid_to >= ?2)
