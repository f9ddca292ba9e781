INSERT INTO document_file (encounter_id, document_id, digest, name, media_type, size, is_pictured, pages)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
