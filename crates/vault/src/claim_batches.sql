SELECT claim_batch.number, claim_batch.kind, claim_batch.at, claim_batch.by, claim_batch.file_name, claim_batch.digest,
    count(claim.batch) AS claims,
    coalesce(sum(claim.charge_cents), 0) AS charge_cents,
    count(CASE WHEN claim.answer = 'accepted' THEN 1 END) AS accepted,
    count(CASE WHEN claim.answer = 'rejected' THEN 1 END) AS rejected
FROM claim_batch
LEFT JOIN claim ON claim.batch = claim_batch.number
GROUP BY claim_batch.number
ORDER BY claim_batch.number DESC
