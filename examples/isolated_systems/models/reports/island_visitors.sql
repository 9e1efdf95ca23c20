MODEL (
  name @{gateway}_reports.island_visitors,
  kind VIEW,
  description 'Where passengers go, and by how much an island leads the next one.',
  grain island
);

WITH arrivals AS (
  SELECT
    p.island,
    COUNT(f.ticket_id) AS visitors
  FROM @{gateway}_raw.ports AS p
  LEFT JOIN @{gateway}_raw.sailings AS s
    ON s.to_port = p.port_id
  LEFT JOIN @IF(@gateway = 'production', prod_ferries, dev_ferries).fares AS f
    ON f.sailing_id = s.sailing_id AND f.fare <> 'bicycle'
  GROUP BY
    p.island
)
SELECT
  a.island,
  a.visitors,
  a.visitors - LAG(a.visitors) OVER (ORDER BY a.visitors, a.island) AS ahead_of_next
FROM arrivals AS a
