MODEL (
  name @IF(@gateway = 'production', prod_ferries, dev_ferries).sailing_totals,
  kind FULL,
  description 'One row per sailing: who came, and what they paid.',
  grain sailing_id,
  audits (
    not_null(columns := (sailing_id, tickets, takings_cents)),
    unique_values(columns := (sailing_id)),
    no_boat_is_overfull
  )
);

SELECT
  s.sailing_id,
  s.sailed_on,
  s.route,
  s.boat,
  s.seats,
  COUNT(f.ticket_id) AS tickets,
  COALESCE(SUM(f.charged_cents), 0) AS takings_cents
FROM @IF(@gateway = 'production', prod_ferries, dev_ferries).sailings AS s
LEFT JOIN @IF(@gateway = 'production', prod_ferries, dev_ferries).fares AS f
  ON f.sailing_id = s.sailing_id
GROUP BY
  s.sailing_id,
  s.sailed_on,
  s.route,
  s.boat,
  s.seats
