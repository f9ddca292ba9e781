INSERT INTO completion (encounter_id, number, by, at, coder, credential, releases, snapshot)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
