using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Frontdesk.Web.Elsa;

namespace Frontdesk.Web.Workflows;

/// <summary>Draws a flowchart as it stands on the designer's canvas, as SVG for documentation and pages.</summary>
public static class WorkflowDrawing
{
    private const double Margin = 30;
    private const double LineHeight = 15;

    /// <summary>Draws a definition.</summary>
    /// <param name="json">The definition in Elsa's JSON.</param>
    /// <returns>The picture; null when it is no JSON object, its root is no flowchart, or has no step.</returns>
    public static string? Draw(string json)
    {
        try
        {
            return JsonNode.Parse(json) is JsonObject definition ? Draw(definition) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Draws a definition.</summary>
    /// <param name="definition">The definition in Elsa's JSON; its root is a flowchart.</param>
    /// <returns>The picture; null when the root is no flowchart, or has no step.</returns>
    public static string? Draw(JsonObject definition)
    {
        if (definition["root"] is not JsonObject { } root || root["activities"] is not JsonArray steps || root["connections"] is not JsonArray connections)
            return null;

        // A draft may be drawn that is not right yet: of two steps with one id the first stands.
        var boxes = steps.OfType<JsonObject>().Select(Box.Of).DistinctBy(box => box.Id, StringComparer.Ordinal).ToDictionary(box => box.Id, StringComparer.Ordinal);
        if (boxes.Count == 0)
            return null;

        var (left, top) = (boxes.Values.Min(box => box.X) - Margin, boxes.Values.Min(box => box.Y) - Margin);
        var (right, bottom) = (boxes.Values.Max(box => box.X + box.Width) + Margin, boxes.Values.Max(box => box.Y + box.Height) + Margin + 40);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"{left:0} {top:0} {right - left:0} {bottom - top:0}\" width=\"{right - left:0}\" height=\"{bottom - top:0}\" role=\"img\" aria-label=\"{Encode(definition.Text("name") ?? "Workflow")}\" font-family=\"system-ui, sans-serif\" font-size=\"13\">\n");
        svg.Append("<defs><marker id=\"to\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerWidth=\"7\" markerHeight=\"7\" orient=\"auto-start-reverse\"><path d=\"M0 0 L10 5 L0 10 z\" fill=\"#51606f\"/></marker></defs>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{left:0}\" y=\"{top:0}\" width=\"{right - left:0}\" height=\"{bottom - top:0}\" fill=\"#ffffff\"/>\n");
        var labels = new StringBuilder();
        foreach (var connection in connections.OfType<JsonObject>())
            Connect(svg, labels, connection, boxes, connections);

        foreach (var box in boxes.Values)
            Draw(svg, box);

        svg.Append(labels);
        return svg.Append("</svg>\n").ToString();
    }

    private static void Connect(StringBuilder svg, StringBuilder labels, JsonObject connection, Dictionary<string, Box> boxes, JsonArray all)
    {
        if (End(connection, "source", "activity") is not { } source || End(connection, "target", "activity") is not { } target || !boxes.TryGetValue(source, out var from) || !boxes.TryGetValue(target, out var to))
            return;

        var port = End(connection, "source", "port") ?? "Done";
        var ports = all.OfType<JsonObject>().Where(one => End(one, "source", "activity") == from.Id).Select(one => End(one, "source", "port") ?? "Done").Distinct().ToList();
        var label = (X: from.X + from.Width + 6, Y: from.Y + (from.Height * (ports.IndexOf(port) + 1) / (ports.Count + 1)) - 4);
        var path = PathOf(from, to, label.Y + 4);
        svg.Append(CultureInfo.InvariantCulture, $"<path d=\"{path.Data}\" fill=\"none\" stroke=\"{(path.IsBack ? "#9aa7b4" : "#51606f")}\" stroke-width=\"1.4\" marker-end=\"url(#to)\"/>\n");
        if (port != "Done")
            labels.Append(CultureInfo.InvariantCulture, $"<text paint-order=\"stroke\" stroke=\"#ffffff\" stroke-width=\"3\" x=\"{label.X:0.#}\" y=\"{label.Y:0.#}\" fill=\"#1d4f91\" font-size=\"11\">{Encode(port)}</text>\n");
    }

    // Forward to the right; straight down to a box below; any other way back runs below the boxes, so that it crosses few.
    private static (string Data, bool IsBack) PathOf(Box from, Box to, double exit)
    {
        var (x1, x2, y2) = (from.X + from.Width, to.X, to.Y + (to.Height / 2));
        if (x2 > x1)
        {
            var bend = Math.Max(40, (x2 - x1) / 2);
            return (string.Create(CultureInfo.InvariantCulture, $"M{x1:0.#} {exit:0.#} C{x1 + bend:0.#} {exit:0.#} {x2 - bend:0.#} {y2:0.#} {x2:0.#} {y2:0.#}"), false);
        }

        if (from.X < to.X + to.Width && to.Y >= from.Y + from.Height)
        {
            var (down, across) = (from.X + (from.Width / 2), to.X + (to.Width / 2));
            return (string.Create(CultureInfo.InvariantCulture, $"M{down:0.#} {from.Y + from.Height:0.#} L{across:0.#} {to.Y:0.#}"), false);
        }

        var (low, wide) = (Math.Max(from.Y + from.Height, to.Y + to.Height) + 35, 60 + (Math.Abs(y2 - exit) * 0.1));
        return (string.Create(CultureInfo.InvariantCulture, $"M{x1:0.#} {exit:0.#} C{x1 + wide:0.#} {low:0.#} {x2 - wide:0.#} {low:0.#} {x2:0.#} {y2:0.#}"), true);
    }

    private static void Draw(StringBuilder svg, Box box)
    {
        svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{box.X:0.#}\" y=\"{box.Y:0.#}\" width=\"{box.Width:0.#}\" height=\"{box.Height:0.#}\" rx=\"6\" fill=\"{Fill(box)}\" stroke=\"#51606f\"/>\n");
        var lines = Lines(box.Caption, (int)(box.Width / 7.2));
        var y = box.Y + (box.Height / 2) - ((lines.Count - 1) * LineHeight / 2) + 4;
        foreach (var line in lines)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{box.X + 10:0.#}\" y=\"{y:0.#}\" fill=\"#14202b\">{Encode(line)}</text>\n");
            y += LineHeight;
        }
    }

    private static string Fill(Box box) => box switch
    {
        { StartsWorkflow: true } => "#dff3e4",
        { Type: "Frontdesk.UserTask" } => "#fff0d6",
        { Type: "Elsa.Finish" or "Elsa.End" } => "#eceff2",
        _ => "#eaf1fb",
    };

    private static List<string> Lines(string caption, int letters)
    {
        List<string> lines = [string.Empty];
        foreach (var word in caption.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (lines[^1].Length > 0 && lines[^1].Length + 1 + word.Length > letters)
                lines.Add(word);
            else
                lines[^1] = lines[^1].Length == 0 ? word : $"{lines[^1]} {word}";
        }

        return lines;
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);

    private static string? End(JsonObject connection, string end, string name) => (connection[end] as JsonObject)?.Text(name);

    private sealed record Box(string Id, string Type, string Caption, bool StartsWorkflow, double X, double Y, double Width, double Height)
    {
        public static Box Of(JsonObject step)
        {
            var metadata = step["metadata"] as JsonObject;
            var place = metadata?["designer"] as JsonObject;
            var (position, size) = (place?["position"] as JsonObject, place?["size"] as JsonObject);
            return new Box(
                step.Text("id") ?? string.Empty,
                step.Text("type") ?? string.Empty,
                metadata?.Text("displayText") ?? step.Text("name") ?? step.Text("id") ?? string.Empty,
                (step["customProperties"] as JsonObject)?.Flag("canStartWorkflow") ?? false,
                Number(position?["x"], 0),
                Number(position?["y"], 0),
                Number(size?["width"], 220),
                Number(size?["height"], 50));
        }

        private static double Number(JsonNode? node, double fallback) => node is JsonValue value && value.TryGetValue<double>(out var number) ? number : fallback;
    }
}
