SELECT id FROM encounter
WHERE status NOT IN ('completed', 'exported', 'needs_recoding', 'void')
ORDER BY id
