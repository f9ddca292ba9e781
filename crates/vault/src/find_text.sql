SELECT concat_ws(' ', patient_name, account, record_number, provider) FROM encounter WHERE id = ?1
