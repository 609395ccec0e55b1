-- Accounts of people: whose data they reach, and passwords that nobody is given by default.
alter table account add column partner_id varchar(60);
alter table account add column email varchar(254);
alter table account add column language varchar(10);
alter table account add column time_zone varchar(60);
alter table account add column partner_center_roles varchar(200);
alter table account add column teams varchar(2000);
alter table account add column active boolean default true not null;
alter table account add column one_time boolean default false not null;
alter table account add column password_until timestamp with time zone;
alter table account alter column password_hash drop not null;

create table team (
  id varchar(60) primary key,
  partner_id varchar(60) references partner (id),
  name varchar(200) not null
);

-- What a queue of the table assign-queue is called, and whose it is
create table work_queue (
  id varchar(60) primary key,
  partner_id varchar(60) references partner (id),
  name varchar(200) not null,
  team_id varchar(60) references team (id)
);

-- Systems that send events: what they may name, send, and for whom. Tokens are kept as digests only.
create table service_account (
  id varchar(60) primary key,
  partner_id varchar(60) references partner (id),
  display_name varchar(200) not null,
  sources varchar(4000) not null,
  types varchar(4000) not null,
  customers varchar(4000) not null,
  active boolean default true not null
);

create table service_token (
  id varchar(36) primary key,
  account varchar(60) not null references service_account (id),
  digest varchar(64) not null unique,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  revoked_at timestamp with time zone
);
create index service_token_account_ix on service_token (account);

-- Contacts keep the ids that partners give them
alter table contact alter column id set data type varchar(60);
alter table ticket alter column contact_id set data type varchar(60);
