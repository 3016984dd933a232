package org.entrepot.cli.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.entrepot.cli.grammar.Flag;
import org.entrepot.cli.grammar.FlagValues;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.RepositoryException;
import org.entrepot.service.importing.UploaderRulesText;
import org.entrepot.service.operation.RepositoryOperation.AfterImport;
import org.entrepot.service.operation.RepositoryOperation.IncludeChanges;
import org.entrepot.service.operation.RepositoryOperation.Replacement;
import org.entrepot.service.operation.RepositoryOperation.Signatures;
import org.entrepot.service.operation.RepositoryOperation.Unsigned;
import org.entrepot.service.task.Failures;

/// The flags of commands that take uploads.
final class IncludeFlags {
  static final Flag UPLOADERS =
      Flag.text("uploaders-file", "", "file with the rules who may upload");
  static final Flag NO_REMOVE_FILES =
      Flag.onOff("no-remove-files", "keep the files that were taken");

  private static final Flag ACCEPT_UNSIGNED =
      Flag.onOff("accept-unsigned", "take uploads that are not signed");
  private static final Flag FORCE_REPLACE =
      Flag.onOff("force-replace", "replace packages of the same name, version and architecture");
  private static final Flag IGNORE_SIGNATURES =
      Flag.onOff("ignore-signatures", "do not look at signatures");
  private static final Flag KEYRING =
      Flag.list("keyring", "keyring with the keys of uploaders; may be repeated");
  static final Flag REPOSITORY =
      Flag.text(
          "repo",
          "{{.Distribution}}",
          "the repository, or a template over the fields of an upload");

  private IncludeFlags() {}

  /// These flags and more.
  static Flag[] and(Flag... more) {
    var all =
        new ArrayList<>(
            List.of(
                ACCEPT_UNSIGNED, FORCE_REPLACE, IGNORE_SIGNATURES, KEYRING, REPOSITORY, UPLOADERS));
    all.addAll(List.of(more));
    return all.toArray(Flag[]::new);
  }

  /// What the flags ask for.
  static IncludeChanges operation(
      FlagValues flags, Session session, List<Path> paths, AfterImport afterImport) {
    return new IncludeChanges(
        flags.text(REPOSITORY),
        paths,
        flags.isOn(FORCE_REPLACE) ? Replacement.REPLACE : Replacement.REFUSE,
        afterImport,
        flags.isOn(ACCEPT_UNSIGNED) ? Unsigned.ACCEPT : Unsigned.REFUSE,
        flags.isOn(IGNORE_SIGNATURES) ? Signatures.IGNORE : Signatures.CHECK,
        session.keyrings(flags.all(KEYRING)),
        uploaders(flags, session).orElse(""));
  }

  /// The rules as JSON text; empty text takes them away.
  static Optional<String> uploaders(FlagValues flags, Session session) {
    if (!flags.isGiven(UPLOADERS)) {
      return Optional.empty();
    }
    String file = flags.text(UPLOADERS);
    if (file.isEmpty()) {
      return Optional.of("");
    }
    try {
      return Optional.of(
          UploaderRulesText.compact(
              new String(session.fileContent(file), StandardCharsets.UTF_8), file));
    } catch (IOException e) {
      throw new RepositoryException(
          ErrorCode.FILE_NOT_FOUND,
          "unable to load uploaders file: " + Failures.describe(e, file),
          e);
    }
  }
}
