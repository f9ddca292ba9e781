SELECT count(*)
FROM code
JOIN validity ON validity.code = code.id
WHERE code.system = ?3
  AND validity.billable = 1
  AND validity.valid_from <= ?1 AND (validity.valid_to IS NULL OR validity.valid_to >= ?1)
  AND (?2 = 0 OR code.title IS NULL)
