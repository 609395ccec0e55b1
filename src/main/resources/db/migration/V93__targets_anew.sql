-- A changed contract may mean other targets: they are asked anew before the ticket's clocks are computed.
alter table clock_alarm add column targets boolean default false not null;
