namespace Frontdesk.Interop.Tests;

/// <summary>Bundles as text, so that a test can break them anywhere.</summary>
internal static class Bundle
{
    public const string Secret = "Zebulon";

    public static string Of(params string[] entries) => Typed("transaction", entries);

    public static string Typed(string type, params string[] entries) =>
        $$"""{"resourceType":"Bundle","type":"{{type}}","entry":[{{string.Join(',', entries)}}]}""";

    public static string Entry(string fullUrl, string resource) =>
        $$$"""{"fullUrl":"{{{fullUrl}}}","resource":{{{resource}}},"request":{"method":"POST","url":"x"}}""";

    public static string Patient(
        string urn = "urn:uuid:p1",
        string mrn = "1",
        string family = Secret,
        string given = "Ana",
        string born = "1980-05-04",
        string more = "") =>
        Entry(urn, $$$"""{"resourceType":"Patient","identifier":[{"type":{"coding":[{"code":"MR"}]},"system":"urn:mrn","value":"{{{mrn}}}"}],"name":[{"use":"official","family":"{{{family}}}","given":["{{{given}}}"]}],"gender":"female","birthDate":"{{{born}}}"{{{more}}}}""");

    public static string Observation(string urn = "urn:uuid:o1", string patient = "urn:uuid:p1", string value = "1.0", string more = "") =>
        Entry(urn, $$$"""{"resourceType":"Observation","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"8302-2","display":"Body Height"}]},"subject":{"reference":"{{{patient}}}"},"effectiveDateTime":"2020-01-08T23:31:18-05:00","valueQuantity":{"value":{{{value}}}}{{{more}}}}""");

    public static string Telecom(string system, string value, string use = "home") => $$"""{"system":"{{system}}","value":"{{value}}","use":"{{use}}"}""";
}
