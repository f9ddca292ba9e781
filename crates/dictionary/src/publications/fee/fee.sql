SELECT code, modifier, work, practice_non_facility, practice_facility, malpractice, total_non_facility, total_facility,
       conversion_factor, status, global_days, pctc, multiple, bilateral, assistant, co_surgeons, team, endoscopic_base,
       supervision, not_outside_facility, not_in_facility
FROM fee
WHERE publication = ?1 AND code = ?2 AND modifier = ?3
