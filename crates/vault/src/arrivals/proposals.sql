SELECT proposal.id, content, trigger, sender
FROM proposal
JOIN message ON message.id = proposal.message
WHERE encounter_id = ?1 AND state = ?2
ORDER BY proposal.id
