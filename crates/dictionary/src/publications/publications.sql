SELECT id, import, code_set, release, valid_from, valid_to, file, entries, passed_over, statement
FROM publication
LEFT JOIN licence ON licence.publication = publication.id
ORDER BY code_set, valid_from, id
