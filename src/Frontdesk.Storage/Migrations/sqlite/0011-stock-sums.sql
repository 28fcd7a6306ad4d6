-- What lies where, kept by the database with every row of the ledger, so that a balance is one row however long the ledger is.
create table stock_sum (
    practice_id text not null,
    item_id text not null,
    stockroom_id text not null,
    lot text not null,
    expires_key text not null,
    condition text not null,
    amount integer not null,
    primary key (practice_id, item_id, stockroom_id, lot, expires_key, condition)
) strict, without rowid;

insert into stock_sum (practice_id, item_id, stockroom_id, lot, expires_key, condition, amount)
select practice_id, item_id, stockroom_id, lot, coalesce(expires_on, ''), condition, sum(amount)
from stock_move
group by practice_id, item_id, stockroom_id, lot, coalesce(expires_on, ''), condition
having sum(amount) <> 0;

create trigger stock_move_is_summed after insert on stock_move
begin
    insert into stock_sum (practice_id, item_id, stockroom_id, lot, expires_key, condition, amount)
    values (new.practice_id, new.item_id, new.stockroom_id, new.lot, coalesce(new.expires_on, ''), new.condition, new.amount)
    on conflict (practice_id, item_id, stockroom_id, lot, expires_key, condition) do update set amount = amount + excluded.amount;
    delete from stock_sum
    where practice_id = new.practice_id and item_id = new.item_id and stockroom_id = new.stockroom_id and lot = new.lot
        and expires_key = coalesce(new.expires_on, '') and condition = new.condition and amount = 0;
end;
