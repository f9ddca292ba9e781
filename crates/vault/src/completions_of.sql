SELECT completion.by, completion.at, coder, credential, releases,
    reopening.by AS reopened_by, reopening.at AS reopened_at, reason
FROM completion
LEFT JOIN reopening USING (encounter_id, number)
WHERE encounter_id = ?1
ORDER BY number
