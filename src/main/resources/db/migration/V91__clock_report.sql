-- The reports read the tickets that a period touches: the open ones by state, the others by their end.
create index ticket_closed_ix on ticket (closed_at);
