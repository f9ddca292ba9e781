-- Two questions, so that each is answered by its own index.
SELECT message.id
FROM message
JOIN arrival ON arrival.id = message.arrival
WHERE message.digest = ?1 AND arrival.undone = ''
UNION ALL
SELECT message.id
FROM message
JOIN arrival ON arrival.id = message.arrival
WHERE message.control_id = ?2 AND message.control_id <> '' AND message.sender = ?3 AND arrival.undone = ''
LIMIT 1
