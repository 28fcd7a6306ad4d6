namespace Frontdesk.Web.Reading.Stored;

/// <summary>
/// What an instance <c>i</c> is about: its correlation id names a patient <c>p</c>, or a visit <c>a</c>, a referral, a result
/// or a test order and so its patient, or an item of the stock <c>s</c>, or a purchase, a transfer or an alert of it.
/// </summary>
internal static class InstanceSubject
{
    /// <summary>The joins that find it.</summary>
    public const string Joins =
        """
        left join appointment a on a.practice_id = i.practice_id and a.id = i.correlation_id
        left join referral f on f.practice_id = i.practice_id and f.id = i.correlation_id
        left join diagnostic_result x on x.practice_id = i.practice_id and x.id = i.correlation_id
        left join test_order o on o.practice_id = i.practice_id and o.id = i.correlation_id
        left join purchase w on w.practice_id = i.practice_id and w.id = i.correlation_id
        left join patient p on p.practice_id = i.practice_id and p.id = coalesce(a.patient_id, f.patient_id, x.patient_id, o.patient_id, i.correlation_id)
        left join stock_transfer m on m.practice_id = i.practice_id and m.id = i.correlation_id
        left join supply_alert l on l.practice_id = i.practice_id and l.key = i.correlation_id
        left join supply_item s on s.practice_id = i.practice_id and s.id = coalesce(w.item_id, m.item_id, l.item_id, i.correlation_id)
        """;
}
