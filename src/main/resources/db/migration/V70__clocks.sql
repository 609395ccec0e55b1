-- Calendars are the partner's own data; a version is a row of its own that names the calendar it is a version of.
create table calendar (
  id varchar(60) primary key,
  partner_id varchar(60) references partner (id),
  name varchar(200) not null,
  time_zone varchar(60) not null,
  hours varchar(4000) not null,
  holidays varchar(4000) not null,
  own_days varchar(4000) not null,
  version_of varchar(60),
  valid_from varchar(10)
);
create index calendar_version_ix on calendar (version_of);

-- Which calendar a partner's desk works by, and by which one a vehicle's business hours are counted.
create table calendar_use (
  id varchar(60) primary key,
  partner_id varchar(60) not null references partner (id),
  vehicle varchar(30),
  calendar_id varchar(60) not null references calendar (id)
);
create index calendar_use_partner_ix on calendar_use (partner_id, vehicle);

alter table contract add column calendar_id varchar(60);
alter table work_queue add column ola_minutes integer;
alter table ticket add column microsoft_clock varchar(20);

-- When to look at a ticket's clocks again. Nothing of the truth is here: the ledger computes it from the timeline.
create table clock_alarm (
  ticket bigint primary key,
  at timestamp with time zone,
  stale boolean default false not null
);
create index clock_alarm_at_ix on clock_alarm (at);
create index clock_alarm_stale_ix on clock_alarm (stale, ticket);
insert into clock_alarm (ticket, at)
  select number, current_timestamp from ticket where state not in ('CLOSED', 'WITHDRAWN', 'MERGED');
