package org.entrepot.server.api;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.entrepot.server.api.gpg.KeyRoutes;
import org.entrepot.server.api.gpg.Keyrings;
import org.entrepot.server.api.mirror.MirrorRoutes;
import org.entrepot.server.api.packages.PackageList;
import org.entrepot.server.api.packages.PackageRoutes;
import org.entrepot.server.api.publication.PublicationRoutes;
import org.entrepot.server.api.publication.SourceRoutes;
import org.entrepot.server.api.repository.RepositoryRoutes;
import org.entrepot.server.api.retention.RetentionRoutes;
import org.entrepot.server.api.route.Route;
import org.entrepot.server.api.route.RouteTable;
import org.entrepot.server.api.schedule.ScheduleRoutes;
import org.entrepot.server.api.snapshot.SnapshotAlgebraRoutes;
import org.entrepot.server.api.snapshot.SnapshotRoutes;
import org.entrepot.server.api.status.GraphRoutes;
import org.entrepot.server.api.status.MetricsRoute;
import org.entrepot.server.api.status.StatusRoutes;
import org.entrepot.server.api.task.TaskRoutes;
import org.entrepot.server.api.task.TaskWaits;
import org.entrepot.server.api.task.Tasks;
import org.entrepot.server.api.upload.FileRoutes;
import org.entrepot.server.api.upload.UploadArea;
import org.entrepot.server.metrics.ServerMetrics;
import org.entrepot.service.Entrepot;

/// Puts the table of routes together.
final class ApiRoutes {
  private ApiRoutes() {}

  static RouteTable of(
      Entrepot store,
      ApiOptions options,
      TaskWaits waits,
      ServerMetrics metrics,
      List<Route<?>> more,
      Clock clock) {
    var tasks = new Tasks(store, waits);
    var packages = new PackageList(store, options.dependencies());
    var uploads = new UploadArea(options.uploads(), options.scratch());
    var keyrings = new Keyrings(options.root().resolve("keyrings"), clock);
    var routes = new ArrayList<Route<?>>();
    routes.addAll(new StatusRoutes(options.root(), options.programVersion()).routes());
    routes.addAll(new GraphRoutes(store).routes());
    routes.addAll(new TaskRoutes(store, tasks, waits).routes());
    routes.addAll(
        new FileRoutes(store, uploads, tasks, metrics, options.limits().mostUploadBytes())
            .routes());
    routes.addAll(
        new RepositoryRoutes(store, tasks, packages, uploads, options.dependencies()).routes());
    routes.addAll(new MirrorRoutes(store, tasks, packages, keyrings).routes());
    routes.addAll(new SnapshotRoutes(store, tasks, packages).routes());
    routes.addAll(new SnapshotAlgebraRoutes(store, tasks, options.dependencies()).routes());
    routes.addAll(new RetentionRoutes(tasks).routes());
    routes.addAll(new ScheduleRoutes(store, tasks).routes());
    routes.addAll(new PublicationRoutes(store, tasks, packages).routes());
    routes.addAll(new SourceRoutes(store, tasks).routes());
    routes.addAll(new PackageRoutes(store, tasks, packages).routes());
    routes.addAll(new KeyRoutes(store, keyrings).routes());
    if (options.metrics()) {
      routes.add(MetricsRoute.of(metrics));
    }
    routes.addAll(more);
    return new RouteTable(List.copyOf(routes));
  }
}
