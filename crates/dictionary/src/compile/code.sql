INSERT INTO code (id, system, code, kind, title, title_release, former_title, former_release, short_title, parent, last,
                  extension, release)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
