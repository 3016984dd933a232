package org.entrepot.service.task;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.entrepot.catalog.error.CatalogException;
import org.entrepot.catalog.error.ConflictException;
import org.entrepot.catalog.error.StaleException;
import org.entrepot.domain.name.InvalidNameException;
import org.entrepot.domain.query.QueryException;
import org.entrepot.openpgp.OpenPgpException;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.RepositoryException;
import org.entrepot.transport.TransportException;

/// Gives every throwable that ends a use case its code and its sentence.
public final class Failures {
  private Failures() {}

  /// The failure as people and programs should see it; `doing` says what was tried.
  public static RepositoryException of(String doing, Throwable cause) {
    return switch (cause) {
      case RepositoryException known -> known;
      case InvalidNameException name ->
          new RepositoryException(ErrorCode.INVALID_NAME, text(name), name);
      case QueryException query ->
          new RepositoryException(ErrorCode.INVALID_QUERY, text(query), query);
      case ConflictException conflict ->
          new RepositoryException(
              switch (conflict.rule()) {
                case TAKEN -> ErrorCode.NAME_TAKEN;
                case IN_USE -> ErrorCode.IN_USE;
                case MISSING -> ErrorCode.CHANGED_MEANWHILE;
              },
              text(conflict),
              conflict);
      case StaleException stale ->
          new RepositoryException(ErrorCode.CHANGED_MEANWHILE, text(stale), stale);
      case CatalogException failure ->
          new RepositoryException(ErrorCode.CATALOG_FAILED, text(failure), failure);
      case OpenPgpException signing ->
          new RepositoryException(
              switch (signing.reason()) {
                case MISSING_KEY, AMBIGUOUS_KEY -> ErrorCode.KEY_NOT_FOUND;
                case INVALID_REQUEST -> ErrorCode.INVALID_REQUEST;
                case STORAGE -> ErrorCode.STORAGE_FAILED;
                case PASSPHRASE_REQUIRED,
                    WRONG_PASSPHRASE,
                    EXPIRED_KEY,
                    REVOKED_KEY,
                    UNSUPPORTED_KEY,
                    CORRUPT_KEY,
                    MALFORMED,
                    UNTRUSTED,
                    MISSING_PROGRAM,
                    PROGRAM_FAILED,
                    TIMEOUT ->
                    ErrorCode.SIGNING_FAILED;
              },
              text(signing),
              signing);
      case UncheckedIOException wrapped when wrapped.getCause() != null ->
          of(doing, wrapped.getCause());
      case TransportException away ->
          new RepositoryException(ErrorCode.UPSTREAM_UNAVAILABLE, text(away), away);
      case IOException io ->
          new RepositoryException(
              ErrorCode.STORAGE_FAILED, "%s failed: %s".formatted(doing, describe(io)), io);
      case OutOfMemoryError memory ->
          new RepositoryException(
              ErrorCode.INTERNAL,
              doing
                  + " failed: the memory bound of this process is too small; raise it with"
                  + " ENTREPOT_JAVA_OPTS=-Xmx1g",
              memory);
      default ->
          new RepositoryException(
              ErrorCode.INTERNAL,
              "%s failed by a defect of Entrepot: %s".formatted(doing, cause),
              cause);
    };
  }

  /// What an input or output error says, in words; the exceptions of the JDK often give a bare
  /// path.
  public static String describe(IOException io) {
    String message = text(io);
    return switch (io) {
      case NoSuchFileException _ -> message + ": no such file or directory";
      case FileAlreadyExistsException _ -> message + ": a file is there already";
      case AccessDeniedException _ -> message + ": permission denied";
      case EOFException _ when io.getMessage() == null -> "it ends too early";
      case FileSystemException system when system.getReason() == null ->
          message + ": " + system.getClass().getSimpleName();
      default -> message;
    };
  }

  /// The same, with the file's name where the system left it out.
  public static String describe(IOException io, String file) {
    String told = describe(io);
    return told.contains(file) ? told : file + ": " + told;
  }

  private static String text(Throwable cause) {
    String message = cause.getMessage();
    return message == null || message.isBlank() ? cause.getClass().getSimpleName() : message;
  }
}
