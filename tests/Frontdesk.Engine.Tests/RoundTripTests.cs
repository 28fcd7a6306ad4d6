using System.Text.Json.Nodes;
using CsCheck;
using Frontdesk.Engine.Definitions;
using Xunit;

namespace Frontdesk.Engine.Tests;

public sealed class RoundTripTests
{
    private static readonly string[] Managed = ["id", "version", "isLatest", "isPublished", "createdAt"];

    private static readonly Gen<JsonNode?> Value = Gen.OneOf(
        Gen.String[Gen.Char.AlphaNumeric, 0, 12].Select(s => (JsonNode?)JsonValue.Create(s)),
        Gen.Const((JsonNode?)JsonValue.Create("ö — \"quoted\" \\ 😀")),
        Gen.Int.Select(i => (JsonNode?)JsonValue.Create(i)),
        Gen.Bool.Select(b => (JsonNode?)JsonValue.Create(b)),
        Gen.Double[-1e9, 1e9].Select(d => (JsonNode?)JsonValue.Create(d)),
        Gen.Const((JsonNode?)null),
        Gen.Int[0, 3].Select(n => (JsonNode?)new JsonArray([.. Enumerable.Range(0, n).Select(i => (JsonNode)i)])),
        Gen.Int[0, 3].Select(n => (JsonNode?)new JsonObject(Enumerable.Range(0, n).Select(i => KeyValuePair.Create($"k{i}", (JsonNode?)$"v{i}")))));

    [Fact]
    public void Every_sample_survives_reading_and_writing()
    {
        var samples = Recorded.All("samples");
        Assert.NotEmpty(samples);
        foreach (var (where, json) in samples.Concat(Recorded.Own()))
        {
            Assert.True(JsonNode.DeepEquals(json, Recorded.Written(json).Json), where);
            Assert.True(JsonNode.DeepEquals(json, WorkflowDefinition.Parse(new WorkflowDefinition(json).ToIndentedJson()).Json), where);
        }
    }

    [Fact]
    public void Unknown_properties_anywhere_survive_reading_and_writing()
    {
        var samples = Recorded.All("samples").Concat(Recorded.All("conformance")).Concat(Recorded.Own()).ToList();
        Gen.Select(Gen.Int[0, samples.Count - 1], Gen.Select(Gen.Int[0, 10_000], Value).Array[1, 8]).Sample(
            (which, additions) =>
            {
                var json = Inject(samples[which].Json, additions);
                return JsonNode.DeepEquals(json, Recorded.Written(json).Json);
            },
            iter: 500);
    }

    [Fact]
    public async Task Unknown_properties_survive_draft_publication_and_the_database()
    {
        var samples = Recorded.All("conformance").Concat(Recorded.Own()).ToList();
        await using var practice = await TestPractice.OpenAsync();
        var count = 0;
        await Gen.Select(Gen.Int[0, samples.Count - 1], Gen.Select(Gen.Int[0, 10_000], Value).Array[1, 8]).SampleAsync(
            async (which, additions) =>
            {
                var json = Inject(samples[which].Json, additions);
                json["definitionId"] = $"d{Interlocked.Increment(ref count)}";
                var found = await practice.Pumped(practice.Engine.ExecuteAsync((burst, _, _) =>
                {
                    var draft = practice.Engine.Definitions.SaveDraft(burst, new WorkflowDefinition(json));
                    practice.Engine.Definitions.Publish(burst, draft.DefinitionId);
                    return ValueTask.FromResult(practice.Engine.Definitions.Find(burst, draft.DefinitionId, published: true)!.Json);
                }));
                return JsonNode.DeepEquals(Unmanaged(json), Unmanaged(found!));
            },
            iter: 60,
            threads: 1);
    }

    private static JsonObject Unmanaged(JsonObject json)
    {
        var copy = (JsonObject)json.DeepClone();
        foreach (var name in Managed)
            copy.Remove(name);
        return copy;
    }

    /// <summary>Adds properties that no program knows to objects chosen by number, wherever they are.</summary>
    private static JsonObject Inject(JsonObject source, (int Where, JsonNode? Value)[] additions)
    {
        var json = (JsonObject)source.DeepClone();
        var objects = Objects(json).ToList();
        for (var i = 0; i < additions.Length; i++)
            objects[additions[i].Where % objects.Count][$"x-unknown-{i}"] = additions[i].Value?.DeepClone();
        return json;
    }

    // Values that a script or a variable computes with are left alone: there an addition would be a different workflow.
    private static IEnumerable<JsonObject> Objects(JsonNode? node) => node switch
    {
        JsonObject json => json.Where(p => p.Key is not ("value" or "expression")).SelectMany(p => Objects(p.Value)).Prepend(json),
        JsonArray array => array.SelectMany(Objects),
        _ => [],
    };
}
