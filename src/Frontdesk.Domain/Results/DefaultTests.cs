namespace Frontdesk.Domain.Results;

/// <summary>
/// The tests that ship with limits [K]: adult values in common US units. A practice sets its own beside them; a laboratory's
/// range is used for whatever is not here.
/// </summary>
public static class DefaultTests
{
    private static readonly Dictionary<string, (string Name, TestThresholds Limits)> Measured = new(StringComparer.Ordinal)
    {
        ["2823-3"] = ("Potassium", new("mmol/L", 3.5m, 5.1m, 2.8m, 6.2m)),
        ["2951-2"] = ("Sodium", new("mmol/L", 135m, 145m, 120m, 160m)),
        ["2345-7"] = ("Glucose", new("mg/dL", 70m, 99m, 45m, 450m)),
        ["2160-0"] = ("Creatinine", new("mg/dL", 0.5m, 1.3m, CriticalHigh: 7.5m)),
        ["17861-6"] = ("Calcium", new("mg/dL", 8.5m, 10.5m, 6.5m, 13m)),
        ["718-7"] = ("Hemoglobin", new("g/dL", 12m, 17.5m, 7m, 20m)),
        ["6690-2"] = ("White blood cells", new("10*3/uL", 4m, 11m, 1.5m, 40m)),
        ["777-3"] = ("Platelets", new("10*3/uL", 150m, 450m, 30m, 1000m)),
        ["6301-6"] = ("INR", new("{INR}", 0.8m, 1.2m, CriticalHigh: 5m)),
        ["10839-9"] = ("Troponin I", new("ng/mL", High: 0.04m, CriticalHigh: 0.4m)),
        ["4548-4"] = ("Hemoglobin A1c", new("%", 4m, 5.6m)),
        ["3016-3"] = ("TSH", new("m[IU]/L", 0.4m, 4.5m)),
        ["2093-3"] = ("Cholesterol", new("mg/dL", High: 199m)),
        ["13457-7"] = ("LDL cholesterol", new("mg/dL", High: 129m)),
    };

    // Malignancy, HIV, pregnancy and its loss, genetics of disease: told by a clinician whatever the value is.
    private static readonly Dictionary<string, string> Sensitive = new(StringComparer.Ordinal)
    {
        ["56888-1"] = "HIV 1 and 2",
        ["20447-9"] = "HIV 1 viral load",
        ["7917-8"] = "HIV 1 antibody",
        ["21198-7"] = "Pregnancy hormone",
        ["19080-1"] = "Pregnancy hormone",
        ["22637-3"] = "Pathology report",
        ["11526-1"] = "Pathology report",
        ["60567-5"] = "Pathology report",
        ["33717-0"] = "Cervical cytology",
        ["2857-1"] = "PSA",
        ["21636-6"] = "BRCA1 gene",
        ["21640-8"] = "BRCA2 gene",
    };

    /// <summary>The codes that ship with a rule.</summary>
    public static IEnumerable<string> Codes => Measured.Keys.Concat(Sensitive.Keys);

    /// <summary>What patients call a shipped test; null when it is not one.</summary>
    public static string? NameOf(string code) =>
        Measured.TryGetValue(code, out var measured) ? measured.Name : Sensitive.GetValueOrDefault(code);

    /// <summary>The shipped rule of a test; null when there is none.</summary>
    public static TestRule? Find(PracticeId practice, string code)
    {
        if (Measured.TryGetValue(code, out var measured))
        {
            var rule = new TestRule(practice, code, measured.Name);
            rule.Limit(measured.Limits);
            return rule;
        }

        if (!Sensitive.TryGetValue(code, out var name))
            return null;

        var sensitive = new TestRule(practice, code, name);
        sensitive.Protect();
        return sensitive;
    }
}
