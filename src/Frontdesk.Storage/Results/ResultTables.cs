using System.Linq.Expressions;
using Frontdesk.Domain;
using Frontdesk.Domain.Results;
using Frontdesk.Storage.Mapping;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Frontdesk.Storage.Results;

#pragma warning disable CA1812 // Found by ITableMapping.
/// <summary>The tables of orders and results.</summary>
internal sealed class ResultTables : ITableMapping
{
    public void Map(PracticeDbContext context, ModelBuilder model)
    {
        context.Owned<TestOrder>(model, order => order.HasKey(one => new { one.PracticeId, one.Id }));
        context.Owned<DiagnosticResult>(model, result =>
        {
            result.HasKey(one => new { one.PracticeId, one.Id });
            result.Ignore(one => one.Course);
        });
        context.Owned<ResultReport>(model, report => report.HasKey(one => new { one.PracticeId, one.Result, one.Number }));
        context.Owned<ResultDecision>(model, decision => decision.HasKey(one => new { one.PracticeId, one.Result, one.Number }));
        context.Owned<TestRule>(model, rule => rule.HasKey(one => new { one.PracticeId, one.Code }));
        context.Owned<PatientTestRule>(model, rule => rule.HasKey(one => new { one.PracticeId, one.Patient, one.Code }));
        context.Owned<StandingOrder>(model, order => order.HasKey(one => new { one.PracticeId, one.Practitioner, one.Code }));

        PracticeDbContext.Json<TestOrder, IReadOnlyList<PractitionerId>>(model, one => one.CopyTo);
        PracticeDbContext.Json<DiagnosticResult, IReadOnlyList<PractitionerId>>(model, one => one.CopyTo);
        PracticeDbContext.Json<DiagnosticResult, IReadOnlyList<Observation>>(model, one => one.Observations);
        PracticeDbContext.Json<DiagnosticResult, IReadOnlyList<Finding>>(model, one => one.Findings);
        PracticeDbContext.Json<DiagnosticResult, IReadOnlyList<ResultContact>>(model, one => one.Contacts);
        PracticeDbContext.Json<DiagnosticResult, IReadOnlyList<PatientChange>>(model, one => one.PatientChanges);
        PracticeDbContext.Json<DiagnosticResult, IReadOnlyList<string>>(model, one => one.Keys);
        PracticeDbContext.Json<DiagnosticResult, IReadOnlyList<string>>(model, one => one.Asked);
        PracticeDbContext.Json<ResultReport, IReadOnlyList<Observation>>(model, one => one.Said);
        PracticeDbContext.Json<ResultReport, IReadOnlyList<Observation>>(model, one => one.Known);
        PracticeDbContext.Json<ResultReport, NamedPatient>(model, one => one.About);
        PracticeDbContext.Json<TestRule, IReadOnlyList<string>>(model, one => one.ExpectedTexts);
        PracticeDbContext.Json<PatientTestRule, TestThresholds>(model, one => one.Thresholds);
        Optional<DiagnosticResult, ResultApproval>(model, one => one.Approval);
        Optional<TestRule, TestThresholds>(model, one => one.Thresholds);
    }

    private static void Optional<TEntity, TValue>(ModelBuilder model, Expression<Func<TEntity, TValue?>> property)
        where TEntity : class
        where TValue : class =>
        model.Entity<TEntity>().Property(property).HasConversion((ValueConverter)new JsonColumnConverter<TValue>(), new JsonColumnComparer<TValue>());
}
