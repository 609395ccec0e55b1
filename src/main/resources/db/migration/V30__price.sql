-- Prices are data: an amount of a currency for each hour, case or month.
alter table delivery drop column price;
alter table delivery add column amount numeric(12, 2);
alter table delivery add column currency varchar(3);
alter table delivery add column unit varchar(5);
