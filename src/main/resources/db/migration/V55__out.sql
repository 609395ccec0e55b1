-- Since when a record waits, by the database's own clock, and which node carries the outbox and until when.
alter table outbox add column at timestamp with time zone default current_timestamp not null;
alter table relay_lock add column holder varchar(36);
alter table relay_lock add column held_until timestamp with time zone;
