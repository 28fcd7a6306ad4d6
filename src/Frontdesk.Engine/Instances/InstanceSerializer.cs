using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Bookmarks;
using Frontdesk.Engine.Execution;
using Frontdesk.Engine.Expressions;

namespace Frontdesk.Engine.Instances;

/// <summary>Writes what an instance needs to go on as compact JSON, and reads it again.</summary>
internal static class InstanceSerializer
{
    private static readonly JsonWriterOptions Options = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    internal static byte[] Write(WorkflowExecutionContext instance)
    {
        var buffer = _buffer ??= new ArrayBufferWriter<byte>(2048);
        buffer.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteNumber("n", instance.NextContextId);
            if (instance.TriggerActivityId is { } trigger)
                json.WriteString("t", trigger);
            if (instance.ParentBookmarkId is { } parent)
                json.WriteString("pb", parent);
            WriteMap(json, "i", instance.Input);
            WriteMap(json, "o", instance.Output);
            if (instance.Outputs is { Count: > 0 } outputs)
                WriteMap(json, "ao", outputs);
            if (instance.LastResult is not null && instance.Workflow.TracksOutputs)
            {
                json.WritePropertyName("lr");
                WriteValue(json, instance.LastResult);
            }

            if (instance.Incidents.Count > 0)
                WriteIncidents(json, instance.Incidents);
            if (instance.RootContext is { } root)
            {
                json.WriteStartArray("c");
                if (instance.Status == WorkflowStatus.Running)
                    WriteContext(json, root);
                else
                    WriteContextAlone(json, root);
                WriteLoose(json, instance);
                json.WriteEndArray();
            }

            if (instance.Bookmarks.Count > 0)
                WriteBookmarks(json, instance.Bookmarks);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    internal static void Read(WorkflowExecutionContext instance, ReadOnlyMemory<byte> state)
    {
        using var document = JsonDocument.Parse(state, Values.Deep);
        var root = document.RootElement;
        instance.NextContextId = root.GetProperty("n").GetInt64();
        instance.TriggerActivityId = Text(root, "t");
        instance.ParentBookmarkId = Text(root, "pb");
        instance.Input = ReadMap(root, "i");
        foreach (var (name, value) in ReadMap(root, "o"))
            instance.Output[name] = value;
        if (root.TryGetProperty("ao", out _))
            instance.RestoreOutputs(ReadMap(root, "ao"));
        if (root.TryGetProperty("lr", out var last))
            instance.LastResult = ReadValue(last);
        if (root.TryGetProperty("x", out var incidents))
        {
            foreach (var x in incidents.EnumerateArray())
                instance.Incidents.Add(new Incident(x[0].GetString()!, x[1].GetString()!, x[2].GetString()!, x[3].GetString()!, x[4].GetString()!, DateTimeOffset.FromUnixTimeMilliseconds(x[5].GetInt64())));
        }

        var contexts = new Dictionary<long, ActivityExecutionContext>();
        if (root.TryGetProperty("c", out var list))
        {
            foreach (var item in list.EnumerateArray())
                ReadContext(instance, item, contexts);
        }

        if (root.TryGetProperty("b", out var bookmarks))
        {
            foreach (var b in bookmarks.EnumerateArray())
                ReadBookmark(instance, b, contexts);
        }
    }

    private static void WriteIncidents(Utf8JsonWriter json, IEnumerable<Incident> incidents)
    {
        json.WriteStartArray("x");
        foreach (var incident in incidents)
        {
            json.WriteStartArray();
            json.WriteStringValue(incident.Id);
            json.WriteStringValue(incident.ActivityId);
            json.WriteStringValue(incident.ActivityType);
            json.WriteStringValue(incident.Kind);
            json.WriteStringValue(incident.Message);
            json.WriteNumberValue(incident.At.ToUnixTimeMilliseconds());
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static void WriteBookmarks(Utf8JsonWriter json, IReadOnlyList<Bookmark> bookmarks)
    {
        json.WriteStartArray("b");
        foreach (var bookmark in bookmarks)
        {
            json.WriteStartArray();
            json.WriteStringValue(bookmark.Id);
            json.WriteNumberValue(bookmark.Context.Id);
            json.WriteStringValue(bookmark.Stimulus);
            json.WriteNumberValue(bookmark.DueAt?.ToUnixTimeMilliseconds() ?? 0);
            json.WriteStringValue(bookmark.Callback);
            json.WriteBooleanValue(bookmark.AutoBurn);
            json.WriteStringValue(bookmark.TaskId);
            json.WriteStringValue(bookmark.Metadata);
            json.WriteNumberValue(bookmark.CreatedAt.ToUnixTimeMilliseconds());
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static void ReadBookmark(WorkflowExecutionContext instance, JsonElement b, Dictionary<long, ActivityExecutionContext> contexts)
    {
        if (!contexts.TryGetValue(b[1].GetInt64(), out var context))
            return;
        var due = b[3].GetInt64();
        instance.RestoreBookmark(new Bookmark
        {
            Id = b[0].GetString()!,
            Context = context,
            Stimulus = b[2].GetString()!,
            DueAt = due == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(due),
            Callback = b[4].GetString(),
            AutoBurn = b[5].GetBoolean(),
            TaskId = b[6].GetString(),
            Metadata = b[7].GetString(),
            CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(b[8].GetInt64()),
        });
    }

    private static void WriteContext(Utf8JsonWriter json, ActivityExecutionContext context)
    {
        WriteContextAlone(json, context);
        foreach (var child in context.Children)
            WriteContext(json, child);
    }

    /// <summary>
    /// Steps that wait below one that is done already: it was done while they were on their way, e.g. a fork whose first branch
    /// was faster. They are written with what holds them, so that they go on as if they had stayed in memory.
    /// </summary>
    private static void WriteLoose(Utf8JsonWriter json, WorkflowExecutionContext instance)
    {
        HashSet<ActivityExecutionContext>? written = null;
        foreach (var bookmark in instance.Bookmarks)
        {
            if (IsLoose(bookmark.Context))
                WriteWithHolders(json, bookmark.Context, written ??= [.. Subtree(instance.RootContext)]);
        }
    }

    private static bool IsLoose(ActivityExecutionContext context)
    {
        for (var holder = context.ParentActivityExecutionContext; holder is not null; holder = holder.ParentActivityExecutionContext)
        {
            if (holder.Status is ActivityStatus.Completed or ActivityStatus.Canceled)
                return true;
        }

        return false;
    }

    private static void WriteWithHolders(Utf8JsonWriter json, ActivityExecutionContext context, HashSet<ActivityExecutionContext> written)
    {
        if (written.Contains(context))
            return;
        if (context.ParentActivityExecutionContext is { } holder)
            WriteWithHolders(json, holder, written);
        if (written.Contains(context))
            return;
        written.UnionWith(Subtree(context));
        WriteContext(json, context);
    }

    private static IEnumerable<ActivityExecutionContext> Subtree(ActivityExecutionContext context) => context.Children.SelectMany(Subtree).Prepend(context);

    private static void WriteContextAlone(Utf8JsonWriter json, ActivityExecutionContext context)
    {
        json.WriteStartObject();
        json.WriteNumber("i", context.Id);
        if (context.ParentActivityExecutionContext is { } parent)
            json.WriteNumber("p", parent.Id);
        json.WriteString("a", context.Activity.Key);
        if (context.Status != ActivityStatus.Running)
            json.WriteNumber("s", (int)context.Status);
        if (context.Callback is { } callback)
            json.WriteString("k", callback.Method.Name);
        if (context.Tag is { } tag)
            json.WriteString("g", tag);
        if (context.HasPosition)
            json.WriteNumber("o", context.Position);
        if (context.IsBreaking)
            json.WriteBoolean("x", true);
        if (context.VariableValues is { } values)
            WriteVariables(json, context.Activity.Variables, values);
        if (context.DynamicVariables is { Count: > 0 } dynamic)
            WriteMap(json, "d", dynamic);
        if (context.HasProperties)
            WriteMap(json, "r", new Dictionary<string, object?>(context.Properties, StringComparer.Ordinal));
        if (context.Tokens is { Count: > 0 } tokens)
            WriteTokens(json, tokens, context.WorkflowExecutionContext.Workflow);
        json.WriteEndObject();
    }

    private static void WriteVariables(Utf8JsonWriter json, VariableDeclaration[] declared, object?[] values)
    {
        var any = false;
        for (var i = 0; i < values.Length; i++)
        {
            if (Equals(values[i], declared[i].Default))
                continue;
            if (!any)
                json.WriteStartObject("v");
            any = true;
            json.WritePropertyName(declared[i].Id);
            WriteValue(json, values[i]);
        }

        if (any)
            json.WriteEndObject();
    }

    private static void WriteTokens(Utf8JsonWriter json, List<FlowToken> tokens, CompiledWorkflow workflow)
    {
        json.WriteStartArray("f");
        foreach (var token in tokens)
        {
            json.WriteStringValue(workflow.Activities[token.From].Key);
            json.WriteStringValue(workflow.Activities[token.To].Key);
            json.WriteStringValue(token.Port);
            json.WriteNumberValue((token.Consumed ? 1 : 0) + (token.Blocked ? 2 : 0));
        }

        json.WriteEndArray();
    }

    private static void ReadContext(WorkflowExecutionContext instance, JsonElement item, Dictionary<long, ActivityExecutionContext> contexts)
    {
        var key = item.GetProperty("a").GetString()!;
        var activity = instance.Workflow.Find(key) ?? throw new InvalidOperationException($"Instance {instance.Id} stands at the step '{key}', which its definition version does not have.");
        var parent = item.TryGetProperty("p", out var p) ? contexts[p.GetInt64()] : null;
        var context = new ActivityExecutionContext(item.GetProperty("i").GetInt64(), instance, activity, parent)
        {
            Status = item.TryGetProperty("s", out var s) ? (ActivityStatus)s.GetInt32() : ActivityStatus.Running,
            Tag = Text(item, "g"),
            IsBreaking = item.TryGetProperty("x", out _),
        };
        contexts[context.Id] = context;
        if (parent is null)
            instance.RootContext = context;
        else if (context.Status == ActivityStatus.Running)
            parent.RunningChildren++;
        else if (context.Status == ActivityStatus.Faulted)
            parent.FaultedChildren++;
        else
            parent.ClearChild(context);
        if (Text(item, "k") is { } callback && parent is not null)
            context.Callback = parent.Activity.CompletionCallback(callback);
        if (item.TryGetProperty("o", out var position))
            context.Position = position.GetInt32();
        if (item.TryGetProperty("v", out var variables) && context.VariableValues is { } values)
        {
            for (var i = 0; i < values.Length; i++)
            {
                if (variables.TryGetProperty(activity.Variables[i].Id, out var value))
                    values[i] = ReadValue(value);
            }
        }

        if (item.TryGetProperty("d", out _))
            context.DynamicVariables = ReadMap(item, "d");
        foreach (var (name, value) in ReadMap(item, "r"))
            context.SetProperty(name, value);
        if (item.TryGetProperty("f", out var tokens))
            ReadTokens(instance, context, tokens);
    }

    private static void ReadTokens(WorkflowExecutionContext instance, ActivityExecutionContext context, JsonElement tokens)
    {
        context.Tokens = [];
        for (var i = 0; i + 3 < tokens.GetArrayLength(); i += 4)
        {
            var from = instance.Workflow.Find(tokens[i].GetString()!);
            var to = instance.Workflow.Find(tokens[i + 1].GetString()!);
            var flags = tokens[i + 3].GetInt32();
            if (from is not null && to is not null)
                context.Tokens.Add(new FlowToken(from.Index, to.Index, tokens[i + 2].GetString()!) { Consumed = (flags & 1) != 0, Blocked = (flags & 2) != 0 });
        }
    }

    private static void WriteMap(Utf8JsonWriter json, string name, IEnumerable<KeyValuePair<string, object?>> map)
    {
        var any = false;
        foreach (var (key, value) in map)
        {
            if (!any)
                json.WriteStartObject(name);
            any = true;
            json.WritePropertyName(key);
            WriteValue(json, value);
        }

        if (any)
            json.WriteEndObject();
    }

    private static Dictionary<string, object?> ReadMap(JsonElement parent, string name)
    {
        var map = new Dictionary<string, object?>(StringComparer.Ordinal);
        if (parent.TryGetProperty(name, out var o))
        {
            foreach (var property in o.EnumerateObject())
                map[property.Name] = ReadValue(property.Value);
        }

        return map;
    }

    /// <summary>Plain JSON where the type shows by itself; <c>{"$": type, "v": value}</c> where it does not.</summary>
    private static void WriteValue(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                return;
            case string s:
                json.WriteStringValue(s);
                return;
            case bool b:
                json.WriteBooleanValue(b);
                return;
            case int i:
                json.WriteNumberValue(i);
                return;
            case JsonNode node:
                json.WriteStartObject();
                json.WriteString("$", "j");
                json.WritePropertyName("v");
                node.WriteTo(json);
                json.WriteEndObject();
                return;
        }

        var (type, text) = value switch
        {
            long l => ("l", l.ToString(CultureInfo.InvariantCulture)),
            double d => ("d", d.ToString("R", CultureInfo.InvariantCulture)),
            decimal m => ("m", m.ToString(CultureInfo.InvariantCulture)),
            DateTimeOffset at => ("t", at.ToString("O", CultureInfo.InvariantCulture)),
            TimeSpan span => ("s", span.ToString("c", CultureInfo.InvariantCulture)),
            Guid guid => ("g", guid.ToString()),
            _ => ("o", string.Empty),
        };
        json.WriteStartObject();
        json.WriteString("$", type.Equals("o", StringComparison.Ordinal) ? "j" : type);
        json.WritePropertyName("v");
        if (type.Equals("o", StringComparison.Ordinal))
            (Values.ToJson(value) ?? JsonValue.Create(string.Empty))!.WriteTo(json);
        else
            json.WriteStringValue(text);
        json.WriteEndObject();
    }

    private static object? ReadValue(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                return element.GetString();
            case JsonValueKind.True:
                return true;
            case JsonValueKind.False:
                return false;
            case JsonValueKind.Number:
                return element.TryGetInt32(out var i) ? (object)i : element.GetDouble();
            case JsonValueKind.Object when element.TryGetProperty("$", out var type):
                var v = element.GetProperty("v");
                return type.GetString() switch
                {
                    "l" => long.Parse(v.GetString()!, CultureInfo.InvariantCulture),
                    "d" => double.Parse(v.GetString()!, CultureInfo.InvariantCulture),
                    "m" => decimal.Parse(v.GetString()!, CultureInfo.InvariantCulture),
                    "t" => DateTimeOffset.Parse(v.GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
                    "s" => TimeSpan.ParseExact(v.GetString()!, "c", CultureInfo.InvariantCulture),
                    "g" => Guid.Parse(v.GetString()!),
                    _ => JsonNode.Parse(v.GetRawText(), documentOptions: Values.Deep),
                };
            default:
                return null;
        }
    }

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() : null;
}
