package org.entrepot.server.api;

import java.util.Locale;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.entrepot.server.api.route.Method;
import org.entrepot.server.api.route.RefusedException;

/// Refuses changes that a page of another site makes a browser ask for. The API takes plain forms,
/// which browsers send anywhere; programs send none of these headers.
final class CrossSite {
  private CrossSite() {}

  static void refuse(Method method, HttpFields headers) {
    if (method == Method.GET) {
      return;
    }
    String site = headers.get("Sec-Fetch-Site");
    if (site != null && !site.equals("same-origin") && !site.equals("none")) {
      throw refused();
    }
    String origin = headers.get(HttpHeader.ORIGIN);
    String host = headers.get(HttpHeader.HOST);
    if (origin != null && site == null && !isOf(origin, host == null ? "" : host)) {
      throw refused();
    }
  }

  private static boolean isOf(String origin, String host) {
    int scheme = origin.indexOf("://");
    return scheme >= 0
        && origin
            .substring(scheme + 3)
            .toLowerCase(Locale.ROOT)
            .equals(host.toLowerCase(Locale.ROOT));
  }

  private static RefusedException refused() {
    return new RefusedException(403, "changes cannot be asked for by pages of other sites");
  }
}
