WITH RECURSIVE lineage (id, parent) AS (
    SELECT id, parent FROM code WHERE id = ?1
    UNION ALL
    -- Parents come before their children in the book; anything else would be a circle.
    SELECT code.id, code.parent FROM code JOIN lineage ON code.id = lineage.parent AND code.id < lineage.id
)
SELECT id FROM lineage ORDER BY id DESC
