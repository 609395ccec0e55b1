-- Words by which people name a service, beside its own name
create table health_service_word (
  service varchar(200) not null,
  word varchar(40) not null,
  source varchar(200) not null,
  primary key (service, word)
);
insert into health_service_word values ('exchange online', 'outlook', 'our own rule');
insert into health_service_word values ('exchange online', 'mailbox', 'our own rule');
insert into health_service_word values ('exchange online', 'mailboxes', 'our own rule');
insert into health_service_word values ('exchange online', 'mailflow', 'our own rule');
insert into health_service_word values ('onedrive for business', 'onedrive', 'our own rule');
insert into health_service_word values ('microsoft intune', 'intune', 'our own rule');
insert into health_service_word values ('identity service', 'entra', 'our own rule');
insert into health_service_word values ('dynamics 365 business central', 'navision', 'our own rule');

-- Tickets that a person took off an issue; the issue is not tied to them again
create table outage_taken_off (
  ticket bigint not null references ticket (number),
  issue_id varchar(100) not null,
  at timestamp with time zone not null,
  actor varchar(100) not null,
  primary key (ticket, issue_id)
);
