SELECT valid_from, valid_to, before_1996, modifier, rationale
FROM ptp_terms
WHERE publication = ?1
ORDER BY number
