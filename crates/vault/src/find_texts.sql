SELECT id, concat_ws(char(10), patient_name, account, record_number, provider) FROM encounter ORDER BY id
