AUDIT (
  name no_boat_is_overfull
);

-- A row that comes back is a sailing with more tickets than seats.
SELECT
  sailing_id,
  tickets,
  seats
FROM @this_model
WHERE
  tickets > seats
