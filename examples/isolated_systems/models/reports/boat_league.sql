MODEL (
  name @{gateway}_reports.boat_league,
  kind FULL,
  description 'How full each boat sails, and its best day.',
  grain boat,
  audits (
    not_null(columns := (boat, best_day)),
    unique_values(columns := (boat))
  )
);

WITH ranked AS (
  SELECT
    t.boat,
    t.sailed_on,
    t.tickets,
    t.seats,
    ROW_NUMBER() OVER (
      PARTITION BY t.boat
      ORDER BY t.takings_cents DESC, t.sailing_id
    ) AS place
  FROM @IF(@gateway = 'production', prod_ferries, dev_ferries).sailing_totals AS t
)
SELECT
  r.boat,
  SUM(r.tickets) AS tickets,
  ROUND(100.0 * SUM(r.tickets) / SUM(r.seats), 1) AS percent_full,
  MAX(CASE WHEN r.place = 1 THEN r.sailed_on END) AS best_day
FROM ranked AS r
GROUP BY
  r.boat
