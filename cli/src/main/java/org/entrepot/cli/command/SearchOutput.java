package org.entrepot.cli.command;

import java.util.ArrayList;
import java.util.List;
import org.entrepot.catalog.View;
import org.entrepot.cli.grammar.Flag;
import org.entrepot.cli.grammar.Invocation;
import org.entrepot.cli.output.JsonWriter;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.domain.packages.StoredPackage;
import org.entrepot.domain.query.PackageQuery;
import org.entrepot.domain.template.FormatTemplate;
import org.entrepot.domain.template.TemplateException;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.RepositoryException;
import org.entrepot.service.operation.Dependencies;
import org.entrepot.service.search.PackageSearch;

/// What the search commands have in common: select packages of a set, and show them.
final class SearchOutput {
  static final Flag FORMAT =
      Flag.text("format", "", "Go template for each package, such as {{.Package}} {{.Version}}");
  static final Flag WITH_DEPS = Flag.onOff("with-deps", "include what the packages depend on");

  private SearchOutput() {}

  /// The set to search, found by a view.
  interface Scope {
    PackageSet set(View view);
  }

  static int search(Invocation invocation, Session session, int queryAt, Scope scope) {
    PackageQuery query = PackageSearch.parse(session.queries(invocation.positionalsFrom(queryAt)));
    Dependencies dependencies =
        session.dependencies(
            invocation.command().flags().contains(WITH_DEPS) && invocation.flags().isOn(WITH_DEPS));
    if (!invocation.flags().isOn(GlobalFlags.JSON) && invocation.flags().text(FORMAT).isEmpty()) {
      return names(query, dependencies, session, scope);
    }
    var steps = new ArrayList<String>();
    List<StoredPackage> found =
        session
            .store()
            .view(view -> {
              PackageSet set = scope.set(view);
              return PackageSearch.find(
                  view, set, query, dependencies, PackageSet.empty(), set, steps::add);
            });
    if (invocation.flags().isOn(GlobalFlags.JSON)) {
      session.output().text(json(found));
      return CommandHandler.OK;
    }
    steps.forEach(session.output()::message);
    if (found.isEmpty()) {
      throw new RepositoryException(ErrorCode.NOTHING_FOUND, "no results");
    }
    show(found, invocation.flags().text(FORMAT), session);
    return CommandHandler.OK;
  }

  /// Only the names, for which most packages need not be read.
  private static int names(
      PackageQuery query, Dependencies dependencies, Session session, Scope scope) {
    var steps = new ArrayList<String>();
    List<String> found =
        session
            .store()
            .view(view -> {
              PackageSet set = scope.set(view);
              return PackageSearch.sortedNames(
                  view,
                  PackageSearch.select(
                      view, set, query, dependencies, PackageSet.empty(), set, steps::add));
            });
    steps.forEach(session.output()::message);
    if (found.isEmpty()) {
      throw new RepositoryException(ErrorCode.NOTHING_FOUND, "no results");
    }
    found.forEach(session.output()::message);
    return CommandHandler.OK;
  }

  private static void show(List<StoredPackage> found, String format, Session session) {
    try {
      FormatTemplate template = FormatTemplate.parse(format);
      for (StoredPackage each : found) {
        session.output().message(template.render(each.value().extendedFields()));
      }
    } catch (TemplateException e) {
      session.output().diagnostic("the -format template cannot be used: " + e.getMessage() + "\n");
    }
  }

  static String json(List<StoredPackage> found) {
    JsonWriter json = JsonWriter.pretty().beginArray();
    for (StoredPackage each : found) {
      json.beginObject();
      each.value().extendedFields().forEach(json::member);
      json.endObject();
    }
    return json.endArray().finish();
  }
}
