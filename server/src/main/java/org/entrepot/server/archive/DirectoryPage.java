package org.entrepot.server.archive;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.entrepot.server.PercentEncoding;

/// A directory for people: names, sizes and dates, no script, nothing loaded from elsewhere.
final class DirectoryPage {
  private static final DateTimeFormatter MINUTES =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private DirectoryPage() {}

  /// The page; dates are in UTC.
  static String of(RequestPath path, List<ArchiveTree.Entry> entries) {
    String title = escape("/" + String.join("/", path.names()));
    var page = new StringBuilder(512 + entries.size() * 160);
    page.append(
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>%s</title>
        <style>
        :root { color-scheme: light dark }
        body { font-family: system-ui, sans-serif; margin: 2em }
        th, td { text-align: left; padding: 0 2em 0 0; font-weight: normal }
        td.size { text-align: right }
        td { font-variant-numeric: tabular-nums }
        </style>
        </head>
        <body>
        <h1>%s</h1>
        <table>
        <thead><tr><th scope="col">Name</th><th scope="col">Size</th><th scope="col">Changed (UTC)</th></tr></thead>
        <tbody>
        """
            .formatted(title, title));
    if (!path.names().isEmpty()) {
      page.append("<tr><td><a href=\"../\">parent directory</a></td><td></td><td></td></tr>\n");
    }
    entries.forEach(entry -> row(page, entry));
    return page.append("</tbody>\n</table>\n</body>\n</html>\n").toString();
  }

  private static void row(StringBuilder page, ArchiveTree.Entry entry) {
    boolean file = entry.state().kind() == FileState.Kind.FILE;
    String slash = file ? "" : "/";
    Instant modified = entry.state().modified();
    page.append("<tr><td><a href=\"./")
        .append(escape(PercentEncoding.encode(entry.name())))
        .append(slash)
        .append("\">")
        .append(escape(entry.name()))
        .append(slash)
        .append("</a></td><td class=\"size\">")
        .append(file ? size(entry.state().sizeBytes()) : "")
        .append("</td><td>")
        .append(modified.equals(Instant.EPOCH) ? "" : MINUTES.format(modified))
        .append("</td></tr>\n");
  }

  private static String size(long bytes) {
    if (bytes < 1024) {
      return bytes + " B";
    }
    double scaled = bytes;
    String unit = "";
    for (String next : List.of("KiB", "MiB", "GiB", "TiB")) {
      if (scaled < 1024) {
        break;
      }
      scaled /= 1024;
      unit = next;
    }
    return "%.1f %s".formatted(scaled, unit);
  }

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
