INSERT INTO seventh_character (code, line, character, meaning, also)
VALUES (?1, ?2, ?3, ?4, ?5)
