-- Every professional encounter that is a claim or was one, with its latest claim and where it stands:
-- completed and never sent, or sent and put right, it is ready; one that the receiver has, or may have, and whose encounter
-- was opened since, needs to be replaced, unless it says already that it replaces or voids (frequency 7 or 8).
WITH work AS MATERIALIZED (
    SELECT encounter.id, encounter.status, encounter.account, encounter.patient_name, encounter.payer,
        encounter.provider, encounter.service_from, encounter.charges_cents,
        claim.batch, claim.remarks,
        CASE
            WHEN encounter.status = 'exported' THEN
                CASE claim.answer WHEN 'accepted' THEN 'accepted' WHEN 'rejected' THEN 'rejected' ELSE 'exported' END
            WHEN encounter.status = 'completed' THEN
                CASE
                    WHEN claim.batch IS NULL OR claim.answer = 'rejected' THEN 'ready'
                    WHEN (SELECT content ->> '$.header.claimFrequency' FROM encounter_content
                            WHERE encounter_id = encounter.id) IN ('7', '8') THEN 'ready'
                    ELSE 'needs_replacement'
                END
            WHEN claim.answer = 'rejected' THEN 'rejected'
            ELSE 'needs_replacement'
        END AS state
    FROM encounter
    LEFT JOIN claim ON claim.encounter_id = encounter.id
        AND claim.batch = (SELECT max(batch) FROM claim AS any_claim WHERE any_claim.encounter_id = encounter.id)
    WHERE encounter.kind = 'professional'
        AND (encounter.status IN ('completed', 'exported') OR claim.batch IS NOT NULL AND encounter.status <> 'void')
        AND (?1 IS NULL OR encounter.payer = ?1)
        AND (?2 IS NULL OR EXISTS (SELECT 1 FROM claim AS held WHERE held.batch = ?2 AND held.encounter_id = encounter.id))
        AND (?3 IS NULL OR encounter.account LIKE ?3 ESCAPE '\' OR encounter.patient_name LIKE ?3 ESCAPE '\')
)
