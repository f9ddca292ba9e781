-- The name as it is sorted by; a middle name may stand behind it.
SELECT id
FROM encounter
WHERE patient_name >= ?1 AND patient_name < ?1 || char(1114111) AND ?1 <> ''
  AND (patient_name = ?1 OR substr(patient_name, 1, length(?1) + 1) = ?1 || ' ' COLLATE NOCASE)
  AND status <> 'void'
ORDER BY id
