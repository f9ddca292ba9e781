-- Opened before the moment, put into no record, and not in what somebody is entering.
DELETE FROM file
WHERE added < ?1
    AND NOT EXISTS (SELECT 1 FROM document_file WHERE document_file.digest = file.digest)
    AND NOT EXISTS (SELECT 1 FROM setting WHERE instr(setting.value, file.digest) > 0)
