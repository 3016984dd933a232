package org.entrepot.server.archive;

import java.util.Map;

/// The media type of a file of an archive by its name. Nothing is ever given a type that a browser
/// would run, and compression is part of the type, not a Content-Encoding: what apt asked for is
/// what it gets.
final class ContentType {
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final Map<String, String> BY_EXTENSION =
      Map.ofEntries(
          Map.entry("gz", "application/gzip"),
          Map.entry("xz", "application/x-xz"),
          Map.entry("zst", "application/zstd"),
          Map.entry("bz2", "application/x-bzip2"),
          Map.entry("lzma", "application/x-lzma"),
          Map.entry("tar", "application/x-tar"),
          Map.entry("deb", "application/vnd.debian.binary-package"),
          Map.entry("udeb", "application/vnd.debian.binary-package"),
          Map.entry("ddeb", "application/vnd.debian.binary-package"),
          Map.entry("dsc", TEXT),
          Map.entry("changes", TEXT),
          Map.entry("buildinfo", TEXT),
          Map.entry("diff", TEXT),
          Map.entry("txt", TEXT),
          Map.entry("log", TEXT),
          Map.entry("asc", TEXT),
          Map.entry("sources", TEXT),
          Map.entry("list", TEXT),
          Map.entry("json", "application/json"));

  private ContentType() {}

  static String of(String fileName) {
    if (fileName.equals("Release.gpg")) {
      return "application/pgp-signature";
    }
    int dot = fileName.lastIndexOf('.');
    if (dot >= 0) {
      return BY_EXTENSION.getOrDefault(fileName.substring(dot + 1), "application/octet-stream");
    }
    return isIndex(fileName) ? TEXT : "application/octet-stream";
  }

  private static boolean isIndex(String fileName) {
    return switch (fileName) {
      case "Release", "InRelease", "Packages", "Sources", "Index", "MD5SUMS", "SHA256SUMS" -> true;
      default -> fileName.startsWith("Contents-") || fileName.startsWith("Translation-");
    };
  }
}
