-- What the harbour office of the real system has measured.
-- No model makes this table, so it has to be there before the models.
CREATE TABLE harbour__wind (port_id INTEGER, measured_on TEXT, knots INTEGER);
INSERT INTO harbour__wind VALUES
  (1, '2026-05-01', 44),
  (2, '2026-05-01', 22),
  (4, '2026-05-01', 23),
  (1, '2026-05-02', 16),
  (2, '2026-05-02', 39),
  (4, '2026-05-02', 40),
  (1, '2026-05-03', 33),
  (2, '2026-05-03', 11),
  (4, '2026-05-03', 12),
  (1, '2026-05-04', 5),
  (2, '2026-05-04', 28),
  (4, '2026-05-04', 29),
  (1, '2026-05-05', 22),
  (2, '2026-05-05', 45),
  (4, '2026-05-05', 46),
  (1, '2026-05-06', 39),
  (2, '2026-05-06', 17),
  (4, '2026-05-06', 18);
