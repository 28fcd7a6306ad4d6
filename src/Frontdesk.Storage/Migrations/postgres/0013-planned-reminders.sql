-- The moment for which a reminder was planned: of several that are due at once, the one closest to the visit leaves (domain.md section 2).
alter table reminder add column planned_for_at bigint not null default 0;
update reminder set planned_for_at = due_at;
