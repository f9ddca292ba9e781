SELECT code.code
FROM code
JOIN validity ON validity.code = code.id
WHERE code.id > ?1 AND code.id <= ?2 AND validity.billable = 1 AND validity.valid_to = ?3
ORDER BY code.id
LIMIT ?4
