-- From one distinct value to the next along the index, without a look at the rows between.
WITH RECURSIVE facet (value) AS (
    SELECT min(provider) FROM encounter
    UNION ALL
    SELECT (SELECT min(provider) FROM encounter WHERE provider > facet.value) FROM facet WHERE facet.value IS NOT NULL
)
SELECT value FROM facet WHERE value <> ''
