SELECT code.code, validity.valid_from, validity.valid_to
FROM code
JOIN validity ON validity.code = code.id
WHERE code.system = ?1 AND code.kind = 'code' AND validity.billable = 1
ORDER BY code.code
