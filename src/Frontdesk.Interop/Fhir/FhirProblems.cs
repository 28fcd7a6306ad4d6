using System.Text.RegularExpressions;
using Hl7.Fhir.Serialization;
using Hl7.Fhir.Utility;
using Hl7.Fhir.Validation;

namespace Frontdesk.Interop.Fhir;

/// <summary>
/// Says what FHIR's rules have against a resource. The library's own words quote the value, which may identify a patient;
/// these never do.
/// </summary>
internal static partial class FhirProblems
{
    /// <summary>The problem as an element of the bundle and a reason.</summary>
    /// <param name="problem">What the library found.</param>
    /// <param name="resourcePath">Where the resource is, e.g. <c>Bundle.entry[3].resource</c>.</param>
    public static RefusedException Refuse(CodedException problem, string resourcePath)
    {
        var found = problem as ExtendedCodedException;
        var words = found?.BaseErrorMessage ?? string.Empty;
        var path = PathOf(found?.InstancePath, resourcePath);
        return problem.ErrorCode switch
        {
            CodedValidationException.UNKNOWN_RESOURCE_TYPE_CODE or CodedValidationException.WRONG_CASED_RESOURCE_TYPE_CODE =>
                new RefusedException($"{path}.resourceType", "FHIR R4 has no such resource."),
            FhirJsonException.NO_RESOURCETYPE_PROPERTY_CODE or FhirJsonException.RESOURCETYPE_SHOULD_BE_STRING_CODE =>
                new RefusedException($"{path}.resourceType", "A resource says its type."),
            FhirJsonException.DUPLICATE_PROPERTY_CODE =>
                new RefusedException($"{path}.{Sayable.Name(Quoted().Match(words).Groups["text"].Value)}", "The element is there twice."),
            _ => new RefusedException(path, Reason(problem.ErrorCode, words)),
        };
    }

    private static string Reason(string code, string words) => code switch
    {
        CodedValidationException.LITERAL_INVALID_CODE or CodedValidationException.INCORRECT_LITERAL_VALUE_TYPE_CODE => LiteralOf().Match(words).Groups["type"].Value switch
        {
            "date" => "Not a date of the form YYYY, YYYY-MM or YYYY-MM-DD.",
            "dateTime" => "Not a moment of the form YYYY-MM-DDThh:mm:ss+zz:zz, nor a date.",
            "instant" => "Not a moment of the form YYYY-MM-DDThh:mm:ss.sss+zz:zz.",
            "id" => "Not an id: 1 to 64 letters, digits, - and dots.",
            "string" => "Not a text, or an empty one.",
            { Length: > 0 } type => $"Not a value of the type {Sayable.Name(type)}.",
            _ => "Not a value of the element's type.",
        },
        CodedValidationException.INVALID_CODED_VALUE_CODE when ValueSet().Match(words) is { Success: true } set =>
            $"Not a code of {Sayable.Name(set.Groups["name"].Value)}.",
        CodedValidationException.INVALID_CODED_VALUE_CODE => "Not one of the element's codes.",
        CodedValidationException.MANDATORY_ELEMENT_MUST_BE_PRESENT_CODE => "The element is missing.",
        CodedValidationException.INCORRECT_CARDINALITY_MIN_CODE or CodedValidationException.INCORRECT_CARDINALITY_MAX_CODE => "There are too few or too many of it.",
        CodedValidationException.UNKNOWN_ELEMENT_CODE or CodedValidationException.WRONG_CASED_ELEMENT_CODE => "FHIR R4 has no such element here.",
        CodedValidationException.PROPERTY_TYPE_MISMATCH_CODE => "A list stands where one value belongs, or one value where a list belongs.",
        CodedValidationException.CHOICE_TYPE_NOT_ALLOWED_CODE or FhirJsonException.CHOICE_ELEMENT_MUST_HAVE_SUFFIX_CODE => "The element cannot be of this type.",
        CodedValidationException.ELEMENT_CANNOT_BE_EMPTY_CODE or FhirJsonException.OBJECTS_CANNOT_BE_EMPTY_CODE or FhirJsonException.ARRAYS_CANNOT_BE_EMPTY_CODE =>
            "The element is there but empty.",
        FhirJsonException.EXPECTED_PRIMITIVE_NOT_NULL_CODE or FhirJsonException.PRIMITIVE_ARRAYS_ONLY_NULL_CODE => "A null is not a value: leave the element out.",
        _ => $"FHIR's rules forbid this ({code}).",
    };

    // The library says Patient.birthDate or $this.birthDate where we say Bundle.entry[3].resource.birthDate.
    private static string PathOf(string? path, string resourcePath)
    {
        if (string.IsNullOrEmpty(path) || !Element().IsMatch(path))
            return resourcePath;

        var dot = path.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? resourcePath : resourcePath + path[dot..];
    }

    [GeneratedRegex(@"^[$A-Za-z_]{1,64}(\.[A-Za-z_]{1,64}(\[[0-9]{1,9}\])?)*$", RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex Element();

    [GeneratedRegex("duplicate property '(?<text>[A-Za-z_]{1,64})'", RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex Quoted();

    [GeneratedRegex("literal for an? (?<type>[A-Za-z0-9]{1,30})\\.?$", RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex LiteralOf();

    [GeneratedRegex("for valueset '(?<name>[A-Za-z]{1,64})'\\.?$", RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex ValueSet();
}
