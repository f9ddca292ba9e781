INSERT INTO code (id, system, code, kind, title, title_release, former_title, former_release, short_title, parent, last,
                  extension, release)
SELECT id + ?1, system, code || '~' || ?1, kind, title, title_release, former_title, former_release, short_title, parent,
       last, extension, release
FROM code
WHERE code NOT LIKE '%~%'
