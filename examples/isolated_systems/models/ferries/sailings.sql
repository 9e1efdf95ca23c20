MODEL (
  name @IF(@gateway = 'production', prod_ferries, dev_ferries).sailings,
  kind VIEW,
  description 'Sailings with the names of their boat and ports.',
  grain sailing_id,
  audits (
    not_null(columns := (sailing_id, route, boat)),
    unique_values(columns := (sailing_id))
  )
);

SELECT
  s.sailing_id,
  s.sailed_on,
  origin.name || ' - ' || goal.name AS route,
  b.name AS boat,
  b.seats
FROM @{gateway}_raw.sailings AS s
JOIN @{gateway}_raw.boats AS b
  ON b.boat_id = s.boat_id
JOIN @{gateway}_raw.ports AS origin
  ON origin.port_id = s.from_port
JOIN @{gateway}_raw.ports AS goal
  ON goal.port_id = s.to_port
