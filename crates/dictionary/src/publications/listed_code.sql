SELECT code, modifier, description, short_description, charge
FROM listed_code
WHERE publication = ?1 AND code = ?2
ORDER BY place
