-- A record's key is bytes like its value: what is no text, or long, must reach the dead-letter topic too.
alter table outbox drop column record_key;
alter table outbox add column record_key bytea;
