UPDATE encounter
SET
    kind = ?2, account = ?3, record_number = ?4, patient_name = ?5, birth_date = ?6, service_from = ?7,
    service_to = ?8, received = ?9, aged_from = ?10, bill_by = ?11, payer = ?12, second_payer = ?13,
    provider = ?14, facility = ?15, financial_class = ?16, charges_cents = ?17, owner = ?18,
    open_holds = ?19, hold_reasons = ?20, diagnoses = ?21
WHERE id = ?1
