using System.ComponentModel;
using Frontdesk.Web.Api;
using Frontdesk.Web.Elsa;
using Microsoft.AspNetCore.Http.Metadata;

namespace Frontdesk.Web.Hosting;

/// <summary>
/// What the compiler generates for a path answers an optional field of the query that does not have its type with a status and
/// nothing else. Here it gets its words, as every other field has them.
/// </summary>
public sealed class UnboundValues(RequestDelegate next)
{
    /// <summary>Lets the request pass and names the field when it was refused without a word.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);
        if (context.Response is not { StatusCode: StatusCodes.Status400BadRequest, HasStarted: false, ContentType: null } || Unbound(context) is not { } field)
            return;
        if (ApiRoutes.Concerns(context))
            await ApiProblems.Unbound(field.Name, field.Value).ExecuteAsync(context);
        else if (ElsaRoutes.Concerns(context))
            await ElsaJson.Refused(StatusCodes.Status400BadRequest, $"The value of '{field.Name}' cannot be used: send what the API describes.").ExecuteAsync(context);
    }

    private static (string Name, string Value)? Unbound(HttpContext context)
    {
        foreach (var parameter in context.GetEndpoint()?.Metadata.GetOrderedMetadata<IParameterBindingMetadata>() ?? [])
        {
            var value = context.Request.Query[parameter.Name].ToString();
            var type = Nullable.GetUnderlyingType(parameter.ParameterInfo.ParameterType) ?? parameter.ParameterInfo.ParameterType;
            if (parameter.HasTryParse && value.Length > 0 && !TypeDescriptor.GetConverter(type).IsValid(value))
                return (parameter.Name, value);
        }

        return null;
    }
}
