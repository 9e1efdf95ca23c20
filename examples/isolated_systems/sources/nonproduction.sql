-- A few invented readings in place of the harbour office's.
-- No model makes this table, so it has to be there before the models.
CREATE TABLE harbour__wind (port_id INTEGER, measured_on TEXT, knots INTEGER);
INSERT INTO harbour__wind VALUES
  (1, '2026-05-01', 17),
  (1, '2026-05-02', 30),
  (1, '2026-05-03', 43),
  (1, '2026-05-04', 11),
  (1, '2026-05-05', 24),
  (1, '2026-05-06', 37);
