-- What other organisations told the practice, kept as it was received, on SQLite.

-- A received record: its content is JSON compressed with Brotli; what lists and look-ups need stands beside it.
create table received_record (
    practice_id text not null,
    id text not null,
    row_version integer not null,
    kind text not null,
    source text not null,
    patient_id text,
    practitioner_id text,
    code text,
    display text,
    effective_on text,
    received_at integer not null,
    content_hash text not null,
    packed blob not null,
    primary key (practice_id, id)
) strict;
create index received_record_by_patient on received_record (practice_id, patient_id, kind, effective_on);
create index received_record_by_source on received_record (practice_id, kind, source);

create index practitioner_by_npi on practitioner (practice_id, npi);
