-- Frontdesk's domain tables on PostgreSQL. Moments are milliseconds since 1970 (UTC), days and wall times ISO text,
-- codes text. The practice leads every key and index.

create extension if not exists btree_gist;

-- A medical practice and the rules its office manager chose.
create table practice (
    practice_id text not null,
    row_version bigint not null,
    name text not null,
    neutral_name text not null,
    default_language text not null,
    reminder_rules text not null,
    primary key (practice_id)
);

-- A patient: who they are, how they may be reached, and who may be told in their place. Lists are JSON.
create table patient (
    practice_id text not null,
    id text not null,
    row_version bigint not null,
    name_given text not null,
    name_family text not null,
    name_preferred text,
    birth_date text not null,
    sex text not null,
    is_deceased boolean not null,
    is_admitted boolean not null,
    is_confidential_adolescent boolean not null,
    needs_interpreter boolean not null,
    language text,
    zone_id text,
    preferred_channel text,
    phones text not null,
    emails text not null,
    consents text not null,
    proxies text not null,
    identifiers text not null,
    primary key (practice_id, id)
);
create index patient_by_name on patient (practice_id, name_family, name_given);
create index patient_by_birth_date on patient (practice_id, birth_date);

-- Who is reached at a number, themselves or by proxy. Kept by triggers from patient.
create table patient_phone (
    practice_id text not null,
    number text not null,
    patient_id text not null,
    foreign key (practice_id, patient_id) references patient (practice_id, id),
    primary key (practice_id, number, patient_id)
);
create index patient_phone_by_patient on patient_phone (practice_id, patient_id);

-- Who carries an external id. Kept by triggers from patient; one id belongs to one patient.
create table patient_identifier (
    practice_id text not null,
    identifier text not null,
    patient_id text not null,
    foreign key (practice_id, patient_id) references patient (practice_id, id),
    primary key (practice_id, identifier)
);
create index patient_identifier_by_patient on patient_identifier (practice_id, patient_id);

-- Someone who sees patients.
create table practitioner (
    practice_id text not null,
    id text not null,
    row_version bigint not null,
    name_given text not null,
    name_family text not null,
    name_preferred text,
    npi text,
    specialty text not null,
    is_sensitive_specialty boolean not null,
    is_part2_programme boolean not null,
    absences text not null,
    primary key (practice_id, id)
);

-- A place where patients are seen.
create table location (
    practice_id text not null,
    id text not null,
    row_version bigint not null,
    name text not null,
    zone_id text not null,
    call_back_phone text not null,
    opening_hours text not null,
    holidays text not null,
    primary key (practice_id, id)
);

-- A kind of visit that the practice books.
create table visit_type (
    practice_id text not null,
    id text not null,
    row_version bigint not null,
    name text not null,
    duration_ms bigint not null,
    needs_preparation boolean not null,
    is_for_new_patients boolean not null,
    is_sensitive_specialty boolean not null,
    is_part2_programme boolean not null,
    primary key (practice_id, id)
);

-- A visit with one patient and one practitioner. Moving it makes a new version.
create table appointment (
    practice_id text not null,
    id text not null,
    row_version bigint not null,
    patient_id text not null,
    practitioner_id text not null,
    location_id text not null,
    visit_type_id text not null,
    status text not null,
    version integer not null,
    start_at bigint not null,
    zone_id text not null,
    local_start text not null,
    duration_ms bigint not null,
    booked_at bigint,
    confirmed_at bigint,
    is_same_day boolean not null,
    is_confidential boolean not null,
    cancellation_reason text,
    primary key (practice_id, id)
);
create index appointment_by_patient on appointment (practice_id, patient_id, start_at);
create index appointment_by_practitioner on appointment (practice_id, practitioner_id, start_at);
create index appointment_by_start on appointment (practice_id, start_at);

-- One appointment's hold on one exclusive resource. Two active holds never overlap.
create table booking (
    practice_id text not null,
    appointment_id text not null,
    kind text not null,
    resource_id text not null,
    appointment_version integer not null,
    start_at bigint not null,
    end_at bigint not null,
    is_active boolean not null,
    check (start_at < end_at),
    constraint booking_conflict exclude using gist (
        practice_id with =, kind with =, resource_id with =, int8range(start_at, end_at) with &&) where (is_active),
    foreign key (practice_id, appointment_id) references appointment (practice_id, id),
    primary key (practice_id, appointment_id, kind, resource_id)
);
create index booking_by_resource on booking (practice_id, kind, resource_id, start_at);

-- A message's words in one language for one channel.
create table message_template (
    practice_id text not null,
    key text not null,
    channel text not null,
    language text not null,
    row_version bigint not null,
    subject text not null,
    text text not null,
    html text,
    primary key (practice_id, key, channel, language)
);

-- Whether a number receives texts at all.
create table opt_out (
    practice_id text not null,
    number text not null,
    row_version bigint not null,
    is_active boolean not null,
    source text not null,
    changed_at bigint not null,
    primary key (practice_id, number)
);

-- The record that someone was told something. The body is not kept here.
create table sent_message (
    practice_id text not null,
    key text not null,
    row_version bigint not null,
    patient_id text not null,
    recipient_id text not null,
    channel text not null,
    address text not null,
    template_key text not null,
    language text not null,
    rule text,
    appointment_id text,
    appointment_version integer not null,
    asks_for_confirmation boolean not null,
    thread text not null,
    segments integer not null,
    sent_at bigint not null,
    outcome text not null,
    provider_id text,
    outcome_code text,
    outcome_at bigint,
    primary key (practice_id, key)
);
create index sent_message_by_recipient on sent_message (practice_id, recipient_id, sent_at);
create index sent_message_by_address on sent_message (practice_id, address, sent_at);
create index sent_message_by_provider_id on sent_message (practice_id, provider_id);

-- One reminder's life, per appointment, version, rule and recipient.
create table reminder (
    practice_id text not null,
    key text not null,
    row_version bigint not null,
    appointment_id text not null,
    appointment_version integer not null,
    patient_id text not null,
    rule text not null,
    recipient_id text not null,
    channel text not null,
    template_key text not null,
    due_at bigint not null,
    state text not null,
    state_at bigint,
    sent_at bigint,
    reason text,
    fallbacks integer not null,
    primary key (practice_id, key)
);
create index reminder_by_appointment on reminder (practice_id, appointment_id);
create index reminder_by_state on reminder (practice_id, state, due_at);

-- Every look at a patient's data. Rows are only ever added.
create table access_log (
    practice_id text not null,
    id text not null,
    row_version bigint not null,
    who text not null,
    purpose text not null,
    patient_id text not null,
    what text not null,
    at bigint not null,
    primary key (practice_id, id)
);
create index access_log_by_patient on access_log (practice_id, patient_id, at);

-- The look-up tables follow the patient's row.
create function patient_lookups() returns trigger language plpgsql as $$
begin
    delete from patient_phone where practice_id = new.practice_id and patient_id = new.id;
    delete from patient_identifier where practice_id = new.practice_id and patient_id = new.id;
    insert into patient_phone (practice_id, number, patient_id)
    select new.practice_id, phone ->> 'number', new.id from jsonb_array_elements(new.phones::jsonb) as phone
    union
    select new.practice_id, proxy -> 'phone' ->> 'number', new.id from jsonb_array_elements(new.proxies::jsonb) as proxy
    where proxy -> 'phone' ->> 'number' is not null;
    insert into patient_identifier (practice_id, identifier, patient_id)
    select new.practice_id, identifier, new.id from jsonb_array_elements_text(new.identifiers::jsonb) as identifier;
    return null;
end
$$;

create trigger patient_lookups_on_insert after insert on patient
    for each row execute function patient_lookups();

create trigger patient_lookups_on_update after update of phones, proxies, identifiers on patient
    for each row when (old.phones <> new.phones or old.proxies <> new.proxies or old.identifiers <> new.identifiers)
    execute function patient_lookups();

-- The audit trail is only ever added to.
create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% is append-only', tg_table_name;
end
$$;

create trigger access_log_refuses_change before update or delete on access_log
    for each row execute function refuse_change();

-- Row-level security: a session sees the practice that it entered, and nothing without one; the owner too.
alter table practice enable row level security;
alter table practice force row level security;
create policy of_practice on practice
    using (practice_id = current_setting('frontdesk.practice_id', true))
    with check (practice_id = current_setting('frontdesk.practice_id', true));

alter table patient enable row level security;
alter table patient force row level security;
create policy of_practice on patient
    using (practice_id = current_setting('frontdesk.practice_id', true))
    with check (practice_id = current_setting('frontdesk.practice_id', true));

alter table patient_phone enable row level security;
alter table patient_phone force row level security;
create policy of_practice on patient_phone
    using (practice_id = current_setting('frontdesk.practice_id', true))
    with check (practice_id = current_setting('frontdesk.practice_id', true));

alter table patient_identifier enable row level security;
alter table patient_identifier force row level security;
create policy of_practice on patient_identifier
    using (practice_id = current_setting('frontdesk.practice_id', true))
    with check (practice_id = current_setting('frontdesk.practice_id', true));

alter table practitioner enable row level security;
alter table practitioner force row level security;
create policy of_practice on practitioner
    using (practice_id = current_setting('frontdesk.practice_id', true))
    with check (practice_id = current_setting('frontdesk.practice_id', true));

alter table location enable row level security;
alter table location force row level security;
create policy of_practice on location
    using (practice_id = current_setting('frontdesk.practice_id', true))
    with check (practice_id = current_setting('frontdesk.practice_id', true));

alter table visit_type enable row level security;
alter table visit_type force row level security;
create policy of_practice on visit_type
    using (practice_id = current_setting('frontdesk.practice_id', true))
    with check (practice_id = current_setting('frontdesk.practice_id', true));

alter table appointment enable row level security;
alter table appointment force row level security;
create policy of_practice on appointment
    using (practice_id = current_setting('frontdesk.practice_id', true))
    with check (practice_id = current_setting('frontdesk.practice_id', true));

alter table booking enable row level security;
alter table booking force row level security;
create policy of_practice on booking
    using (practice_id = current_setting('frontdesk.practice_id', true))
    with check (practice_id = current_setting('frontdesk.practice_id', true));

alter table message_template enable row level security;
alter table message_template force row level security;
create policy of_practice on message_template
    using (practice_id = current_setting('frontdesk.practice_id', true))
    with check (practice_id = current_setting('frontdesk.practice_id', true));

alter table opt_out enable row level security;
alter table opt_out force row level security;
create policy of_practice on opt_out
    using (practice_id = current_setting('frontdesk.practice_id', true))
    with check (practice_id = current_setting('frontdesk.practice_id', true));

alter table sent_message enable row level security;
alter table sent_message force row level security;
create policy of_practice on sent_message
    using (practice_id = current_setting('frontdesk.practice_id', true))
    with check (practice_id = current_setting('frontdesk.practice_id', true));

alter table reminder enable row level security;
alter table reminder force row level security;
create policy of_practice on reminder
    using (practice_id = current_setting('frontdesk.practice_id', true))
    with check (practice_id = current_setting('frontdesk.practice_id', true));

alter table access_log enable row level security;
alter table access_log force row level security;
create policy of_practice on access_log
    using (practice_id = current_setting('frontdesk.practice_id', true))
    with check (practice_id = current_setting('frontdesk.practice_id', true));
