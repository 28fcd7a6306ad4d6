using System.Diagnostics;
using Frontdesk.Engine.Pump;
using Xunit;
using static Frontdesk.Engine.Tests.Given;

namespace Frontdesk.Engine.Tests;

public sealed class ScriptLimitTests
{
    private static readonly EngineOptions Tight = new() { CachedInstances = 0, ScriptLimits = new(TimeSpan.FromSeconds(1), 20_000_000, 1_000_000, 100) };

    public static TheoryData<string> GreedyScripts => [
        "while(true){}",
        "[3,1,2].sort(() => { while(true); })",
        "({ get a() { while(true); } })",
        "let a=[]; while(true) a.push(new Array(1000).fill('x'))",
        "let m=new Map(); for(let i=0;;i++) m.set(i,i)",
        "function* g(){ while(true) yield 1 } [...g()]",
        "(function f(){ f() })()",
        "({ get a() { return this.a } }).a",
        "let o={ toString(){ return '' + this } }; '' + o",
        "new Proxy({}, { get(t,p,r){ return r[p] } }).x",
        "let f='f'; eval(f='eval(f)')",
        "while(true){ try { (function f(){ f() })() } catch(e) {} }",
        "'x'.repeat(500000000)",
        "'x'['rep' + 'eat'](500000000)",
        "'x'.padStart(500000000)",
        "'x'.padEnd(500000000, 'ab')",
        "let s='xxxxxxxxxx'; while(true) s+=s",
        "let s='xxxxxxxxxx'; for(let i=0;i<24;i++) s+=s; s",
        "new Array(1000000000).fill('x')",
        "Array(1e9).join('x')",
        "Array(900000).fill('y'.repeat(500)).join('')",
        "Array(900000).join('x'.repeat(500))",
        "'x'.repeat(1000000).replaceAll('x', 'y'.repeat(500))",
        "'x'.repeat(1000000).replace(/x/g, 'y'.repeat(500))",
        "'x'.repeat(1000000).replace(/.+/, '$&'.repeat(500000))",
        "new Uint8Array(2000000000).fill(1).length",
        "new ArrayBuffer(2000000000).byteLength",
        "10n**10000000n",
        "/^(a+)+$/.test('a'.repeat(40) + '!')",
        "/(x+x+)+y/.exec('x'.repeat(50))",
        "let a=[0]; for(let i=0;i<40;i++) a=[a,a]; a",
        "let a=[0]; for(let i=0;i<40;i++) a=[a,a]; '' + a",
        "let a=[0]; for(let i=0;i<40;i++) a=[a,a]; `${a}`",
        "let a=[0]; for(let i=0;i<40;i++) a=[a,a]; JSON.stringify(a)",
        "let a={}; for(let i=0;i<100000;i++) a={a}; a",
        "let a={}; for(let i=0;i<100000;i++) a={a}; toJson(a)",
    ];

    public static TheoryData<string> GreedyTemplates => [
        "{% for i in (1..1000000000) %}x{% endfor %}",
        "{{ (1..1000000000) | size }}",
        "{% tablerow i in (1..1000000000) %}x{% endtablerow %}",
        "{% for i in (1..90000) %}{% for j in (1..90000) %}{% endfor %}{% endfor %}",
        "{% for i in (1..50000) %}xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx{% endfor %}",
        "{% assign s='xxxxxxxxxxxxxxxxxxxx' %}{% for i in (1..40) %}{% assign s = s | append: s %}{% endfor %}{{ s | size }}",
        "{% assign s=(1..9000) | join: ',' %}{{ s | replace: ',', s }}",
        "{% capture c %}{% for i in (1..50000) %}xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx{% endfor %}{% endcapture %}{{ c | size }}",
    ];

    [Theory]
    [MemberData(nameof(GreedyScripts))]
    public Task A_script_without_measure_ends_as_an_incident_within_its_limits(string code) => EndsAsIncident(Script(code));

    [Theory]
    [MemberData(nameof(GreedyTemplates))]
    public Task A_template_without_measure_ends_as_an_incident_within_its_limits(string template) => EndsAsIncident(Liquid(template));

    [Theory]
    [InlineData("'ab'.repeat(3)", "ababab")]
    [InlineData("'a-b'.replace('-', '+')", "a+b")]
    [InlineData("'a-b-c'.replaceAll('-', '$&$&')", "a--b--c")]
    [InlineData("'2026-03'.replace(/(\\d+)-(\\d+)/, '$2/$1')", "03/2026")]
    [InlineData("'abc'.replace(/b/g, x => x.toUpperCase())", "aBc")]
    [InlineData("[1,[2,3]].join(';')", "1;2,3")]
    [InlineData("'' + [1,2]", "1,2")]
    [InlineData("JSON.stringify({ a: [1, null], b: 'x' })", "{\"a\":[1,null],\"b\":\"x\"}")]
    [InlineData("String(JSON.stringify(undefined))", "undefined")]
    public async Task What_is_guarded_still_works(string code, string expected)
    {
        await using var practice = await TestPractice.OpenAsync(Tight);
        await practice.PublishAsync(Sequence("s", LineOf("a", code)));
        await practice.StartAsync();
        Assert.Equal([expected], practice.Lines());
    }

    [Fact]
    public async Task A_template_writes_its_text_unencoded_and_knows_the_injected_clock()
    {
        await using var practice = await TestPractice.OpenAsync(Tight);
        await practice.PublishAsync(Sequence("s", Step("Elsa.WriteLine", "a", ("text", Liquid("{% for i in (1..3) %}<{{ i }}>{% endfor %} {{ 'now' | date: '%Y-%m-%d' }} {{ 'a,b' | split: ',' | join: '&' }}")))));
        await practice.StartAsync();
        Assert.Equal(["<1><2><3> 2026-03-02 a&b"], practice.Lines());
    }

    private static async Task EndsAsIncident(System.Text.Json.Nodes.JsonObject text)
    {
        await using var practice = await TestPractice.OpenAsync(Tight);
        await practice.PublishAsync(Sequence("s", Step("Elsa.WriteLine", "a", ("text", text))), "greedy");
        await practice.PublishAsync(Sequence("s", Line("a", "well")), "well");
        var watch = Stopwatch.StartNew();
        var both = Task.WhenAll(practice.Engine.StartAsync(new StartRequest("greedy")), practice.Engine.StartAsync(new StartRequest("well")));
        await practice.Engine.DrainAsync();
        await both;
        Assert.Equal(["well"], practice.Lines());
        Assert.Equal(["script"], practice.Column("SELECT kind FROM incident"));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(15), $"took {watch.Elapsed}");
    }
}
