SELECT number, action, after AS moment
FROM pick_list_step
WHERE undone
ORDER BY number
LIMIT 1
