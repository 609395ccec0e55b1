-- Who looks at a ticket just now, and whether they are writing; rows older than a minute mean nothing.
create table presence (
  ticket bigint not null,
  account varchar(100) not null,
  display_name varchar(200) not null,
  writing boolean not null,
  seen_at timestamp with time zone not null,
  primary key (ticket, account)
);
create index presence_seen_ix on presence (seen_at);
