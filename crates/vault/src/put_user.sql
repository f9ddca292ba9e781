INSERT INTO user (login, name, credential, added)
VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (login) DO UPDATE SET name = excluded.name, credential = excluded.credential
