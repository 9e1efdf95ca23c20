MODEL (
  name @{gateway}_raw.tickets,
  kind SEED (
    path '$root/seeds/tickets.csv'
  ),
  description 'Every ticket that was sold, at its printed price.',
  columns (
    ticket_id INTEGER,
    sailing_id INTEGER,
    fare TEXT,
    price_cents INTEGER
  ),
  grain ticket_id
);
