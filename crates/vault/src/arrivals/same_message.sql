SELECT message.id
FROM message
JOIN arrival ON arrival.id = message.arrival
WHERE (message.digest = ?1 OR (?2 <> '' AND message.control_id = ?2 AND message.sender = ?3)) AND arrival.undone = ''
LIMIT 1
