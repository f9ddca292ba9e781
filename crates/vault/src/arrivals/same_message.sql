SELECT message.id
FROM message
JOIN arrival ON arrival.id = message.arrival
WHERE message.digest = ?1 AND arrival.undone = ''
LIMIT 1
