package org.entrepot.catalog.table;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.entrepot.catalog.error.CatalogFailure;
import org.entrepot.domain.mirror.ArchiveUrl;
import org.entrepot.domain.mirror.MirrorPart;
import org.entrepot.domain.mirror.MirrorState;
import org.entrepot.domain.mirror.ReleaseMark;
import org.entrepot.domain.mirror.Selection;
import org.entrepot.domain.mirror.SkippedCheck;
import org.entrepot.domain.mirror.Trust;
import org.entrepot.domain.mirror.Upstream;
import org.entrepot.format.checksum.Sha256;

/// The parts of a mirror as texts: names and values in turn, lists as texts within, see
/// [TextCodec]. Values that a text does not name have their defaults.
final class MirrorCodec {
  private MirrorCodec() {}

  static String write(Upstream upstream) {
    return TextCodec.write(
        List.of(
            "roots",
            TextCodec.write(upstream.roots().stream().map(ArchiveUrl::value).toList()),
            "distribution",
            upstream.distribution(),
            "components",
            TextCodec.write(upstream.components()),
            "architectures",
            TextCodec.write(upstream.architectures())));
  }

  static Upstream upstream(String text) {
    var values = values(text);
    return checked(() ->
        new Upstream(
            list(values, "roots").stream().map(ArchiveUrl::new).toList(),
            values.getOrDefault("distribution", ""),
            list(values, "components"),
            list(values, "architectures")));
  }

  static String write(Selection selection) {
    return TextCodec.write(
        List.of(
            "filter",
            selection.filter(),
            "dependencies",
            Boolean.toString(selection.withDependencies()),
            "parts",
            names(selection.parts()),
            "skipped-checks",
            names(selection.skippedChecks()),
            "translations",
            TextCodec.write(selection.translations())));
  }

  static Selection selection(String text) {
    var values = values(text);
    return checked(() ->
        new Selection(
            values.getOrDefault("filter", ""),
            Boolean.parseBoolean(values.getOrDefault("dependencies", "false")),
            enums(MirrorPart.class, list(values, "parts")),
            enums(SkippedCheck.class, list(values, "skipped-checks")),
            list(values, "translations")));
  }

  static String write(Trust trust) {
    return TextCodec.write(
        List.of(
            "signatures",
            trust.signatures().name(),
            "keyrings",
            TextCodec.write(trust.keyrings())));
  }

  static Trust trust(String text) {
    var values = values(text);
    return checked(() ->
        new Trust(
            Trust.Signatures.valueOf(
                values.getOrDefault("signatures", Trust.Signatures.REQUIRED.name())),
            list(values, "keyrings")));
  }

  /// All but the package set and the files, which have columns of their own.
  static String write(MirrorState state) {
    var texts = new ArrayList<String>();
    var meta = new ArrayList<String>();
    state.meta().forEach((name, value) -> meta.addAll(List.of(name, value)));
    texts.addAll(List.of("meta", TextCodec.write(meta)));
    state.lastDownload().ifPresent(at -> texts.addAll(List.of("last-download", at.toString())));
    state.mark().ifPresent(mark -> texts.addAll(List.of("mark", write(mark))));
    return TextCodec.write(texts);
  }

  static MirrorState state(String text, Sha256 packages, int packageCount, Sha256 files) {
    var values = values(text);
    return checked(() ->
        new MirrorState(
            meta(list(values, "meta")),
            instant(values, "last-download"),
            Optional.ofNullable(values.get("mark")).map(MirrorCodec::mark),
            files,
            packages,
            packageCount));
  }

  private static SortedMap<String, String> meta(List<String> texts) {
    return new TreeMap<>(values(texts));
  }

  private static String write(ReleaseMark mark) {
    var texts = new ArrayList<String>();
    texts.addAll(List.of("path", mark.path()));
    texts.addAll(List.of("digest", mark.digest().hex()));
    texts.addAll(List.of("entity-tag", mark.entityTag()));
    texts.addAll(List.of("last-modified", mark.lastModified()));
    mark.date().ifPresent(at -> texts.addAll(List.of("date", at.toString())));
    mark.validUntil().ifPresent(at -> texts.addAll(List.of("valid-until", at.toString())));
    texts.addAll(List.of("verified", Boolean.toString(mark.verified())));
    texts.addAll(List.of("settings", mark.settings()));
    return TextCodec.write(texts);
  }

  private static ReleaseMark mark(String text) {
    var values = values(text);
    return new ReleaseMark(
        values.getOrDefault("path", ""),
        Sha256.parse(values.getOrDefault("digest", "")),
        values.getOrDefault("entity-tag", ""),
        values.getOrDefault("last-modified", ""),
        instant(values, "date"),
        instant(values, "valid-until"),
        Boolean.parseBoolean(values.getOrDefault("verified", "false")),
        values.getOrDefault("settings", ""));
  }

  private static Optional<Instant> instant(Map<String, String> values, String name) {
    return Optional.ofNullable(values.get(name)).map(Instant::parse);
  }

  private static String names(Collection<? extends Enum<?>> values) {
    return TextCodec.write(values.stream().<String>map(Enum::name).toList());
  }

  private static <E extends Enum<E>> Set<E> enums(Class<E> type, List<String> names) {
    var found = EnumSet.noneOf(type);
    names.forEach(name -> found.add(Enum.valueOf(type, name)));
    return found;
  }

  private static List<String> list(Map<String, String> values, String name) {
    return TextCodec.read(values.getOrDefault(name, ""));
  }

  private static Map<String, String> values(String text) {
    return values(TextCodec.read(text));
  }

  private static Map<String, String> values(List<String> texts) {
    var values = new HashMap<String, String>();
    for (var i = 0; i + 1 < texts.size(); i += 2) {
      values.put(texts.get(i), texts.get(i + 1));
    }
    return values;
  }

  private interface Reading<T> {
    T read();
  }

  private static <T> T checked(Reading<T> reading) {
    try {
      return reading.read();
    } catch (IllegalArgumentException | DateTimeParseException | IndexOutOfBoundsException e) {
      throw CatalogFailure.corrupt("the catalog holds a broken mirror: " + e.getMessage());
    }
  }
}
