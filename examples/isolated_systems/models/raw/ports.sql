MODEL (
  name @{gateway}_raw.ports,
  kind SEED (
    path '$root/seeds/ports.csv'
  ),
  description 'The four piers that our boats call at.',
  columns (
    port_id INTEGER,
    name TEXT,
    island TEXT
  ),
  grain port_id
);
