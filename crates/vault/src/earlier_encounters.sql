SELECT other.*
FROM encounter AS this
JOIN encounter AS other ON other.record_number = this.record_number AND other.id <> this.id
WHERE this.id = ?1 AND this.record_number <> ''
ORDER BY other.service_from DESC, other.id DESC
LIMIT 100
