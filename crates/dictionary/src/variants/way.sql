SELECT code.id, code.parent, EXISTS (
  SELECT 1
  FROM validity
  WHERE validity.code = code.id
    AND validity.billable = 1 AND validity.valid_from <= ?3 AND (validity.valid_to IS NULL OR validity.valid_to >= ?3)
)
FROM code
WHERE code.id >= ?1 AND code.id <= ?2
ORDER BY code.id
