SELECT axis_value.meaning
FROM axis_value
JOIN code ON code.id = axis_value.code
WHERE code.system = ?1 AND code.code = ?2 AND axis_value.place = ?3 AND axis_value.character = ?4
