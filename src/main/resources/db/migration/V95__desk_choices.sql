-- What somebody chose for the pages: columns, filters and sort of each list, keys on or off.
create table desk_choice (
  account varchar(100) not null,
  name varchar(100) not null,
  chosen varchar(2000) not null,
  primary key (account, name)
);

-- Lists with a name. A shared one is seen by whoever reaches the partner of the person who shared it.
create table saved_view (
  id varchar(36) primary key,
  account varchar(100) not null,
  partner_id varchar(60),
  name varchar(80) not null,
  shared boolean not null,
  query varchar(2000) not null,
  created_at timestamp with time zone not null
);
create index saved_view_account_ix on saved_view (account);
create index saved_view_shared_ix on saved_view (shared, partner_id);

-- Who stands in for whom, and how long.
create table absence (
  id varchar(36) primary key,
  account varchar(100) not null,
  substitute varchar(100) not null,
  starts_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  entered_by varchar(100) not null,
  entered_at timestamp with time zone not null
);
create index absence_substitute_ix on absence (substitute, ends_at);
create index absence_account_ix on absence (account, ends_at);
