-- Partner Center knows each contract and each relationship by an id of its own.
alter table contract add column id varchar(100);
update contract set id = customer_id;
alter table contract alter column id set not null;
alter table contract add constraint contract_id_uq unique (id);
alter table delegated_access add column id varchar(100);
update delegated_access set id = customer_id;
alter table delegated_access alter column id set not null;
alter table delegated_access add constraint delegated_access_id_uq unique (id);
