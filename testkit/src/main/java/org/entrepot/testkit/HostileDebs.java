package org.entrepot.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/// Packages that break a rule or attack their reader; every reader must refuse each of them,
/// quickly and in bounded memory.
public final class HostileDebs {
  private static final byte[] FORMAT = "2.0\n".getBytes(StandardCharsets.US_ASCII);

  private HostileDebs() {}

  /// All of them by a name that says what is wrong. The largest has some MiB.
  public static Map<String, byte[]> all() {
    var all = new LinkedHashMap<String, byte[]>();
    archives(all);
    controls(all);
    contents(all);
    for (Packing packing : Packing.values()) {
      truncations(all, packing);
      if (packing != Packing.NONE && packing != Packing.BZIP2 && packing != Packing.LZMA) {
        all.put("data bomb of 64 GiB, " + packing, bomb(packing, 64));
      }
    }
    return Collections.unmodifiableMap(all);
  }

  /// A package whose data archive holds one file of so many GiB of zeros, packed into some MiB by
  /// repeating one frame or stream.
  public static byte[] bomb(Packing packing, int gibibytes) {
    byte[] frame = packing.pack(new byte[16 << 20]);
    var member = new ByteArrayOutputStream();
    member.writeBytes(
        packing.pack(
            TarBuilder.empty()
                .entry("./zeros", '0', (long) gibibytes << 30, "", new byte[0])
                .withoutEnd()
                .toBytes()));
    for (int i = 0; i < gibibytes * 64; i++) {
      member.writeBytes(frame);
    }
    return good().dataPacking(packing).packedData(member.toByteArray()).toBytes();
  }

  private static DebBuilder good() {
    return DebBuilder.of("hostile", "1.0", "amd64")
        .file("./usr/share/doc/hostile/copyright", "free");
  }

  private static void archives(Map<String, byte[]> all) {
    DebBuilder good = good();
    byte[] control = good.controlMember();
    byte[] data = good.dataMember();
    byte[] whole = good.toBytes();
    all.put("empty file", new byte[0]);
    all.put("magic only", ArBuilder.empty().toBytes());
    all.put(
        "magic of something else",
        ArBuilder.withMagic("!<xrch>\n").raw(Arrays.copyOfRange(whole, 8, whole.length)).toBytes());
    all.put(
        "text",
        "Package: hostile\nVersion: 1\nArchitecture: all\n".getBytes(StandardCharsets.US_ASCII));
    all.put(
        "no debian-binary",
        ArBuilder.empty().member("control.tar.xz", control).member("data.tar.xz", data).toBytes());
    all.put(
        "format 3.0",
        start("3.0\n").member("control.tar.xz", control).member("data.tar.xz", data).toBytes());
    all.put("no control", start().member("data.tar.xz", data).toBytes());
    all.put("no data", start().member("control.tar.xz", control).toBytes());
    all.put(
        "data before control",
        start().member("data.tar.xz", data).member("control.tar.xz", control).toBytes());
    all.put(
        "two debian-binary",
        start()
            .member("debian-binary", FORMAT)
            .member("control.tar.xz", control)
            .member("data.tar.xz", data)
            .toBytes());
    all.put(
        "two controls",
        start()
            .member("control.tar.xz", control)
            .member("control.tar.xz", control)
            .member("data.tar.xz", data)
            .toBytes());
    all.put(
        "two controls of different packing",
        start()
            .member("control.tar.xz", control)
            .member("data.tar.xz", data)
            .member("control.tar.gz", Packing.GZIP.pack(new byte[1024]))
            .toBytes());
    all.put(
        "two datas",
        start()
            .member("control.tar.xz", control)
            .member("data.tar.xz", data)
            .member("data.tar.xz", data)
            .toBytes());
    all.put(
        "unknown packing",
        start().member("control.tar.zip", control).member("data.tar.xz", data).toBytes());
    all.put(
        "packing that lies",
        start().member("control.tar.gz", control).member("data.tar.xz", data).toBytes());
    all.put(
        "size beyond the file",
        start().memberDeclaring("control.tar.xz", "9999999999", control).toBytes());
    all.put("size negative", start().memberDeclaring("control.tar.xz", "-1", control).toBytes());
    all.put(
        "size not a number", start().memberDeclaring("control.tar.xz", "abc", control).toBytes());
    all.put("size empty", start().memberDeclaring("control.tar.xz", "", control).toBytes());
    all.put(
        "bad header terminator",
        start()
            .header(
                "%-16s%-12d%-6d%-6d%-8s%-10sxx"
                    .formatted("control.tar.xz", 0, 0, 0, "100644", control.length))
            .raw(control)
            .toBytes());
    all.put("half a header", start().header("control.tar.xz  170000").toBytes());
    all.put(
        "GNU long name",
        start()
            .member("//", "control.tar.xz/\n".getBytes(StandardCharsets.US_ASCII))
            .member("/0", control)
            .member("data.tar.xz", data)
            .toBytes());
    all.put(
        "BSD long name",
        start()
            .member("#1/14", concat("control.tar.xz".getBytes(StandardCharsets.US_ASCII), control))
            .member("data.tar.xz", data)
            .toBytes());
    all.put(
        "member with a slash",
        start()
            .member("../control", control)
            .member("control.tar.xz", control)
            .member("data.tar.xz", data)
            .toBytes());
    all.put(
        "foreign member before control",
        start()
            .member("evil", FORMAT)
            .member("control.tar.xz", control)
            .member("data.tar.xz", data)
            .toBytes());
    for (int length : new int[] {4, 8, 30, 68, 72, 100, 140, whole.length / 2, whole.length - 40}) {
      all.put("cut after " + length + " bytes", Arrays.copyOf(whole, length));
    }
  }

  private static void controls(Map<String, byte[]> all) {
    byte[] stanza = good().control();
    all.put(
        "control archive without control",
        good().controlTar(TarBuilder.empty().file("./postinst", "x").toBytes()).toBytes());
    all.put("control archive empty", good().controlTar(new byte[0]).toBytes());
    all.put(
        "two control files",
        good()
            .controlTar(
                TarBuilder.empty().file("./control", stanza).file("control", stanza).toBytes())
            .toBytes());
    all.put(
        "control is a symlink",
        good()
            .controlTar(TarBuilder.empty().symlink("./control", "/etc/passwd").toBytes())
            .toBytes());
    all.put(
        "control is a hard link",
        good()
            .controlTar(TarBuilder.empty().hardlink("./control", "/etc/passwd").toBytes())
            .toBytes());
    all.put(
        "control is a directory",
        good().controlTar(TarBuilder.empty().directory("./control").toBytes()).toBytes());
    all.put(
        "control only in a parent",
        good().controlTar(TarBuilder.empty().file("../control", stanza).toBytes()).toBytes());
    all.put("control empty", good().controlText("").toBytes());
    all.put(
        "control of two stanzas",
        good().controlText("Package: a\nVersion: 1\n\nPackage: b\n").toBytes());
    all.put("control without colon", good().controlText("Package: a\nnonsense\n").toBytes());
    all.put("control begins with a continuation", good().controlText(" Package: a\n").toBytes());
    all.put(
        "control declares 8 EiB",
        good()
            .controlTar(
                TarBuilder.empty().entry("./control", '0', Long.MAX_VALUE, "", stanza).toBytes())
            .toBytes());
    all.put(
        "control declares a negative size",
        good()
            .controlTar(TarBuilder.empty().entry("./control", '0', -512, "", stanza).toBytes())
            .toBytes());
    all.put(
        "control of 20 MiB",
        good().controlText("Package: a\nX: " + " b\n".repeat(7 << 20)).toBytes());
    byte[] badSum = TarBuilder.empty().file("./control", stanza).toBytes();
    badSum[150] ^= 1;
    all.put("control with a wrong header checksum", good().controlTar(badSum).toBytes());
    all.put(
        "control archive is noise",
        good().controlTar("x".repeat(2048).getBytes(StandardCharsets.US_ASCII)).toBytes());
    all.put(
        "control archive ends in a header",
        good()
            .controlTar(Arrays.copyOf(TarBuilder.empty().file("./control", stanza).toBytes(), 300))
            .toBytes());
    all.put(
        "control archive ends in a file",
        good()
            .controlTar(Arrays.copyOf(TarBuilder.empty().file("./control", stanza).toBytes(), 530))
            .toBytes());
  }

  private static void contents(Map<String, byte[]> all) {
    all.put("data climbs out", good().file("./../../etc/passwd", "x").toBytes());
    all.put("data climbs out at once", good().file("../x", "x").toBytes());
    all.put("data with a newline", good().file("./usr/a\nfake/line main/x", "x").toBytes());
    all.put("data with an empty name", with(TarBuilder.empty().file("", "x")));
    all.put(
        "data with endless long name",
        with(TarBuilder.empty().entry("././@LongLink", 'L', 1L << 40, "", new byte[512])));
    all.put(
        "data with a long name and nothing to name",
        with(TarBuilder.empty().entry("././@LongLink", 'L', 4, "", new byte[] {'a', 'b', 'c', 0})));
    all.put(
        "data with huge pax header",
        with(TarBuilder.empty().entry("././@PaxHeader", 'x', 1L << 40, "", new byte[512])));
    all.put(
        "data with broken pax record",
        with(
            TarBuilder.empty()
                .entry("p", 'x', 10, "", "999 path=a".getBytes(StandardCharsets.US_ASCII))
                .file("./a", "x")));
    all.put(
        "data with a pax size that lies",
        with(TarBuilder.empty().paxHeader('x', "size", "99999999999999999999").file("./a", "x")));
    all.put(
        "data with pax that climbs out",
        with(TarBuilder.empty().paxHeader('x', "path", "../../etc/shadow").file("./a", "x")));
    all.put(
        "data file larger than the archive",
        with(TarBuilder.empty().entry("./a", '0', 1 << 20, "", new byte[512])));
    all.put(
        "data file of negative size",
        with(TarBuilder.empty().entry("./a", '0', -1, "", new byte[512])));
    all.put(
        "data file of unknown type",
        with(TarBuilder.empty().entry("./a", 'S', 0, "", new byte[0])));
    all.put(
        "data file of 1 EiB",
        with(TarBuilder.empty().entry("./a", '0', 1L << 60, "", new byte[512])));
  }

  private static void truncations(Map<String, byte[]> all, Packing packing) {
    byte[] random = new byte[20_000];
    new Random(7).nextBytes(random);
    DebBuilder good = good().packing(packing).file("./usr/lib/noise", random);
    byte[] data = good.dataMember();
    all.put(
        "data cut in half, " + packing,
        good.packedData(Arrays.copyOf(data, data.length / 2)).toBytes());
    all.put(
        "data empty of bytes, " + packing,
        good.packedData(packing == Packing.NONE ? new byte[100] : new byte[0]).toBytes());
    if (packing != Packing.NONE) {
      byte[] damaged = data.clone();
      damaged[data.length / 2] ^= 0x55;
      damaged[data.length / 2 + 1] ^= 0x55;
      if (packing != Packing.LZMA && packing != Packing.ZSTD) {
        // .lzma has no check value, and zstd writes none unless asked
        all.put("data damaged, " + packing, good.packedData(damaged).toBytes());
      }
    }
  }

  private static ArBuilder start() {
    return start("2.0\n");
  }

  private static ArBuilder start(String format) {
    return ArBuilder.empty().member("debian-binary", format.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] with(TarBuilder data) {
    return good().packedData(Packing.XZ.pack(data.toBytes())).toBytes();
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
