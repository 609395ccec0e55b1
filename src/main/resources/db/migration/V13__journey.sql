-- What anybody may ask of an event: at which step it was applied, what it waits for, how often it came again.
alter table inbox add column step varchar(30);
alter table inbox add column waits_for varchar(120);
alter table inbox add column duplicates integer default 0 not null;
alter table inbox add column last_seen_at timestamp with time zone;
create index inbox_park_until_ix on inbox (result, park_until);
create index dead_letter_event_ix on dead_letter (source, event_id);
