using System.Reflection;
using Frontdesk.Activities.Messages;
using Frontdesk.Activities.Referrals;
using Frontdesk.Activities.Safety;
using Frontdesk.Domain.Notices;
using Frontdesk.Domain.Referrals;
using Frontdesk.Domain.Results;
using Frontdesk.Engine.Analysis;
using Frontdesk.Engine.Analysis.Rules;
using Frontdesk.Engine.Outbox;
using Frontdesk.Engine.Tasks;
using Microsoft.Extensions.DependencyInjection;

namespace Frontdesk.Activities;

/// <summary>Adds the front office's activities to a host.</summary>
public static class ActivitiesRegistration
{
    /// <summary>The assembly whose activities workflows may use.</summary>
    public static Assembly Assembly => typeof(ActivitiesRegistration).Assembly;

    /// <summary>The rules that every workflow has to hold to before it is published.</summary>
    public static IReadOnlyList<IDefinitionRule> SafetyRules { get; } =
        [new ResultsAreApproved(), new MessagesHavePermission(), new WaitsHaveDeadlines(), new LoopsRest(), new MessagesKeepPatientDataOut(), new EffectsAreNamedAnew()];

    /// <summary>Adds what the activities need besides the records.</summary>
    public static IServiceCollection AddFrontdeskActivities(this IServiceCollection services) =>
        services.AddScoped<IOutcomeListener, MessageOutcomes>().AddScoped<IBusinessCalendar, OpeningHoursCalendar>()
            .AddScoped<ICaseMessages, ReferralMessages>()
            .AddSingleton<INoticeCheck, ReferralNoticeCheck>()
            .AddSingleton<INoticeCheck, ResultNoticeCheck>()
            .AddSafetyRules();

    /// <summary>Adds the rules that every workflow has to hold to before it is published.</summary>
    public static IServiceCollection AddSafetyRules(this IServiceCollection services)
    {
        foreach (var rule in SafetyRules)
            services.AddSingleton(rule);
        return services;
    }
}
