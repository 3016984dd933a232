package org.entrepot.server.api.packages;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.SortedMap;
import java.util.function.Function;
import org.entrepot.catalog.View;
import org.entrepot.catalog.packages.PackageRow;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.domain.packages.StoredPackage;
import org.entrepot.domain.query.PackageQuery;
import org.entrepot.format.packages.PackageKey;
import org.entrepot.server.api.body.Json;
import org.entrepot.server.api.route.Answer;
import org.entrepot.server.api.route.Call;
import org.entrepot.server.api.route.QueryParameter;
import org.entrepot.service.Entrepot;
import org.entrepot.service.operation.Dependencies;
import org.entrepot.service.search.PackageSearch;

/// Lists packages of a set: by query, with what they depend on, the newest only, as keys or with
/// all fields (spec rest-api 5).
///
/// Which packages it are is decided in one instant. Their fields are then read and sent in blocks,
/// so that a slow client holds neither a transaction nor much memory: rows never change.
public final class PackageList {
  private static final QueryParameter QUERY = QueryParameter.text("q", "package query");
  private static final QueryParameter WITH_DEPENDENCIES =
      QueryParameter.flag("withDeps", "also what the packages depend on");
  private static final QueryParameter NEWEST =
      QueryParameter.flag("maximumVersion", "only the newest version of each name");
  private static final QueryParameter FORMAT =
      QueryParameter.text("format", "\"details\" for objects with all fields");

  /// The parameters.
  public static final List<QueryParameter> PARAMETERS =
      List.of(QUERY, WITH_DEPENDENCIES, NEWEST, FORMAT);

  private static final int BLOCK = 500;

  private final Entrepot store;
  private final Dependencies dependencies;

  /// `dependencies` says what following them means in this installation.
  public PackageList(Entrepot store, Dependencies dependencies) {
    this.store = store;
    this.dependencies = dependencies;
  }

  /// Lists packages of the set that a view gives.
  public Answer answer(Call call, Function<View, PackageSet> scope) {
    PackageSet found = store.view(view -> find(call, view, scope.apply(view)));
    if (!call.text(FORMAT).equals("details")) {
      return Answer.ok(store.view(view -> keys(view.rows(found))));
    }
    return new Answer.Stream(
        200,
        "application/json; charset=utf-8",
        out -> {
          Iterable<SortedMap<String, String>> all = () -> details(found);
          Json.writeList(all, out);
        });
  }

  private PackageSet find(Call call, View view, PackageSet set) {
    String text = call.text(QUERY);
    PackageSet found = set;
    if (!text.isEmpty()) {
      PackageQuery query = PackageSearch.parse(List.of(text));
      Dependencies followed = call.isOn(WITH_DEPENDENCIES) ? dependencies : Dependencies.NONE;
      found =
          PackageSearch.ids(
              PackageSearch.find(view, set, query, followed, PackageSet.empty(), set));
    }
    return call.isOn(NEWEST) ? newest(view, found) : found;
  }

  /// The highest version of each name, in every architecture that has it.
  private static PackageSet newest(View view, PackageSet set) {
    var kept = new ArrayList<Integer>();
    var seen = new HashSet<String>();
    String name = "";
    var version = "";
    for (PackageRow row : view.rows(set)) { // by name, then version, the highest first
      if (seen.add(row.name())) {
        name = row.name();
        version = row.version().toString();
      }
      if (row.name().equals(name) && row.version().toString().equals(version)) {
        kept.add(row.id());
      }
    }
    return PackageSet.of(kept.stream().mapToInt(Integer::intValue));
  }

  private static List<String> keys(List<PackageRow> rows) {
    return rows.stream()
        .map(row ->
            new PackageKey(
                    row.architecture(), row.name(), row.version().toString(), row.filesHash())
                .full())
        .distinct()
        .sorted()
        .toList();
  }

  private Iterator<SortedMap<String, String>> details(PackageSet found) {
    int[] ids = found.toArray();
    return new Iterator<>() {
      private int next;
      private Iterator<StoredPackage> block = List.<StoredPackage>of().iterator();

      @Override
      public boolean hasNext() {
        while (!block.hasNext() && next < ids.length) {
          int end = Math.min(ids.length, next + BLOCK);
          int[] some = Arrays.copyOfRange(ids, next, end);
          next = end;
          block = store.view(view -> view.packages(PackageSet.of(some))).iterator();
        }
        return block.hasNext();
      }

      @Override
      public SortedMap<String, String> next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        return block.next().value().extendedFields();
      }
    };
  }
}
