SELECT code.title, code.code
FROM code
JOIN validity ON validity.code = code.id
WHERE validity.billable = 1
  AND validity.valid_from <= ?1
  AND (validity.valid_to IS NULL OR validity.valid_to >= ?1)
  AND code.title IS NOT NULL
  AND code.system = ?2
