INSERT INTO document (encounter_id, document_id, position, kind, title, author, date, withdrawn, text)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
