package org.entrepot.service.importing;

import java.io.IOException;
import java.nio.file.Files;
import org.entrepot.catalog.View;
import org.entrepot.domain.task.ResourceClaims;
import org.entrepot.service.Claims;
import org.entrepot.service.FileTrees;
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
      case UploadOperation.RemoveUploads(var directory) -> FileTrees.remove(directory);
      case UploadOperation.RemoveUpload(var file) -> Files.deleteIfExists(file);
    }
    return _ -> new OperationResult.Done();
  }

  @Override
  public AfterCrash afterCrash() {
    return AfterCrash.RETRY;
  }
}
