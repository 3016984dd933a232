package org.entrepot.catalog.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.entrepot.catalog.check.CatalogFault;
import org.entrepot.catalog.check.CatalogFault.Kind;
import org.entrepot.catalog.check.CheckDepth;
import org.entrepot.catalog.packages.PackageRow;
import org.entrepot.catalog.sql.Dialect;
import org.entrepot.catalog.sql.Session;
import org.entrepot.domain.mirror.ArchiveFiles;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.domain.packages.StoredPackage;
import org.entrepot.format.checksum.Sha256;
import org.jspecify.annotations.Nullable;

/// Looks for what cannot be right: the engine's own check, sets against their digests, objects
/// against sets, sets against packages, packages against their parts. Reads only.
public final class CatalogCheck {
  private static final int BLOCK = 2048;

  private static final String HOLDERS =
      """
      select 'local repo ' || name, packages, package_count from repository
      union all select 'mirror ' || name, packages, package_count from mirror
      union all select 'snapshot ' || name, packages, package_count from snapshot
      union all select 'publication ' || p.prefix || '/' || p.distribution || ' component ' || s.component, s.packages, -1
        from publication_source s join publication p on p.id = s.publication_id where s.packages is not null
      union all select 'generation ' || g.number || ' of publication ' || p.prefix || '/' || p.distribution || ' component ' || g.component, g.packages, -1
        from generation_set g join publication p on p.id = g.publication_id
      """;

  private static final String INCOMPLETE =
      """
      select p.id, p.name || '_' || p.version || '_' || p.architecture,
        case when c.package_id is null then 1 else 0 end,
        case when exists (select 1 from package_file f where f.package_id = p.id) then 0 else 1 end
      from package p left join package_control c on c.package_id = p.id
      where c.package_id is null or not exists (select 1 from package_file f where f.package_id = p.id)
      """;

  private static final String ORPHANED_SOURCES =
      """
      select p.prefix || '/' || p.distribution, s.component from publication_source s
        join publication p on p.id = s.publication_id
      where (s.repository_id is not null and not exists (select 1 from repository r where r.id = s.repository_id))
        or (s.snapshot_id is not null and not exists (select 1 from snapshot n where n.id = s.snapshot_id))
      """;

  private final Session session;
  private final List<CatalogFault> faults = new ArrayList<>();

  /// Reads in a transaction.
  public CatalogCheck(Session session) {
    this.session = session;
  }

  /// The faults, those of the engine first.
  public List<CatalogFault> faults(CheckDepth depth) {
    engine(depth);
    sources();
    PackageSet packages = new PackageReader(session).all();
    sets(packages);
    lists();
    PackageSet incomplete = incomplete();
    if (depth == CheckDepth.WHOLE) {
      stanzas(packages.minus(incomplete));
    }
    return List.copyOf(faults);
  }

  private void engine(CheckDepth depth) {
    if (session.dialect() != Dialect.SQLITE) {
      return; // PostgreSQL keeps references by itself, and has amcheck for its files
    }
    String pragma = depth == CheckDepth.WHOLE ? "integrity_check" : "quick_check";
    session
        .call("check the database file", "pragma " + pragma + "(100)")
        .each(row -> {
          String said = row.text();
          if (!said.equals("ok")) {
            faults.add(new CatalogFault(Kind.ENGINE, "catalog", "is damaged: " + said));
          }
        });
    Map<String, Integer> dangling = new HashMap<>();
    session
        .call(
            "check references",
            "select \"table\" || ' and ' || \"parent\" from pragma_foreign_key_check")
        .each(row -> dangling.merge(row.text(), 1, Integer::sum));
    dangling.forEach((tables, count) ->
        faults.add(
            new CatalogFault(
                Kind.ENGINE,
                "catalog",
                "has %d rows without partner, of %s".formatted(count, tables))));
  }

  private void sources() {
    session
        .call("find sources that are gone", ORPHANED_SOURCES)
        .each(row ->
            faults.add(
                new CatalogFault(
                    Kind.ENGINE,
                    "publication " + row.text(),
                    "publishes in component %s what is not there any more".formatted(row.text()))));
  }

  /// What is known of a stored set.
  private record Stored(int size, int missing, Optional<String> damage) {}

  private void sets(PackageSet packages) {
    Map<Sha256, Stored> stored = new HashMap<>();
    session
        .call("read all package sets", "select digest, member_count, members from package_set")
        .each(row -> {
          Sha256 digest = Sha256.of(row.bytes());
          int count = row.integer();
          stored.put(digest, judged(digest, count, row.bytes(), packages));
        });
    session
        .call("list who holds sets", HOLDERS)
        .each(row -> {
          String holder = row.text();
          Sha256 digest = Sha256.of(row.bytes());
          holder(holder, digest, row.integer(), stored.get(digest));
        });
  }

  private void lists() {
    session
        .call("read all lists of files", "select digest, files from archive_files")
        .each(row -> {
          Sha256 digest = Sha256.of(row.bytes());
          byte[] files = row.bytes();
          try {
            if (new ArchiveFiles(FileListCodec.archiveFiles(files)).digest().equals(digest)) {
              return;
            }
          } catch (RuntimeException _) {
            // told below
          }
          faults.add(
              new CatalogFault(
                  Kind.SET,
                  "catalog",
                  "has a list of files %s that is not the one that its digest names"
                      .formatted(digest.hex().substring(0, 12))));
        });
  }

  private static Stored judged(Sha256 digest, int count, byte[] members, PackageSet packages) {
    try {
      PackageSet set = PackageSet.parse(members);
      int missing = set.minus(packages).size();
      if (!set.digest().equals(digest)) {
        return new Stored(count, missing, Optional.of("is not the one that its digest names"));
      }
      return new Stored(set.size(), missing, Optional.empty());
    } catch (IllegalArgumentException _) {
      return new Stored(count, 0, Optional.of("cannot be read"));
    }
  }

  private void holder(String holder, Sha256 digest, int count, @Nullable Stored set) {
    String words = "the package set " + digest.hex().substring(0, 12);
    if (set == null) {
      faults.add(new CatalogFault(Kind.SET, holder, words + " is missing"));
      return;
    }
    if (set.damage().isPresent()) {
      faults.add(new CatalogFault(Kind.SET, holder, words + " " + set.damage().get()));
      return;
    }
    if (set.missing() > 0) {
      faults.add(
          new CatalogFault(
              Kind.MEMBERS,
              holder,
              "holds %d packages that are not there".formatted(set.missing())));
    }
    if (count >= 0 && count != set.size()) {
      faults.add(
          new CatalogFault(
              Kind.COUNT, holder, "says %d packages and holds %d".formatted(count, set.size())));
    }
  }

  private PackageSet incomplete() {
    var ids = new ArrayList<Integer>();
    session
        .call("find incomplete packages", INCOMPLETE)
        .each(row -> {
          ids.add(row.integer());
          String name = row.text();
          String parts =
              (row.integer() == 1 ? "its stanza" : "") + (row.integer() == 1 ? " its files" : "");
          faults.add(
              new CatalogFault(
                  Kind.PACKAGE,
                  "package " + name,
                  "lacks " + parts.strip().replace(" its", " and its")));
        });
    return PackageSet.of(ids.stream().mapToInt(Integer::intValue));
  }

  private void stanzas(PackageSet packages) {
    int[] all = packages.toArray();
    var reader = new PackageReader(session);
    for (int from = 0; from < all.length; from += BLOCK) {
      var block = PackageSet.of(Arrays.copyOfRange(all, from, Math.min(all.length, from + BLOCK)));
      Map<Integer, PackageRow> rows = new HashMap<>();
      reader.rows(block).forEach(row -> rows.put(row.id(), row));
      try {
        reader.each(block, _ -> true, stored -> compare(stored, rows.get(stored.id())));
      } catch (RuntimeException _) {
        block.forEach(id -> one(reader, id, rows.get(id))); // to find out which
      }
    }
  }

  private void one(PackageReader reader, int id, @Nullable PackageRow row) {
    try {
      reader.find(id).ifPresent(stored -> compare(stored, row));
    } catch (RuntimeException _) {
      faults.add(
          new CatalogFault(
              Kind.PACKAGE,
              "package " + (row == null ? String.valueOf(id) : row.displayName()),
              "has a stanza that cannot be read"));
    }
  }

  private void compare(StoredPackage stored, @Nullable PackageRow row) {
    if (row != null && !stored.value().stanzaDigest().equals(row.stanzaDigest())) {
      var fault =
          new CatalogFault(
              Kind.PACKAGE,
              "package " + row.displayName(),
              "has a stanza that is not the one that its digest names");
      if (!faults.contains(fault)) {
        faults.add(fault);
      }
    }
  }
}
