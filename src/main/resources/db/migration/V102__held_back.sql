-- What somebody ordered and may still undo. The words are a message that nobody but the author sees yet.
alter table message add column held boolean default false not null;
create table held_back (
  id varchar(36) primary key,
  ticket bigint not null,
  kind varchar(12) not null,
  message varchar(36),
  actor varchar(60) not null,
  source varchar(200),
  due_at timestamp with time zone not null,
  failed varchar(2000)
);
create index held_back_due_ix on held_back (due_at);
create index held_back_ticket_ix on held_back (ticket);
