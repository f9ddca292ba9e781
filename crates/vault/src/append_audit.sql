INSERT INTO audit (number, at, by, encounter_id, action, detail, hash)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
