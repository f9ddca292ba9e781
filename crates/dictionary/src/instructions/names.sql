WITH RECURSIVE lineage (id, parent) AS (
    SELECT id, parent FROM code WHERE id = ?1
    UNION ALL
    -- Parents come before their children in the book; anything else would be a circle.
    SELECT code.id, code.parent FROM code JOIN lineage ON code.id = lineage.parent AND code.id < lineage.id
)
SELECT code.id, code.title, inclusion_term.text
FROM lineage
JOIN code ON code.id = lineage.id
LEFT JOIN inclusion_term ON inclusion_term.code = code.id
WHERE code.kind <> 'chapter'
ORDER BY code.id DESC, inclusion_term.line
