MODEL (
  name @{gateway}_reports.busiest_routes,
  kind VIEW,
  description 'Routes by the number of their tickets.',
  grain route,
  audits (
    unique_values(columns := (route))
  )
);

WITH per_route AS (
  SELECT
    t.route,
    COUNT(*) AS sailings,
    SUM(t.tickets) AS tickets
  FROM @IF(@gateway = 'production', prod_ferries, dev_ferries).sailing_totals AS t
  GROUP BY
    t.route
)
SELECT
  RANK() OVER (ORDER BY r.tickets DESC) AS place,
  r.route,
  r.sailings,
  r.tickets
FROM per_route AS r
