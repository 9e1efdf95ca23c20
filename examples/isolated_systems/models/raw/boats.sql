MODEL (
  name @{gateway}_raw.boats,
  kind SEED (
    path '$root/seeds/boats.csv'
  ),
  description 'The fleet.',
  columns (
    boat_id INTEGER,
    name TEXT,
    seats INTEGER
  ),
  grain boat_id
);
