package org.entrepot.format.architecture;

import java.util.Map;
import java.util.Optional;

/// What the name of an architecture stands for (dpkg's tuple table): `armhf` is
/// eabihf-gnu-linux-arm.
///
/// A processor that dpkg does not know is taken at its word, so that new ones need no change here.
record ArchitectureTuple(String abi, String libc, String os, String cpu) {
  private record Platform(String libc, String os) {}

  private record Processor(String abi, String cpu) {}

  private static final Platform GNU_LINUX = new Platform("gnu", "linux");

  /// What stands before the processor.
  private static final Map<String, Platform> PLATFORMS =
      Map.ofEntries(
          Map.entry("linux", GNU_LINUX),
          Map.entry("uclibc-linux", new Platform("uclibc", "linux")),
          Map.entry("musl-linux", new Platform("musl", "linux")),
          Map.entry("kfreebsd", new Platform("gnu", "kfreebsd")),
          Map.entry("knetbsd", new Platform("gnu", "knetbsd")),
          Map.entry("kopensolaris", new Platform("gnu", "kopensolaris")),
          Map.entry("hurd", new Platform("gnu", "hurd")),
          Map.entry("dragonflybsd", new Platform("bsd", "dragonflybsd")),
          Map.entry("freebsd", new Platform("bsd", "freebsd")),
          Map.entry("openbsd", new Platform("bsd", "openbsd")),
          Map.entry("netbsd", new Platform("bsd", "netbsd")),
          Map.entry("darwin", new Platform("bsd", "darwin")),
          Map.entry("aix", new Platform("sysv", "aix")),
          Map.entry("solaris", new Platform("sysv", "solaris")),
          Map.entry("uclinux", new Platform("uclibc", "uclinux")),
          Map.entry("mint", new Platform("tos", "mint")));

  /// Names of processors that imply an ABI, whatever the platform.
  private static final Map<String, Processor> PROCESSORS =
      Map.of("armhf", new Processor("eabihf", "arm"), "armel", new Processor("eabi", "arm"));

  /// Names of processors that imply an ABI with GNU and Linux only.
  private static final Map<String, Processor> GNU_LINUX_PROCESSORS =
      Map.ofEntries(
          Map.entry("arm64ilp32", new Processor("ilp32", "arm64")),
          Map.entry("mipsn32", new Processor("abin32", "mips64")),
          Map.entry("mipsn32el", new Processor("abin32", "mips64el")),
          Map.entry("mipsn32r6", new Processor("abin32", "mips64r6")),
          Map.entry("mipsn32r6el", new Processor("abin32", "mips64r6el")),
          Map.entry("mips64", new Processor("abi64", "mips64")),
          Map.entry("mips64el", new Processor("abi64", "mips64el")),
          Map.entry("mips64r6", new Processor("abi64", "mips64r6")),
          Map.entry("mips64r6el", new Processor("abi64", "mips64r6el")),
          Map.entry("powerpcspe", new Processor("spe", "powerpc")),
          Map.entry("x32", new Processor("x32", "amd64")));

  /// The tuple of a name; none for `all`, `source` and unknown platforms.
  static Optional<ArchitectureTuple> of(String name) {
    if (name.equals("all") || name.equals("source")) {
      return Optional.empty();
    }
    int hyphen = name.lastIndexOf('-');
    var platform = hyphen < 0 ? GNU_LINUX : PLATFORMS.get(name.substring(0, hyphen));
    if (platform == null) {
      return Optional.empty();
    }
    var word = name.substring(hyphen + 1);
    var processor = PROCESSORS.get(word);
    if (processor == null && platform.equals(GNU_LINUX)) {
      processor = GNU_LINUX_PROCESSORS.get(word);
    }
    if (processor == null) {
      processor = new Processor("base", word);
    }
    return Optional.of(
        new ArchitectureTuple(processor.abi(), platform.libc(), platform.os(), processor.cpu()));
  }
}
