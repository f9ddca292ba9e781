SELECT merged_number.*, message.trigger, message.sender, arrival.at
FROM merged_number
JOIN message ON message.id = merged_number.message
JOIN arrival ON arrival.id = message.arrival
WHERE merged_number.kind = 'record' AND merged_number.parted = '' AND arrival.undone = ''
  AND ((retired = ?1 AND surviving = ?2) OR (retired = ?2 AND surviving = ?1))
ORDER BY merged_number.message DESC
