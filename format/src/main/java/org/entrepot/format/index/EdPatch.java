package org.entrepot.format.index;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.entrepot.format.FormatException;

/// A patch in the form of `diff --ed`: commands of ed(1) from the last line of the file to its
/// first, as the repository format uses them for indices ("Indices: pdiffs").
///
/// Known are `a`, `c` and `d`, and `s/.//`, by which diff writes a line that is a single dot. Lines
/// are bytes ended by LF. Immutable and thread-safe.
public final class EdPatch {
  private static final Pattern COMMAND =
      Pattern.compile("(?<from>[0-9]{1,9})(?:,(?<to>[0-9]{1,9}))?(?<what>[acd])");
  private static final String RULE = "repository format: pdiffs";
  private static final String REMOVE_DOT = "s/.//";

  /// By ascending lines.
  private final List<Edit> edits;

  private static final class Edit {
    /// The first line that goes, from 1; the line after which text comes when none goes.
    private final long from;

    /// The last line that goes; smaller than `from` when none goes.
    private final long to;

    /// What comes, each line ended.
    private final byte[] text;

    Edit(long from, long to, byte[] text) {
      this.from = from;
      this.to = to;
      this.text = text;
    }

    boolean appends() {
      return to < from;
    }
  }

  private EdPatch(List<Edit> edits) {
    this.edits = edits;
  }

  /// Reads a patch.
  ///
  /// @param source name of the file, for messages
  /// @throws FormatException for other commands, or commands that are not in descending order
  public static EdPatch parse(byte[] bytes, String source) throws FormatException {
    return new EdPatch(new Parser(bytes, source).edits());
  }

  private static final class Parser {
    private final byte[] bytes;
    private final String source;
    private final List<Edit> edits = new ArrayList<>();
    private int at;
    private long line;

    Parser(byte[] bytes, String source) {
      this.bytes = bytes;
      this.source = source;
    }

    List<Edit> edits() throws FormatException {
      while (at < bytes.length) {
        String command = next();
        if (command.equals("w") || command.equals("q")) {
          continue;
        }
        Matcher parts = COMMAND.matcher(command);
        if (!parts.matches()) {
          throw fault("is no command of diff --ed", command);
        }
        add(parts, command);
      }
      return List.copyOf(edits.reversed());
    }

    private void add(Matcher parts, String command) throws FormatException {
      long from = Long.parseLong(parts.group("from"));
      String end = parts.group("to");
      char what = parts.group("what").charAt(0);
      long to = end == null ? from : Long.parseLong(end);
      boolean appends = what == 'a';
      if ((appends && end != null) || to < from || (!appends && from == 0)) {
        throw fault("names lines that cannot be", command);
      }
      byte[] text = what == 'd' ? new byte[0] : text();
      var edit = new Edit(from, appends ? from - 1 : to, text);
      long before = edits.isEmpty() ? Long.MAX_VALUE : edits.getLast().from;
      boolean appendsBefore = !edits.isEmpty() && edits.getLast().appends();
      long last = appends ? from : to;
      if (appendsBefore ? last > before : last >= before) {
        throw fault("does not come before the command above it", command);
      }
      edits.add(edit);
    }

    /// Lines up to a single dot; after it `s/.//` and a further `a` may follow.
    private byte[] text() throws FormatException {
      int start = at;
      var whole = new ByteArrayOutputStream();
      while (at < bytes.length) {
        int from = at;
        String text = next();
        if (!text.equals(".")) {
          continue;
        }
        whole.write(bytes, start, from - start);
        if (!comes(REMOVE_DOT)) {
          return whole.toByteArray();
        }
        byte[] dotted = whole.toByteArray();
        if (dotted.length < 3 || dotted[dotted.length - 2] != '.') {
          throw fault("removes the first character of another line than \"..\"", REMOVE_DOT);
        }
        whole.reset();
        whole.write(dotted, 0, dotted.length - 3);
        whole.write('.');
        whole.write('\n');
        if (!comes("a")) {
          return whole.toByteArray();
        }
        start = at;
      }
      throw fault("ends within text", "");
    }

    private boolean comes(String command) {
      byte[] expected = (command + "\n").getBytes(StandardCharsets.ISO_8859_1);
      if (at + expected.length > bytes.length) {
        return false;
      }
      for (int i = 0; i < expected.length; i++) {
        if (bytes[at + i] != expected[i]) {
          return false;
        }
      }
      at += expected.length;
      line++;
      return true;
    }

    private String next() throws FormatException {
      int end = at;
      while (end < bytes.length && bytes[end] != '\n') {
        end++;
      }
      if (end == bytes.length) {
        throw fault("ends within a line", "");
      }
      String text = new String(bytes, at, Math.min(end - at, 40), StandardCharsets.ISO_8859_1);
      at = end + 1;
      line++;
      return text;
    }

    private FormatException fault(String problem, String excerpt) {
      return FormatException.atLine(source, line, problem, RULE, excerpt);
    }
  }

  /// Writes the patched text. Closes neither stream.
  ///
  /// @throws IOException when a stream fails, or the text has fewer lines than the patch needs
  public void apply(InputStream old, OutputStream patched) throws IOException {
    var in = new BufferedInputStream(old, 1 << 16);
    var out = new BufferedOutputStream(patched, 1 << 16);
    long line = 0; // lines that are read
    for (Edit edit : edits) {
      line = copy(in, out, line, edit.appends() ? edit.from : edit.from - 1);
      if (!edit.appends()) {
        line = copy(in, OutputStream.nullOutputStream(), line, edit.to);
      }
      out.write(edit.text);
    }
    in.transferTo(out);
    out.flush();
  }

  /// Copies until so many lines are read.
  private static long copy(InputStream in, OutputStream out, long line, long until)
      throws IOException {
    long read = line;
    while (read < until) {
      int b = in.read();
      if (b < 0) {
        throw new IOException("the text has %d lines, the patch needs %d".formatted(read, until));
      }
      out.write(b);
      if (b == '\n') {
        read++;
      }
    }
    return read;
  }
}
