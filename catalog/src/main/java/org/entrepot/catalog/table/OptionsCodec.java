package org.entrepot.catalog.table;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.entrepot.catalog.error.CatalogFailure;
import org.entrepot.domain.publication.ByHash;
import org.entrepot.domain.publication.ContentsIndices;
import org.entrepot.domain.publication.PoolLayout;
import org.entrepot.domain.publication.PublicationOptions;
import org.entrepot.format.compression.Compression;

/// Options of a publication as one text: names and values in turn, see [TextCodec]. Options that a
/// text does not name have their defaults, so a new option needs no migration.
final class OptionsCodec {
  private OptionsCodec() {}

  static String write(PublicationOptions options) {
    var texts = new ArrayList<String>();
    texts.addAll(List.of("origin", options.origin()));
    texts.addAll(List.of("label", options.label()));
    texts.addAll(List.of("suite", options.suite()));
    texts.addAll(List.of("codename", options.codename()));
    texts.addAll(List.of("version", options.version()));
    texts.addAll(List.of("signed-by", options.signedBy()));
    texts.addAll(List.of("not-automatic", options.notAutomatic()));
    texts.addAll(List.of("but-automatic-upgrades", options.butAutomaticUpgrades()));
    texts.addAll(List.of("contents", options.contents().name()));
    texts.addAll(List.of("by-hash", options.byHash().name()));
    texts.addAll(List.of("pool-layout", options.poolLayout().name()));
    var compressions = options.compressions().stream().map(Compression::name).toList();
    texts.addAll(List.of("compressions", String.join(" ", compressions)));
    options
        .validFor()
        .ifPresent(duration -> texts.addAll(List.of("valid-for", duration.toString())));
    return TextCodec.write(texts);
  }

  static PublicationOptions read(String text) {
    var values = values(TextCodec.read(text));
    var defaults = PublicationOptions.DEFAULT;
    var builder =
        PublicationOptions.builder()
            .origin(values.getOrDefault("origin", defaults.origin()))
            .label(values.getOrDefault("label", defaults.label()))
            .suite(values.getOrDefault("suite", defaults.suite()))
            .codename(values.getOrDefault("codename", defaults.codename()))
            .version(values.getOrDefault("version", defaults.version()))
            .signedBy(values.getOrDefault("signed-by", defaults.signedBy()))
            .notAutomatic(values.getOrDefault("not-automatic", defaults.notAutomatic()))
            .butAutomaticUpgrades(
                values.getOrDefault("but-automatic-upgrades", defaults.butAutomaticUpgrades()));
    try {
      builder
          .contents(
              ContentsIndices.valueOf(values.getOrDefault("contents", defaults.contents().name())))
          .byHash(ByHash.valueOf(values.getOrDefault("by-hash", defaults.byHash().name())))
          .poolLayout(
              PoolLayout.valueOf(values.getOrDefault("pool-layout", defaults.poolLayout().name())));
      if (values.containsKey("compressions")) {
        builder.compressions(compressions(values.getOrDefault("compressions", "")));
      }
      if (values.containsKey("valid-for")) {
        builder.validFor(Duration.parse(values.getOrDefault("valid-for", "")));
      }
      return builder.build();
    } catch (IllegalArgumentException | DateTimeParseException e) {
      throw CatalogFailure.corrupt(
          "the catalog holds broken options of a publication: " + e.getMessage());
    }
  }

  private static List<Compression> compressions(String words) {
    return List.of(words.split(" ", -1)).stream().map(Compression::valueOf).toList();
  }

  private static Map<String, String> values(List<String> texts) {
    var values = new HashMap<String, String>();
    for (var i = 0; i + 1 < texts.size(); i += 2) {
      values.put(texts.get(i), texts.get(i + 1));
    }
    return values;
  }
}
