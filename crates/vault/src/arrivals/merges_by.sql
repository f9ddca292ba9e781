SELECT merged_number.*, message.trigger, message.sender, arrival.at
FROM merged_number
JOIN message ON message.id = merged_number.message
JOIN arrival ON arrival.id = message.arrival
WHERE merged_number.message = ?1 AND merged_number.parted = '' AND arrival.undone = ''
