package org.entrepot.service.importing;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.entrepot.catalog.View;
import org.entrepot.domain.task.ResourceClaims;
import org.entrepot.service.Claims;
import org.entrepot.service.operation.OperationResult;
import org.entrepot.service.operation.UploadOperation;
import org.entrepot.service.task.Completion;
import org.entrepot.service.task.OperationContext;
import org.entrepot.service.task.UseCase;

/// Removes uploaded files. What is uploaded meanwhile stays.
public final class RemoveUploadsUseCase implements UseCase<UploadOperation> {
  @Override
  public void validate(UploadOperation operation, View view) {
    // missing files are removed already
  }

  @Override
  public ResourceClaims resources(UploadOperation operation, View view) {
    return new Claims(view).takes(operation.path()).build();
  }

  @Override
  public Completion run(UploadOperation operation, OperationContext context) throws IOException {
    switch (operation) {
      case UploadOperation.RemoveUploads(var directory) -> removeTree(directory);
      case UploadOperation.RemoveUpload(var file) -> Files.deleteIfExists(file);
    }
    return _ -> new OperationResult.Done();
  }

  @Override
  public AfterCrash afterCrash() {
    return AfterCrash.RETRY;
  }

  private static void removeTree(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    Files.walkFileTree(
        tree,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, IOException e)
              throws IOException {
            try {
              Files.deleteIfExists(directory);
            } catch (DirectoryNotEmptyException _) {
              // something was uploaded meanwhile
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
