SELECT id, system, code, kind, title, title_release, former_title, former_release, short_title, parent, last,
       extension, release
FROM code
