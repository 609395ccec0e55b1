-- Until when a claim for a service credit can be filed, and whether somebody was told that the end is near.
create table claim_deadline (
  ticket bigint primary key,
  incident_at timestamp with time zone not null,
  due_at timestamp with time zone not null,
  told_at timestamp with time zone,
  ended_at timestamp with time zone
);
create index claim_deadline_due_ix on claim_deadline (due_at);
