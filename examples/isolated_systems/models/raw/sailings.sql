MODEL (
  name @{gateway}_raw.sailings,
  kind SEED (
    path '$root/seeds/sailings.csv'
  ),
  description 'Every crossing that has left port, with its day as ISO 8601 text.',
  columns (
    sailing_id INTEGER,
    boat_id INTEGER,
    from_port INTEGER,
    to_port INTEGER,
    sailed_on TEXT
  ),
  grain sailing_id
);
