SELECT DISTINCT valid_from
FROM validity
WHERE billable = 1
  AND code BETWEEN (SELECT min(id) FROM code WHERE system = ?1) AND (SELECT max(id) FROM code WHERE system = ?1)
