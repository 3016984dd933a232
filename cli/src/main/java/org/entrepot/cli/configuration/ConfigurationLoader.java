package org.entrepot.cli.configuration;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.entrepot.cli.configuration.Key.Shape;

/// Finds and reads the configuration. Reads only; nothing is ever written.
///
/// The syntax is told by content, not by name: a file whose first character is `{` or `[` is JSON
/// with comments, anything else is YAML; a file that begins like JSON but is not is tried as YAML
/// before it is refused.
public final class ConfigurationLoader {
  /// The name of the program that this one may stand in for.
  public static final String PEER = "aptly";

  private static final int LARGEST_FILE = 4 << 20;

  private final Environment environment;
  private final ConfigurationPlaces places;
  private final Shape shape;

  public ConfigurationLoader(Environment environment, ConfigurationPlaces places) {
    this(environment, places, ConfigurationKeys.ALL);
  }

  private ConfigurationLoader(Environment environment, ConfigurationPlaces places, Shape shape) {
    this.environment = environment;
    this.places = places;
    this.shape = shape;
  }

  /// A loader for the program of this name: called `aptly`, it looks where aptly looks, and takes
  /// its root and its way of signing by default.
  public static ConfigurationLoader of(Environment environment, String program) {
    return program.equals(PEER)
        ? new ConfigurationLoader(
            environment, ConfigurationPlaces.ofPeer(environment), ConfigurationKeys.asPeer())
        : new ConfigurationLoader(environment, ConfigurationPlaces.of(environment));
  }

  /// The configuration of this file or, when the text is empty, of the first usable file of the
  /// usual places. When there is none, the built-in defaults.
  ///
  /// @throws ConfigurationException when the named file cannot be read, or a file that was read
  ///   cannot be used
  public Configuration load(String file) {
    if (!file.isEmpty()) {
      return loadNamed(file);
    }
    for (var place : places.paths()) {
      var content = findContent(place);
      if (content.isPresent()) {
        return parse(content.get(), place);
      }
    }
    return new Configuration(Settings.defaults(shape), Optional.empty(), environment);
  }

  /// Reads a configuration that is already in memory; the path is only named in messages.
  public Configuration parse(byte[] content, Path path) {
    var settings = SettingsReader.read(node(content, path), shape, path.toString());
    return new Configuration(settings, Optional.of(path), environment);
  }

  private Configuration loadNamed(String file) {
    try {
      var path = Path.of(file);
      return parse(read(path), path);
    } catch (InvalidPathException e) {
      throw new ConfigurationException("\"" + file + "\" is not a path: " + e.getReason(), e);
    } catch (NoSuchFileException e) {
      throw new ConfigurationException("the configuration file " + file + " does not exist", e);
    } catch (AccessDeniedException e) {
      throw new ConfigurationException(
          "the configuration file " + file + " may not be read by this user", e);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static Optional<byte[]> findContent(Path place) {
    if (!Files.isReadable(place)) {
      return Optional.empty();
    }
    try {
      return Optional.of(read(place));
    } catch (NoSuchFileException | AccessDeniedException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw unreadable(place.toString(), e);
    }
  }

  private static ConfigurationException unreadable(String file, IOException cause) {
    return new ConfigurationException(
        "the configuration file " + file + " cannot be read: " + cause.getMessage(), cause);
  }

  private static byte[] read(Path path) throws IOException {
    try (var in = Files.newInputStream(path)) {
      var content = in.readNBytes(LARGEST_FILE + 1);
      if (content.length > LARGEST_FILE) {
        throw new ConfigurationException(
            path + " is larger than 4 MiB; this is not a configuration file");
      }
      return content;
    }
  }

  private static Node node(byte[] content, Path path) {
    if (!looksLikeJson(content)) {
      try {
        return YamlSyntax.parse(content);
      } catch (SyntaxException e) {
        throw new ConfigurationException(path + " is not valid YAML: " + e.getMessage(), e);
      }
    }
    try {
      return JsonSyntax.parse(content);
    } catch (SyntaxException json) {
      return afterBrokenJson(content, path, json);
    }
  }

  private static Node afterBrokenJson(byte[] content, Path path, SyntaxException json) {
    var problem = "it has no keys";
    try {
      var node = YamlSyntax.parse(content);
      if (node instanceof Node.Members) {
        return node;
      }
    } catch (SyntaxException yaml) {
      problem = yaml.getMessage();
    }
    throw new ConfigurationException(
        "%s is neither valid JSON (%s) nor valid YAML (%s)"
            .formatted(path, json.getMessage(), problem),
        json);
  }

  /// Whether the first character that counts can only begin JSON: an opening brace or bracket, or a
  /// `//` or `/*` comment.
  private static boolean looksLikeJson(byte[] content) {
    for (var b : content) {
      switch (b) {
        case ' ', '\t', '\r', '\n' -> {}
        case '{', '[', '/' -> {
          return true;
        }
        default -> {
          return false;
        }
      }
    }
    return false;
  }
}
