package org.entrepot.transport;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Names and passwords for servers, as in apt_auth.conf(5):
///
/// ```
/// machine [PROTOCOL://]HOST[:PORT][/PATH] login NAME password SECRET
/// ```
///
/// An entry without protocol is for `https` only. The first that fits counts. A file may be a
/// directory, whose `*.conf` are read by name. The files are read once, when they are first needed.
/// A name may be given in the address itself (`https://NAME@HOST/`): then only an entry with this
/// name fits. Safe for any thread.
final class Credentials {
  private final List<Path> files;
  private Optional<List<Entry>> entries = Optional.empty();

  Credentials(List<Path> files) {
    this.files = List.copyOf(files);
  }

  /// A name and its password.
  record Login(String name, String password) {}

  private record Entry(String protocol, String place, String login, String password) {
    boolean fits(URI uri) {
      String scheme = scheme(uri);
      if (protocol.isEmpty() ? !scheme.equals("https") : !protocol.equals(scheme)) {
        return false;
      }
      String host = String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT);
      String rest = uri.getRawPath() == null ? "/" : uri.getRawPath();
      String withPort = host + (uri.getPort() < 0 ? "" : ":" + uri.getPort()) + rest;
      return begins(withPort) || begins(host + rest);
    }

    private boolean begins(String address) {
      return address.startsWith(place)
          && (address.length() == place.length()
              || place.endsWith("/")
              || address.charAt(place.length()) == '/'
              || place.indexOf('/') >= 0);
    }
  }

  /// The credentials for an address.
  ///
  /// @throws IOException when a file cannot be read
  Optional<Login> find(URI uri) throws IOException {
    String name = uri.getUserInfo() == null ? "" : uri.getUserInfo();
    return entries().stream()
        .filter(entry -> entry.fits(uri))
        .filter(entry -> name.isEmpty() || name.equals(entry.login))
        .map(entry -> new Login(entry.login, entry.password))
        .findFirst();
  }

  private synchronized List<Entry> entries() throws IOException {
    if (entries.isEmpty()) {
      var read = new ArrayList<Entry>();
      for (Path file : files) {
        if (Files.isDirectory(file)) {
          try (Stream<Path> inside = Files.list(file)) {
            for (Path each :
                inside.filter(it -> it.toString().endsWith(".conf")).sorted().toList()) {
              read(each, read);
            }
          }
        } else {
          read(file, read);
        }
      }
      entries = Optional.of(List.copyOf(read));
    }
    return entries.get();
  }

  private static void read(Path file, List<Entry> entries) throws IOException {
    String text;
    try {
      text = Files.readString(file, StandardCharsets.UTF_8);
    } catch (NoSuchFileException _) {
      return;
    } catch (AccessDeniedException _) {
      return; // apt's own file is often for root only
    }
    String machine = "";
    String login = "";
    String password = "";
    String[] words = withoutComments(text).trim().split("\\s+", -1);
    for (int i = 0; i + 1 < words.length; i += 2) {
      switch (words[i]) {
        case "machine" -> {
          add(machine, login, password, entries);
          machine = words[i + 1];
          login = "";
          password = "";
        }
        case "login" -> login = words[i + 1];
        case "password" -> password = words[i + 1];
        default ->
            throw new IOException(
                "%s: the word \"%s\" is none of machine, login, password"
                    .formatted(file, words[i]));
      }
    }
    add(machine, login, password, entries);
  }

  private static String withoutComments(String text) {
    var lines = new StringBuilder();
    text.lines()
        .filter(line -> !line.stripLeading().startsWith("#"))
        .forEach(line -> lines.append(line).append('\n'));
    return lines.toString();
  }

  private static void add(String machine, String login, String password, List<Entry> entries) {
    if (machine.isEmpty()) {
      return;
    }
    int protocol = machine.indexOf("://");
    String place = protocol < 0 ? machine : machine.substring(protocol + 3);
    int slash = place.indexOf('/');
    String host = slash < 0 ? place : place.substring(0, slash);
    entries.add(
        new Entry(
            protocol < 0 ? "" : machine.substring(0, protocol).toLowerCase(Locale.ROOT),
            host.toLowerCase(Locale.ROOT) + (slash < 0 ? "" : place.substring(slash)),
            login,
            password));
  }

  private static String scheme(URI uri) {
    return String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
  }
}
