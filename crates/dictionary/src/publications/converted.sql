SELECT DISTINCT code
FROM conversion
WHERE publication = ?1
  AND first <= ?2
  AND last >= ?2
  AND length(first) = length(?2)
  AND valid_from > ?3
  AND valid_from <= ?4
ORDER BY place
