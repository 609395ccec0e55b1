-- What Partner Center told by webhook: kept when its signature was checked, followed up afterwards, because a notice
-- names a resource and does not show it. The id follows from the content, so that what comes twice is one row.
create table partner_notice (
  id varchar(64) primary key,
  connection varchar(60) not null,
  name varchar(100) not null,
  resource_uri varchar(2000) not null,
  changed_at timestamp with time zone,
  received_at timestamp with time zone not null,
  state varchar(12) not null,
  attempts integer default 0 not null,
  due_at timestamp with time zone not null,
  taken_until timestamp with time zone,
  outcome varchar(500)
);
create index partner_notice_due_ix on partner_notice (state, due_at);
create index partner_notice_received_ix on partner_notice (received_at);

-- What one node at a time does: it has the row until the time is over, and nobody has anything to do before it is due.
create table microsoft_turn (
  name varchar(120) primary key,
  due_at timestamp with time zone not null,
  taken_until timestamp with time zone
);

-- Names of the Entra roles that a delegated admin relationship tells by their id
create table entra_role (
  id varchar(36) primary key,
  name varchar(100) not null,
  source varchar(200) not null
);
insert into entra_role values ('62e90394-69f5-4237-9190-012177145e10', 'Global administrator', 'Microsoft Entra: built-in roles');
insert into entra_role values ('f023fd81-a637-4b56-95fd-791ac0226033', 'Service support administrator', 'Microsoft Entra: built-in roles');
insert into entra_role values ('729827e3-9c14-49f7-bb1b-9608f156bbb8', 'Helpdesk administrator', 'Microsoft Entra: built-in roles');
insert into entra_role values ('f2ef992c-3afb-46b9-b7cf-a126ee74c451', 'Global reader', 'Microsoft Entra: built-in roles');
insert into entra_role values ('88d8e3e3-8f55-4a1e-953a-9b9898b8876b', 'Directory readers', 'Microsoft Entra: built-in roles');
insert into entra_role values ('b0f54661-2d74-4c50-afa3-1ec803f12efe', 'Billing administrator', 'Microsoft Entra: built-in roles');
insert into entra_role values ('44367163-eba1-44c3-98af-f5787879f96a', 'Dynamics 365 administrator', 'Microsoft Entra: built-in roles');
insert into entra_role values ('11648597-926c-4cf3-9c36-bcebb0ba8dcc', 'Power Platform administrator', 'Microsoft Entra: built-in roles');
insert into entra_role values ('29232cdf-9323-42fd-ade2-1d097af3e4de', 'Exchange administrator', 'Microsoft Entra: built-in roles');
