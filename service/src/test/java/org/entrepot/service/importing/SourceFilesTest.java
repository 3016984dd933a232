package org.entrepot.service.importing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.entrepot.service.operation.OperationResult.SourceFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceFilesTest {
  @TempDir Path root;

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(root)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void theFileThatWasReadIsRemoved() throws IOException {
    Path file = Files.writeString(root.resolve("a.deb"), "one");
    SourceFile read = SourceFiles.examine(file);
    SourceFiles.remove(read);
    assertThat(names()).isEmpty();
    SourceFiles.remove(read);
    assertThat(names()).isEmpty();
  }

  @Test
  void anotherFileOfTheNameStays() throws IOException {
    Path file = Files.writeString(root.resolve("a.deb"), "one");
    SourceFile read = SourceFiles.examine(file);
    Path other = Files.writeString(root.resolve("b.deb"), "two");
    Files.move(other, file, StandardCopyOption.ATOMIC_MOVE);
    SourceFiles.remove(read);
    assertThat(file).hasContent("two");
    Files.writeString(file, "six");
    assertThat(names()).containsExactly("a.deb");
  }

  @Test
  void aFileThatIsWrittenToStays() throws IOException {
    Path file = Files.writeString(root.resolve("a.deb"), "one");
    SourceFile read = SourceFiles.examine(file);
    Files.writeString(file, "longer");
    SourceFiles.remove(read);
    assertThat(file).hasContent("longer");
  }

  /// The process died after it took the file aside.
  @Test
  void aRemovalIsFinishedOrUndoneByTheNext() throws IOException {
    Path file = Files.writeString(root.resolve("a.deb"), "one");
    SourceFile read = SourceFiles.examine(file);
    Path aside = SourceFiles.aside(read);
    Files.move(file, aside);
    SourceFiles.remove(read);
    assertThat(names()).isEmpty();

    Files.writeString(aside, "just moved into the place when it was taken aside");
    SourceFiles.remove(read);
    assertThat(file).hasContent("just moved into the place when it was taken aside");
    assertThat(names()).containsExactly("a.deb");

    Files.writeString(aside, "older");
    SourceFiles.remove(read);
    assertThat(file).hasContent("just moved into the place when it was taken aside");
    assertThat(names()).containsExactly("a.deb");
  }

  @Test
  void aSymbolicLinkIsRemovedAndNotWhatItLeadsTo() throws IOException {
    Path file = Files.writeString(root.resolve("a.deb"), "one");
    Path link = Files.createSymbolicLink(root.resolve("link.deb"), file);
    SourceFiles.remove(SourceFiles.examine(link));
    assertThat(names()).containsExactly("a.deb");
  }

  @Test
  void emptyDirectoriesGoUpToTheOneThatWasNamed() throws IOException {
    Path top = Files.createDirectories(root.resolve("up/d"));
    Path deep = Files.createDirectories(top.resolve("x/y"));
    Path file = Files.writeString(deep.resolve("a.deb"), "one");
    SourceFile read = SourceFiles.examine(file);
    SourceFiles.remove(read);
    Path kept = Files.writeString(top.resolve("x/kept"), "");
    SourceFiles.removeEmptyDirectories(List.of(read), List.of(top));
    assertThat(deep).doesNotExist();
    assertThat(kept).exists();
    Files.delete(kept);
    SourceFiles.removeEmptyDirectories(List.of(read), List.of(top));
    assertThat(top).doesNotExist();
    assertThat(root.resolve("up")).exists();
  }
}
