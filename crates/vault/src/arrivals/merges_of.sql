SELECT merged_number.*, message.trigger, message.sender, arrival.at
FROM merged_number
JOIN message ON message.id = merged_number.message
JOIN arrival ON arrival.id = message.arrival
WHERE merged_number.encounter_id = ?1 AND arrival.undone = ''
ORDER BY merged_number.message DESC
