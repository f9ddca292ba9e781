-- The copies take the row ids of the other systems.
DELETE FROM search_part WHERE system <> 'icd10cm';
DELETE FROM validity WHERE code IN (SELECT id FROM code WHERE system <> 'icd10cm');
DELETE FROM code WHERE system <> 'icd10cm';
