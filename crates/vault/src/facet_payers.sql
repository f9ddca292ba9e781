-- From one distinct value to the next along the index, without a look at the rows between.
WITH RECURSIVE facet (value) AS (
    SELECT min(payer) FROM encounter
    UNION ALL
    SELECT (SELECT min(payer) FROM encounter WHERE payer > facet.value) FROM facet WHERE facet.value IS NOT NULL
)
SELECT value FROM facet WHERE value <> ''
