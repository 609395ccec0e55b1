-- A parked event that ends becomes a dead letter with the bytes and headers it came with, and goes to the topic of its way.
alter table inbox add column original_headers text;
alter table inbox add column original bytea;
alter table inbox add column record_key bytea;
alter table inbox add column topic varchar(200);
alter table inbox add column topic_partition integer;
alter table inbox add column topic_offset bigint;
