package org.entrepot.server.api.route;

/// The methods of the API.
public enum Method {
  GET,
  POST,
  PUT,
  DELETE
}
