-- Of rows that have the largest of a group, the bare columns are those of that row.
SELECT field, message, place, value, format, trigger, sender, sent, max(sent || printf('%012d', message)) AS latest
FROM field_origin
JOIN message ON message.id = field_origin.message
WHERE encounter_id = ?1
GROUP BY field
ORDER BY field
