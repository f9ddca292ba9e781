SELECT id, import, code_set, release, valid_from, valid_to, file, entries, passed_over
FROM publication
ORDER BY code_set, valid_from, id
