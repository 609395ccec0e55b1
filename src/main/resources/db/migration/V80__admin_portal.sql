-- Where a family of services is administered on a customer's behalf; {tenantId} and {domain} are the customer's.
create table admin_portal (
  product_family varchar(30) primary key,
  label varchar(100) not null,
  pattern varchar(500) not null,
  source varchar(200) not null
);
insert into admin_portal values ('AZURE', 'Azure portal', 'https://portal.azure.com/{domain}', 'Partner Center, report problems on behalf of a customer (2021)');
insert into admin_portal values ('M365', 'Microsoft 365 admin center', 'https://admin.microsoft.com/Partner/BeginClientSession.aspx?CTID={tenantId}&CSDEST=o365admincenter', 'Partner Center, customer service management');
insert into admin_portal values ('EMS', 'Intune admin center', 'https://intune.microsoft.com/{tenantId}', 'Partner Center, customer service management');
insert into admin_portal values ('D365_CE', 'Power Platform admin center', 'https://admin.powerplatform.microsoft.com/account/login/{tenantId}', 'Partner Center, report problems on behalf of a customer (2021)');
insert into admin_portal values ('POWER_PLATFORM', 'Power Platform admin center', 'https://admin.powerplatform.microsoft.com/account/login/{tenantId}', 'Partner Center, report problems on behalf of a customer (2021)');
insert into admin_portal values ('D365_FO', 'Lifecycle Services', 'https://lcs.dynamics.com/', 'Lifecycle Services (own sign-in context)');
insert into admin_portal values ('BUSINESS_CENTRAL', 'Business Central admin center', 'https://businesscentral.dynamics.com/{tenantId}/admin', 'Business Central, administration center');
