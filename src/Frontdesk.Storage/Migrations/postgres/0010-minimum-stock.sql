-- So much of an item is kept whatever the forecast says.
alter table supply_item add column minimum_stock bigint not null default 0;
