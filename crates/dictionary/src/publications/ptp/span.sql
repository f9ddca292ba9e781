SELECT (SELECT min(code) FROM ptp_edit WHERE publication = ?1 AND side = 1),
       (SELECT max(code) FROM ptp_edit WHERE publication = ?1 AND side = 1)
