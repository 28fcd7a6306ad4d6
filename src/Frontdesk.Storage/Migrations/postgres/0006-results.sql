-- Orders of tests, results and what providers direct about them, on PostgreSQL.

-- An order of a test, watched until it is reported. Copies are JSON.
create table test_order (
    practice_id text not null,
    id text not null,
    row_version bigint not null,
    patient_id text not null,
    practitioner_id text not null,
    code text not null,
    is_stat boolean not null,
    copy_to text not null,
    status text not null,
    ordered_at bigint not null,
    collected_at bigint,
    watch_from_at bigint not null,
    chases integer not null,
    needs_provider boolean not null,
    primary key (practice_id, id)
);
create index test_order_by_patient on test_order (practice_id, patient_id, code);

-- A result of one filler order. What is known of it, what was found, and the attempts to reach the patient are JSON.
create table diagnostic_result (
    practice_id text not null,
    id text not null,
    row_version bigint not null,
    sender text not null,
    filler_order text not null,
    parent_filler_order text,
    code text not null,
    order_id text,
    patient_id text,
    practitioner_id text,
    copy_to text not null,
    state text not null,
    version integer not null,
    content_hash text not null,
    observations text not null,
    report_status text not null,
    reported_at bigint not null,
    received_at bigint not null,
    version_at bigint not null,
    reports integer not null,
    keys text not null,
    matches integer not null,
    findings text not null,
    severity text not null,
    severity_floor text not null,
    is_sensitive boolean not null,
    is_corrected boolean not null,
    approval text,
    draft text,
    draft_version integer,
    decisions integer not null,
    released_at bigint,
    hold_until_at bigint,
    critical_since_at bigint,
    critical_known_at bigint,
    critical_known_by_id text,
    contacts text not null,
    outreach_from_at bigint,
    informed_version integer,
    acknowledged_at bigint,
    acknowledged_by text,
    follow_up text not null,
    follow_up_done_at bigint,
    closed_at bigint,
    closing text,
    asked text not null,
    primary key (practice_id, id)
);
create unique index diagnostic_result_by_filler on diagnostic_result (practice_id, sender, filler_order);
create index diagnostic_result_by_patient on diagnostic_result (practice_id, patient_id, received_at);
create index diagnostic_result_by_state on diagnostic_result (practice_id, state, received_at);

-- A report as it arrived. Rows are only ever added; a number is given once.
create table result_report (
    practice_id text not null,
    result_id text not null,
    number integer not null,
    row_version bigint not null,
    version integer not null,
    predecessor integer,
    effect text not null,
    status text not null,
    reported_at bigint not null,
    received_at bigint not null,
    said text not null,
    known text not null,
    content_hash text not null,
    about text not null,
    source text,
    foreign key (practice_id, result_id) references diagnostic_result (practice_id, id),
    primary key (practice_id, result_id, number)
);

-- A provider's direction about one version. Rows are only ever added.
create table result_decision (
    practice_id text not null,
    result_id text not null,
    number integer not null,
    row_version bigint not null,
    version integer not null,
    content_hash text not null,
    outcome text not null,
    by_id text not null,
    text text,
    hold_reason text,
    hold_until_at bigint,
    standing_order text,
    decided_at bigint not null,
    foreign key (practice_id, result_id) references diagnostic_result (practice_id, id),
    primary key (practice_id, result_id, number)
);

-- What the practice holds of a test. Limits and expected texts are JSON.
create table test_rule (
    practice_id text not null,
    code text not null,
    row_version bigint not null,
    name text not null,
    thresholds text,
    expected_texts text not null,
    is_sensitive boolean not null,
    primary key (practice_id, code)
);

-- Limits of a test that were set for one patient.
create table patient_test_rule (
    practice_id text not null,
    patient_id text not null,
    code text not null,
    row_version bigint not null,
    thresholds text not null,
    set_by text not null,
    primary key (practice_id, patient_id, code)
);

-- A provider's signed word that normal results of a test may be released.
create table standing_order (
    practice_id text not null,
    practitioner_id text not null,
    code text not null,
    row_version bigint not null,
    signed_at bigint not null,
    expires_at bigint not null,
    revoked_at bigint,
    primary key (practice_id, practitioner_id, code)
);

-- Reports and decisions are only ever added to.
create trigger result_report_refuses_change before update or delete on result_report
    for each row execute function refuse_change();

create trigger result_decision_refuses_change before update or delete on result_decision
    for each row execute function refuse_change();

alter table test_order enable row level security;
alter table test_order force row level security;
create policy of_practice on test_order
    using (practice_id = current_setting('frontdesk.practice_id', true))
    with check (practice_id = current_setting('frontdesk.practice_id', true));

alter table diagnostic_result enable row level security;
alter table diagnostic_result force row level security;
create policy of_practice on diagnostic_result
    using (practice_id = current_setting('frontdesk.practice_id', true))
    with check (practice_id = current_setting('frontdesk.practice_id', true));

alter table result_report enable row level security;
alter table result_report force row level security;
create policy of_practice on result_report
    using (practice_id = current_setting('frontdesk.practice_id', true))
    with check (practice_id = current_setting('frontdesk.practice_id', true));

alter table result_decision enable row level security;
alter table result_decision force row level security;
create policy of_practice on result_decision
    using (practice_id = current_setting('frontdesk.practice_id', true))
    with check (practice_id = current_setting('frontdesk.practice_id', true));

alter table test_rule enable row level security;
alter table test_rule force row level security;
create policy of_practice on test_rule
    using (practice_id = current_setting('frontdesk.practice_id', true))
    with check (practice_id = current_setting('frontdesk.practice_id', true));

alter table patient_test_rule enable row level security;
alter table patient_test_rule force row level security;
create policy of_practice on patient_test_rule
    using (practice_id = current_setting('frontdesk.practice_id', true))
    with check (practice_id = current_setting('frontdesk.practice_id', true));

alter table standing_order enable row level security;
alter table standing_order force row level security;
create policy of_practice on standing_order
    using (practice_id = current_setting('frontdesk.practice_id', true))
    with check (practice_id = current_setting('frontdesk.practice_id', true));
