package org.entrepot.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// A binary package (deb(5)) that dpkg-deb accepts, unless it was told to be hostile.
///
/// `DebBuilder.of("app", "1.0-1", "amd64").field("Section", "utils").file("./usr/bin/app",
/// "x").writeTo(directory)`. The same calls always give the same bytes. Not thread-safe.
public final class DebBuilder {
  private final Map<String, String> fields = new LinkedHashMap<>();
  private final TarBuilder data = TarBuilder.empty();
  private final TarBuilder maintainerScripts = TarBuilder.empty().withoutEnd();
  private Packing controlPacking = Packing.XZ;
  private Packing dataPacking = Packing.XZ;
  private String suffix = ".deb";
  private Optional<byte[]> controlText = Optional.empty();
  private Optional<byte[]> controlTar = Optional.empty();
  private Optional<byte[]> dataMember = Optional.empty();

  private DebBuilder() {}

  /// A package with the fields that Policy 5.3 demands.
  public static DebBuilder of(String name, String version, String architecture) {
    return new DebBuilder()
        .field("Package", name)
        .field("Version", version)
        .field("Architecture", architecture)
        .field("Maintainer", "Test Person <test@example.org>")
        .field("Description", "package made for a test");
  }

  /// Sets a control field; continuation lines are part of the value, each after a newline and a
  /// blank.
  public DebBuilder field(String name, String value) {
    fields.put(name, value);
    return this;
  }

  /// Leaves out a control field.
  public DebBuilder without(String name) {
    fields.remove(name);
    return this;
  }

  /// Replaces the whole control file by these bytes.
  public DebBuilder controlText(String text) {
    return controlText(text.getBytes(StandardCharsets.UTF_8));
  }

  /// Replaces the whole control file by these bytes.
  public DebBuilder controlText(byte[] text) {
    controlText = Optional.of(text.clone());
    return this;
  }

  /// Adds a file beside the control file, such as `./postinst`.
  public DebBuilder controlFile(String path, String body) {
    maintainerScripts.file(path, body);
    return this;
  }

  /// Adds a regular file to the data archive; the path is written as given (`./usr/...` as dpkg-deb
  /// does).
  public DebBuilder file(String path, String body) {
    data.file(path, body);
    return this;
  }

  public DebBuilder file(String path, byte[] body) {
    data.file(path, body);
    return this;
  }

  public DebBuilder directory(String path) {
    data.directory(path);
    return this;
  }

  public DebBuilder symlink(String path, String target) {
    data.symlink(path, target);
    return this;
  }

  public DebBuilder hardlink(String path, String target) {
    data.hardlink(path, target);
    return this;
  }

  /// The data archive itself, for entries of other kinds.
  public TarBuilder data() {
    return data;
  }

  public DebBuilder packing(Packing packing) {
    return controlPacking(packing).dataPacking(packing);
  }

  public DebBuilder controlPacking(Packing packing) {
    controlPacking = packing;
    return this;
  }

  public DebBuilder dataPacking(Packing packing) {
    dataPacking = packing;
    return this;
  }

  /// Replaces the control archive, before it is compressed.
  public DebBuilder controlTar(byte[] tar) {
    controlTar = Optional.of(tar.clone());
    return this;
  }

  /// Replaces the data member by bytes that are already compressed, or that only claim to be.
  public DebBuilder packedData(byte[] member) {
    dataMember = Optional.of(member.clone());
    return this;
  }

  /// Names the file `.udeb` or `.ddeb` instead of `.deb`.
  public DebBuilder suffix(String newSuffix) {
    suffix = newSuffix;
    return this;
  }

  /// name_version_architecture.deb, with the version's epoch left out.
  public String fileName() {
    String version = fields.getOrDefault("Version", "");
    return fields.getOrDefault("Package", "")
        + "_"
        + version.substring(version.indexOf(':') + 1)
        + "_"
        + fields.getOrDefault("Architecture", "")
        + suffix;
  }

  /// The control file's text.
  public byte[] control() {
    if (controlText.isPresent()) {
      return controlText.get().clone();
    }
    var text = new StringBuilder();
    fields.forEach((name, value) -> text.append(name).append(": ").append(value).append('\n'));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /// The packed control member.
  public byte[] controlMember() {
    return controlPacking.pack(
        controlTar.orElseGet(() ->
            TarBuilder.empty()
                .directory("./")
                .file("./control", control())
                .raw(maintainerScripts.toBytes())
                .toBytes()));
  }

  /// The packed data member.
  public byte[] dataMember() {
    return dataMember.orElseGet(() -> dataPacking.pack(data.toBytes()));
  }

  public String controlMemberName() {
    return "control.tar" + controlPacking.extension();
  }

  public String dataMemberName() {
    return "data.tar" + dataPacking.extension();
  }

  /// The whole package.
  public byte[] toBytes() {
    return ArBuilder.empty()
        .member("debian-binary", "2.0\n".getBytes(StandardCharsets.US_ASCII))
        .member(controlMemberName(), controlMember())
        .member(dataMemberName(), dataMember())
        .toBytes();
  }

  /// Writes the package under its [#fileName()] and returns the path.
  public Path writeTo(Path directory) {
    try {
      return Files.write(Files.createDirectories(directory).resolve(fileName()), toBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
