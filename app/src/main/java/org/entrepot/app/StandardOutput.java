package org.entrepot.app;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Standard output, which knows whether something that was written to it is lost. A reader that
/// went away (`| head`) has lost nothing that it wanted.
final class StandardOutput extends OutputStream {
  private final OutputStream out;
  private volatile @Nullable String lost;

  StandardOutput() {
    this(new FileOutputStream(FileDescriptor.out));
  }

  StandardOutput(OutputStream out) {
    this.out = out;
  }

  /// Why something is lost.
  Optional<String> lost() {
    return Optional.ofNullable(lost);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    try {
      out.write(bytes, from, length);
    } catch (IOException e) {
      String why = String.valueOf(e.getMessage());
      if (!why.equals("Broken pipe")) {
        lost = why;
      }
      throw e;
    }
  }
}
