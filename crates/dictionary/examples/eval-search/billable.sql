SELECT count(DISTINCT code)
FROM validity
WHERE billable = 1
