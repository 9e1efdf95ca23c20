MODEL (
  name @IF(@gateway = 'production', prod_ferries, dev_ferries).fares,
  kind EMBEDDED,
  description 'What each ticket really cost. No system stores it; it becomes a part of the queries that use it.',
  grain ticket_id
);

@DEF(bicycle_percent, @EVAL(100 - @bicycle_discount));

SELECT
  t.ticket_id,
  t.sailing_id,
  t.fare,
  CASE
    WHEN t.fare = 'bicycle' THEN CAST(ROUND(t.price_cents * @bicycle_percent / 100.0) AS INTEGER)
    ELSE t.price_cents
  END AS charged_cents
FROM @{gateway}_raw.tickets AS t
WHERE
  @AND(t.price_cents > 0, t.ticket_id % @VAR('sample_every', 1) = 0)
