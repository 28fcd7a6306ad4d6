-- Supplies, on SQLite.

-- Something that is kept in stock, counted in its base unit. Traits, larger units and seasons are JSON.
create table supply_item (
    practice_id text not null,
    id text not null,
    row_version integer not null,
    name text not null,
    base_unit text not null,
    count_class text not null,
    traits text not null,
    expected_per_day real not null,
    conversions text not null,
    seasons text not null,
    is_active integer not null,
    primary key (practice_id, id)
) strict, without rowid;

-- A room or cupboard where stock is kept.
create table stockroom (
    practice_id text not null,
    id text not null,
    row_version integer not null,
    name text not null,
    demand_share real not null,
    receives integer not null,
    primary key (practice_id, id)
) strict, without rowid;

-- Someone whom the practice buys from.
create table supplier (
    practice_id text not null,
    id text not null,
    row_version integer not null,
    name text not null,
    order_email text not null,
    phone text,
    is_active integer not null,
    primary key (practice_id, id)
) strict, without rowid;

-- What a supplier agreed to for an item. Money is in cents; pack sizes and observed lead times are JSON.
create table supply_contract (
    practice_id text not null,
    item_id text not null,
    supplier_id text not null,
    row_version integer not null,
    sku text not null,
    order_unit text not null,
    price integer not null,
    minimum_packs integer not null,
    allocation_packs integer,
    lead_time_days real not null,
    rank integer not null,
    pack_sizes text not null,
    observed_lead_times text not null,
    primary key (practice_id, item_id, supplier_id)
) strict, without rowid;

-- What a kind of visit usually uses, as JSON.
create table visit_kit (
    practice_id text not null,
    visit_type_id text not null,
    row_version integer not null,
    lines text not null,
    primary key (practice_id, visit_type_id)
) strict, without rowid;

-- The stock ledger. Rows are only ever added; a balance is the sum of its rows.
create table stock_move (
    practice_id text not null,
    id text not null,
    row_version integer not null,
    kind text not null,
    item_id text not null,
    stockroom_id text not null,
    lot text not null,
    expires_on text,
    condition text not null,
    amount integer not null,
    unit text not null,
    by text not null,
    reference text not null,
    visit_id text,
    reason text not null,
    at integer not null,
    primary key (practice_id, id)
) strict, without rowid;
create index stock_move_by_item on stock_move (practice_id, item_id, at);
create index stock_move_by_reference on stock_move (practice_id, reference);
create index stock_move_by_lot on stock_move (practice_id, item_id, lot);

-- Stock that is set aside for a visit.
create table stock_allocation (
    practice_id text not null,
    id text not null,
    row_version integer not null,
    item_id text not null,
    amount integer not null,
    visit_id text not null,
    state text not null,
    changed_at integer not null,
    primary key (practice_id, id)
) strict, without rowid;
create index stock_allocation_by_item on stock_allocation (practice_id, item_id, state);

-- Stock that goes from one room to another. One is under way for each item and room.
create table stock_transfer (
    practice_id text not null,
    id text not null,
    row_version integer not null,
    item_id text not null,
    from_id text not null,
    to_id text not null,
    amount integer not null,
    why text not null,
    state text not null,
    proposed_at integer not null,
    ended_at integer,
    picked_by text not null,
    open_for text,
    primary key (practice_id, id)
) strict, without rowid;
create index stock_transfer_by_item on stock_transfer (practice_id, item_id, proposed_at);
create unique index stock_transfer_open on stock_transfer (practice_id, open_for) where open_for is not null;

-- One purchase of one item from one supplier. Money is in cents; what came, what is charged and the history are JSON. An item has one open proposal.
create table purchase (
    practice_id text not null,
    id text not null,
    row_version integer not null,
    item_id text not null,
    supplier_id text not null,
    destination_id text not null,
    sku text not null,
    order_unit text not null,
    holds integer not null,
    base_unit text not null,
    packs integer not null,
    cancelled_packs integer not null,
    unit_price integer not null,
    status text not null,
    arithmetic text not null,
    requested_by text not null,
    approved_by text not null,
    manager_from integer not null,
    owner_from integer not null,
    proposed_at integer not null,
    ordered_at integer,
    chased_at integer,
    put_away_at integer,
    promised_on text,
    order_paper_id text,
    order_table_id text,
    offer text,
    deliveries text not null,
    deliveries_done integer not null,
    invoices text not null,
    discrepancies text not null,
    signals text not null,
    questions text not null,
    history text not null,
    open_proposal text,
    is_open integer not null,
    primary key (practice_id, id)
) strict, without rowid;
create index purchase_by_item on purchase (practice_id, item_id, is_open);
create index purchase_by_time on purchase (practice_id, proposed_at);
create unique index purchase_open_proposal on purchase (practice_id, open_proposal) where open_proposal is not null;

-- Something about supplies that a person has to look at, by kind, item and place.
create table supply_alert (
    practice_id text not null,
    key text not null,
    row_version integer not null,
    kind text not null,
    item_id text not null,
    place text not null,
    detail text not null,
    is_open integer not null,
    raised_at integer not null,
    closed_at integer,
    outcome text not null,
    primary key (practice_id, key)
) strict, without rowid;
create index supply_alert_by_item on supply_alert (practice_id, item_id, is_open);

-- A recall of a lot, with the visits and patients it was used for as JSON.
create table lot_recall (
    practice_id text not null,
    id text not null,
    row_version integer not null,
    item_id text not null,
    lot text not null,
    reason text not null,
    by text not null,
    recalled_at integer not null,
    set_apart integer not null,
    used integer not null,
    visits text not null,
    patients text not null,
    patients_told_at integer,
    stock_gone_at integer,
    primary key (practice_id, id)
) strict, without rowid;
create index lot_recall_by_lot on lot_recall (practice_id, item_id, lot);

-- The ledger is append-only: what is wrong is corrected by a further row (domain.md §0 rule 6).
create trigger stock_move_is_final before update on stock_move
begin
    select raise(abort, 'stock_move_is_final');
end;
create trigger stock_move_is_kept before delete on stock_move
begin
    select raise(abort, 'stock_move_is_final');
end;
