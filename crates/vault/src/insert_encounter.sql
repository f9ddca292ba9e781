INSERT INTO encounter (
    revision,
    status, kind, account, record_number, patient_name, birth_date, service_from, service_to, received,
    aged_from, bill_by, payer, second_payer, provider, facility, financial_class, charges_cents, owner,
    open_holds, hold_reasons, errors, warnings, infos, documents, diagnoses, seconds_worked, last_part,
    added)
VALUES (
    1,
    ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22,
    ?23, ?24, ?25, ?26, ?27, ?28)
