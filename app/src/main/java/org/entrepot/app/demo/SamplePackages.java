package org.entrepot.app.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Three small real packages, built by dpkg-deb: a program, a library that it depends on, and data
/// that suits every architecture.
public final class SamplePackages {
  /// The package whose installation needs the other two.
  static final String PROGRAM = "entrepot-hello";

  private SamplePackages() {}

  public static void build(Path directory, Path work, String architecture) throws IOException {
    build(
        directory,
        work,
        PROGRAM,
        architecture,
        "Depends: libentrepot-hello1 (>= 1.0), entrepot-hello-data\n",
        "usr/bin/entrepot-hello",
        "#!/bin/sh\ncat /usr/share/entrepot-hello/greeting\n");
    build(
        directory,
        work,
        "libentrepot-hello1",
        architecture,
        "Multi-Arch: same\n",
        "usr/share/doc/libentrepot-hello1/README",
        "Nothing is linked; the demonstration only needs a dependency.\n");
    build(
        directory,
        work,
        "entrepot-hello-data",
        "all",
        "",
        "usr/share/entrepot-hello/greeting",
        "Hello from an archive that Entrepot published.\n");
  }

  /// One package of version 1.0-1 with one file.
  ///
  /// @param fields lines of its control file
  public static void build(
      Path directory,
      Path work,
      String name,
      String architecture,
      String fields,
      String file,
      String content)
      throws IOException {
    Path tree = work.resolve(name);
    Path control = Files.createDirectories(tree.resolve("DEBIAN")).resolve("control");
    Files.writeString(
        control,
        """
        Package: %s
        Version: 1.0-1
        Architecture: %s
        Maintainer: Entrepot demonstration <demo@entrepot.invalid>
        Section: misc
        Priority: optional
        %sDescription: sample package of the Entrepot demonstration
         It can be installed and removed without any effect on the system.
        """
            .formatted(name, architecture, fields));
    Path installed = tree.resolve(file);
    Files.createDirectories(installed.getParent());
    Files.writeString(installed, content);
    Program.run(
        work,
        "dpkg",
        List.of(
            "dpkg-deb", "--root-owner-group", "--build", tree.toString(), directory.toString()));
  }
}
