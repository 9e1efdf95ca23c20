MODEL (
  name @IF(@gateway = 'production', prod_ferries, dev_ferries).windy_days,
  kind VIEW,
  description 'Days on which the wind was strong in some port.',
  grain measured_on,
  audits (
    unique_values(columns := (measured_on))
  )
);

SELECT
  w.measured_on,
  MAX(w.knots) AS knots,
  @IF(@gateway = 'production', 'measured', 'invented') AS quality
FROM harbour.wind AS w
GROUP BY
  w.measured_on
HAVING
  MAX(w.knots) >= @strong_wind
