-- To whom a result came and whom it left: who said so, and by which identifiers (domain.md section 3 and 5).
alter table diagnostic_result add column patient_changes text not null default '[]';
