SELECT id, concat_ws(' ', patient_name, account, record_number, provider) FROM encounter ORDER BY id
