-- Orders of tests, results and what providers direct about them, on SQLite.

-- An order of a test, watched until it is reported. Copies are JSON.
create table test_order (
    practice_id text not null,
    id text not null,
    row_version integer not null,
    patient_id text not null,
    practitioner_id text not null,
    code text not null,
    is_stat integer not null,
    copy_to text not null,
    status text not null,
    ordered_at integer not null,
    collected_at integer,
    watch_from_at integer not null,
    chases integer not null,
    needs_provider integer not null,
    primary key (practice_id, id)
) strict, without rowid;
create index test_order_by_patient on test_order (practice_id, patient_id, code);

-- A result of one filler order. What is known of it, what was found, and the attempts to reach the patient are JSON.
create table diagnostic_result (
    practice_id text not null,
    id text not null,
    row_version integer not null,
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
    reported_at integer not null,
    received_at integer not null,
    version_at integer not null,
    reports integer not null,
    keys text not null,
    matches integer not null,
    findings text not null,
    severity text not null,
    severity_floor text not null,
    is_sensitive integer not null,
    is_corrected integer not null,
    approval text,
    draft text,
    draft_version integer,
    decisions integer not null,
    released_at integer,
    hold_until_at integer,
    critical_since_at integer,
    critical_known_at integer,
    critical_known_by_id text,
    contacts text not null,
    outreach_from_at integer,
    informed_version integer,
    acknowledged_at integer,
    acknowledged_by text,
    follow_up text not null,
    follow_up_done_at integer,
    closed_at integer,
    closing text,
    asked text not null,
    primary key (practice_id, id)
) strict;
create unique index diagnostic_result_by_filler on diagnostic_result (practice_id, sender, filler_order);
create index diagnostic_result_by_patient on diagnostic_result (practice_id, patient_id, received_at);
create index diagnostic_result_by_state on diagnostic_result (practice_id, state, received_at);

-- A report as it arrived. Rows are only ever added; a number is given once.
create table result_report (
    practice_id text not null,
    result_id text not null,
    number integer not null,
    row_version integer not null,
    version integer not null,
    predecessor integer,
    effect text not null,
    status text not null,
    reported_at integer not null,
    received_at integer not null,
    said text not null,
    known text not null,
    content_hash text not null,
    about text not null,
    source text,
    foreign key (practice_id, result_id) references diagnostic_result (practice_id, id),
    primary key (practice_id, result_id, number)
) strict;

-- A provider's direction about one version. Rows are only ever added.
create table result_decision (
    practice_id text not null,
    result_id text not null,
    number integer not null,
    row_version integer not null,
    version integer not null,
    content_hash text not null,
    outcome text not null,
    by_id text not null,
    text text,
    hold_reason text,
    hold_until_at integer,
    standing_order text,
    decided_at integer not null,
    foreign key (practice_id, result_id) references diagnostic_result (practice_id, id),
    primary key (practice_id, result_id, number)
) strict, without rowid;

-- What the practice holds of a test. Limits and expected texts are JSON.
create table test_rule (
    practice_id text not null,
    code text not null,
    row_version integer not null,
    name text not null,
    thresholds text,
    expected_texts text not null,
    is_sensitive integer not null,
    primary key (practice_id, code)
) strict, without rowid;

-- Limits of a test that were set for one patient.
create table patient_test_rule (
    practice_id text not null,
    patient_id text not null,
    code text not null,
    row_version integer not null,
    thresholds text not null,
    set_by text not null,
    primary key (practice_id, patient_id, code)
) strict, without rowid;

-- A provider's signed word that normal results of a test may be released.
create table standing_order (
    practice_id text not null,
    practitioner_id text not null,
    code text not null,
    row_version integer not null,
    signed_at integer not null,
    expires_at integer not null,
    revoked_at integer,
    primary key (practice_id, practitioner_id, code)
) strict, without rowid;

-- Reports and decisions are only ever added to.
create trigger result_report_refuses_update before update on result_report
begin
    select raise(abort, 'result_report is append-only');
end;

create trigger result_report_refuses_delete before delete on result_report
begin
    select raise(abort, 'result_report is append-only');
end;

create trigger result_decision_refuses_update before update on result_decision
begin
    select raise(abort, 'result_decision is append-only');
end;

create trigger result_decision_refuses_delete before delete on result_decision
begin
    select raise(abort, 'result_decision is append-only');
end;
