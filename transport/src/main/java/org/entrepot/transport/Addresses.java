package org.entrepot.transport;

import java.net.URI;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.regex.Pattern;

/// How addresses and troubles are shown.
final class Addresses {
  /// Names of exceptions, which the JDK puts into its sentences.
  private static final Pattern CLASS_NAME =
      Pattern.compile("(?:[a-z][a-z0-9]*\\.)+[A-Z][A-Za-z]*Exception: ");

  private Addresses() {}

  /// The address without password.
  static String shown(URI uri) {
    String text = uri.toString();
    String user = uri.getRawUserInfo();
    int colon = user == null ? -1 : user.indexOf(':');
    return user == null || colon < 0
        ? text
        : text.replace(user + "@", user.substring(0, colon) + ":***@");
  }

  /// What an exception says, or what it is.
  static String reason(Throwable failure) {
    if (failure instanceof UnknownHostException unknown) {
      return "there is no host " + unknown.getMessage();
    }
    Throwable last = failure;
    String message = last.getMessage();
    while ((message == null || message.isBlank()) && last.getCause() != null) {
      last = last.getCause();
      message = last.getMessage();
    }
    if (last instanceof UnresolvedAddressException) {
      return "there is no such host";
    }
    return message == null || message.isBlank()
        ? last.getClass().getSimpleName()
        : CLASS_NAME.matcher(message).replaceAll("");
  }
}
