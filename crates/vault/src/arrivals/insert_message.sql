INSERT INTO message (arrival, format, sender, control_id, trigger, sent, digest, raw)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
