using Fluid;
using Fluid.Ast;
using Fluid.Values;

namespace Frontdesk.Engine.Expressions;

/// <summary>
/// Keeps one rendering of a Liquid template within the limits of scripts: time, size of every text it makes, length of
/// ranges. Fluid itself bounds steps and recursion only.
/// </summary>
internal sealed class LiquidLimits(ScriptLimits limits, TimeProvider time)
{
    private const string Key = "limits";
    private const int MaxRange = 100_000;
    private readonly long _start = time.GetTimestamp();

    /// <summary>The longest text, in characters.</summary>
    internal int MaxChars { get; } = (int)Math.Clamp(limits.MemoryBytes / 32, 1_000, 4_000_000);

    /// <summary>The options that all templates share; what differs is set on each context.</summary>
    internal static TemplateOptions CreateOptions()
    {
        var options = new TemplateOptions { MaxRecursion = 100, TimeZone = TimeZoneInfo.Utc };
        options.Filters.AddFilter("base64", (input, _, _) => new StringValue(Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(input.ToStringValue()))));
        options.Filters.AddFilter("keys", (input, _, _) => input.ToObjectValue() is IFluidIndexable map ? new ArrayValue([.. map.Keys.Select(key => new StringValue(key))]) : EmptyValue.Instance);
        foreach (var (name, filter) in options.Filters.ToArray())
            options.Filters.AddFilter(name, (input, arguments, context) => RunFilterAsync(name, filter, input, arguments, context));
        options.Assigned = (_, value, context) => new ValueTask<FluidValue>(Of(context).Checked(value));
        options.Captured = (_, value, context) => new ValueTask<FluidValue>(Of(context).Checked(value));
        return options;
    }

    /// <summary>Makes every range of the template check its length before it is built.</summary>
    internal static IFluidTemplate Limit(IFluidTemplate template) => new RangeRewriter().VisitTemplate(template);

    internal void AttachTo(TemplateContext context)
    {
        context.AmbientValues[Key] = this;
        context.MaxSteps = Math.Min(limits.MaxStatements, 100_000);
    }

    internal void CheckTime()
    {
        if (time.GetElapsedTime(_start) > limits.Timeout)
            throw new ScriptException("The Liquid template was stopped: it ran too long. Shorten its loops.");
    }

    internal void CheckLength(long length)
    {
        if (length > MaxChars)
            throw new ScriptException("The Liquid template was stopped: it made a text that is too long. Shorten its loops.");
    }

    private static LiquidLimits Of(TemplateContext context) => (LiquidLimits)context.AmbientValues[Key];

    private static async ValueTask<FluidValue> RunFilterAsync(string name, FilterDelegate filter, FluidValue input, FilterArguments arguments, TemplateContext context)
    {
        var limits = Of(context);
        limits.CheckTime();
        if (name is "replace" && arguments.Count > 1)
        {
            var text = input.ToStringValue();
            limits.CheckLength(text.Length + (text.AsSpan().Count(arguments.At(0).ToStringValue()) * (long)arguments.At(1).ToStringValue().Length));
        }
        else if (name is "join" && input is ArrayValue array)
        {
            limits.CheckLength(array.Values.Count * (long)arguments.At(0).ToStringValue().Length);
        }

        return limits.Checked(await filter(input, arguments, context));
    }

    private FluidValue Checked(FluidValue value)
    {
        CheckTime();
        if (value is StringValue text)
            CheckLength(text.ToStringValue().Length);
        else if (value is ArrayValue array)
            CheckLength(array.Values.Count);
        return value;
    }

    private sealed class RangeRewriter : AstRewriter
    {
        protected override Fluid.Ast.Expression VisitRangeExpression(RangeExpression rangeExpression) => new BoundedRange(rangeExpression);
    }

    private sealed class BoundedRange(RangeExpression range) : Fluid.Ast.Expression
    {
        public override async ValueTask<FluidValue> EvaluateAsync(TemplateContext context)
        {
            var from = (await range.From.EvaluateAsync(context)).ToNumberValue();
            var to = (await range.To.EvaluateAsync(context)).ToNumberValue();
            if (to - from > MaxRange)
                throw new ScriptException($"The Liquid template was stopped: a range may have {MaxRange} numbers at most. Shorten it.");
            return await range.EvaluateAsync(context);
        }
    }
}

/// <summary>Collects what a template writes, up to the limit.</summary>
internal sealed class BoundedWriter(LiquidLimits limits) : StringWriter(System.Globalization.CultureInfo.InvariantCulture)
{
    public override void Write(char value)
    {
        Grow(1);
        base.Write(value);
    }

    public override void Write(char[] buffer, int index, int count)
    {
        Grow(count);
        base.Write(buffer, index, count);
    }

    public override void Write(ReadOnlySpan<char> buffer)
    {
        Grow(buffer.Length);
        base.Write(buffer);
    }

    public override void Write(string? value)
    {
        Grow(value?.Length ?? 0);
        base.Write(value);
    }

    public override Task WriteAsync(char value)
    {
        Write(value);
        return Task.CompletedTask;
    }

    public override Task WriteAsync(string? value)
    {
        Write(value);
        return Task.CompletedTask;
    }

    public override Task WriteAsync(char[] buffer, int index, int count)
    {
        Write(buffer, index, count);
        return Task.CompletedTask;
    }

    public override Task WriteAsync(ReadOnlyMemory<char> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return Task.CompletedTask;
    }

    private void Grow(int by)
    {
        limits.CheckTime();
        limits.CheckLength(GetStringBuilder().Length + (long)by);
    }
}
