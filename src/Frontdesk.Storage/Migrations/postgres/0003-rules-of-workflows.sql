-- When and how patients are reminded is said by the variables of the workflow that reminds them.
alter table practice drop column reminder_rules;
