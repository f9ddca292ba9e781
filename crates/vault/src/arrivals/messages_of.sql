SELECT message.*, arrival.at
FROM message
JOIN arrival ON arrival.id = message.arrival
WHERE message.id IN (
    SELECT message FROM field_origin WHERE encounter_id = ?1
    UNION SELECT message FROM sent_number WHERE encounter_id = ?1
    UNION SELECT message FROM merged_number WHERE encounter_id = ?1
    UNION SELECT message FROM proposal WHERE encounter_id = ?1)
  -- A file that a document came as lies with the document.
  AND length(message.raw) > 0
ORDER BY message.id
