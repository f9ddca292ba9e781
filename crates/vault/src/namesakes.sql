SELECT id
FROM encounter
WHERE patient_name = ?1 AND patient_name <> '' AND birth_date = ?2 AND ?2 <> '' AND record_number <> ?3
  AND status <> 'void'
ORDER BY id
