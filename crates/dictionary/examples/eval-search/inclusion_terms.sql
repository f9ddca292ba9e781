SELECT DISTINCT inclusion_term.text, code.code
FROM inclusion_term
JOIN code ON code.id = inclusion_term.code
JOIN validity ON validity.code = code.id
WHERE code.kind IN ('category', 'subcategory', 'code')
  AND validity.valid_from <= ?1
  AND (validity.valid_to IS NULL OR validity.valid_to >= ?1)
  AND code.system = ?2
