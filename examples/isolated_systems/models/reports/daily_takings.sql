MODEL (
  name @{gateway}_reports.daily_takings,
  kind FULL,
  description 'Takings per day, so far, and against the day before.',
  grain sailed_on,
  audits (
    not_null(columns := (sailed_on, weather)),
    unique_values(columns := (sailed_on))
  )
);

WITH per_day AS (
  SELECT
    t.sailed_on,
    SUM(t.tickets) AS tickets,
    SUM(t.takings_cents) AS takings_cents
  FROM @IF(@gateway = 'production', prod_ferries, dev_ferries).sailing_totals AS t
  GROUP BY
    t.sailed_on
), with_weather AS (
  SELECT
    d.sailed_on,
    d.tickets,
    d.takings_cents,
    CASE WHEN w.knots IS NULL THEN 'calm' ELSE 'windy' END AS weather
  FROM per_day AS d
  LEFT JOIN @IF(@gateway = 'production', prod_ferries, dev_ferries).windy_days AS w
    ON w.measured_on = d.sailed_on
)
SELECT
  x.sailed_on,
  x.weather,
  x.tickets,
  x.takings_cents,
  SUM(x.takings_cents) OVER (
    ORDER BY x.sailed_on
    ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
  ) AS takings_so_far,
  x.takings_cents - LAG(x.takings_cents) OVER (ORDER BY x.sailed_on) AS change_cents
FROM with_weather AS x
