-- Files that go along with a ticket's case at Microsoft
create table case_attachment (
  id varchar(36) primary key,
  ticket bigint not null,
  name varchar(150) not null,
  size_bytes integer not null,
  content bytea not null,
  added_by varchar(100) not null,
  added_at timestamp with time zone not null,
  constraint case_attachment_name_uq unique (ticket, name)
);
create index case_attachment_ticket_ix on case_attachment (ticket, added_at);
