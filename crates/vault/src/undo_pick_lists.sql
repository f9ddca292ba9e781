SELECT number, action, before AS moment
FROM pick_list_step
WHERE NOT undone
ORDER BY number DESC
LIMIT 1
