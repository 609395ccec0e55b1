-- The work list is read in the order of its due times, and a search finds a ticket by its description.
create index ticket_due_ix on ticket (due_at, number);
create index ticket_description_ix on ticket (description_id);
