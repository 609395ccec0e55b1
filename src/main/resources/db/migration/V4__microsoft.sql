-- What Microsoft publishes of its services' health, by tenant, and what a case package holds.
create table health_issue (
  id varchar(100) primary key,
  title varchar(1000) not null,
  service varchar(200) not null,
  classification varchar(20) not null,
  status varchar(60) not null,
  resolved boolean not null,
  started_at timestamp with time zone,
  modified_at timestamp with time zone,
  issue text not null
);

create table health_issue_tenant (
  issue_id varchar(100) not null references health_issue (id),
  tenant_id varchar(100) not null,
  primary key (issue_id, tenant_id)
);
create index health_issue_tenant_ix on health_issue_tenant (tenant_id);

-- When a tenant's health was last heard of, by service family
create table health_heard (
  tenant_id varchar(100) not null,
  product_family varchar(30) not null,
  heard_at timestamp with time zone not null,
  primary key (tenant_id, product_family)
);

-- Which product family a published service belongs to. Source: Microsoft Graph, serviceHealth service names (2026).
create table health_service (
  service varchar(200) primary key,
  product_family varchar(30) not null,
  source varchar(200) not null
);
insert into health_service values ('exchange online', 'M365', 'Graph serviceHealth');
insert into health_service values ('sharepoint online', 'M365', 'Graph serviceHealth');
insert into health_service values ('onedrive for business', 'M365', 'Graph serviceHealth');
insert into health_service values ('microsoft teams', 'M365', 'Graph serviceHealth');
insert into health_service values ('microsoft 365 suite', 'M365', 'Graph serviceHealth');
insert into health_service values ('microsoft 365 apps', 'M365', 'Graph serviceHealth');
insert into health_service values ('microsoft 365 for the web', 'M365', 'Graph serviceHealth');
insert into health_service values ('office for the web', 'M365', 'Graph serviceHealth');
insert into health_service values ('skype for business', 'M365', 'Graph serviceHealth');
insert into health_service values ('yammer enterprise', 'M365', 'Graph serviceHealth');
insert into health_service values ('microsoft viva', 'M365', 'Graph serviceHealth');
insert into health_service values ('planner', 'M365', 'Graph serviceHealth');
insert into health_service values ('microsoft forms', 'M365', 'Graph serviceHealth');
insert into health_service values ('microsoft defender xdr', 'EMS', 'Graph serviceHealth');
insert into health_service values ('microsoft intune', 'EMS', 'Graph serviceHealth');
insert into health_service values ('microsoft entra', 'EMS', 'Graph serviceHealth');
insert into health_service values ('identity service', 'EMS', 'Graph serviceHealth');
insert into health_service values ('mobile device management for office 365', 'EMS', 'Graph serviceHealth');
insert into health_service values ('azure information protection', 'EMS', 'Graph serviceHealth');
insert into health_service values ('dynamics 365 apps', 'D365_CE', 'Graph serviceHealth');
insert into health_service values ('dynamics 365', 'D365_CE', 'Graph serviceHealth');
insert into health_service values ('dynamics 365 finance', 'D365_FO', 'Graph serviceHealth');
insert into health_service values ('dynamics 365 finance and operations', 'D365_FO', 'Graph serviceHealth');
insert into health_service values ('dynamics 365 supply chain management', 'D365_FO', 'Graph serviceHealth');
insert into health_service values ('dynamics 365 business central', 'BUSINESS_CENTRAL', 'Graph serviceHealth');
insert into health_service values ('business central', 'BUSINESS_CENTRAL', 'Graph serviceHealth');
insert into health_service values ('power apps', 'POWER_PLATFORM', 'Graph serviceHealth');
insert into health_service values ('power apps in microsoft 365', 'POWER_PLATFORM', 'Graph serviceHealth');
insert into health_service values ('microsoft power automate', 'POWER_PLATFORM', 'Graph serviceHealth');
insert into health_service values ('power automate', 'POWER_PLATFORM', 'Graph serviceHealth');
insert into health_service values ('power bi', 'POWER_PLATFORM', 'Graph serviceHealth');
insert into health_service values ('microsoft dataverse', 'POWER_PLATFORM', 'Graph serviceHealth');
insert into health_service values ('azure', 'AZURE', 'Azure Service Health');
insert into health_service values ('app service', 'AZURE', 'Azure Service Health');
insert into health_service values ('virtual machines', 'AZURE', 'Azure Service Health');
insert into health_service values ('storage', 'AZURE', 'Azure Service Health');
insert into health_service values ('sql database', 'AZURE', 'Azure Service Health');
insert into health_service values ('azure sql database', 'AZURE', 'Azure Service Health');
insert into health_service values ('azure functions', 'AZURE', 'Azure Service Health');
insert into health_service values ('azure kubernetes service', 'AZURE', 'Azure Service Health');
insert into health_service values ('network infrastructure', 'AZURE', 'Azure Service Health');
-- A service whose name begins so belongs to the family; the longest beginning wins
insert into health_service values ('azure*', 'AZURE', 'Azure Service Health');
insert into health_service values ('dynamics 365*', 'D365_CE', 'Graph serviceHealth');
insert into health_service values ('power*', 'POWER_PLATFORM', 'Graph serviceHealth');
insert into health_service values ('microsoft*', 'M365', 'Graph serviceHealth');

create table case_package_value (
  ticket bigint not null,
  field varchar(40) not null,
  entered text not null,
  entered_by varchar(100) not null,
  at timestamp with time zone not null,
  primary key (ticket, field)
);
