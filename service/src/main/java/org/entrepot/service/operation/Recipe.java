package org.entrepot.service.operation;

import java.util.Optional;
import org.entrepot.domain.mirror.Trust;
import org.entrepot.domain.name.InvalidNameException;
import org.entrepot.domain.name.MirrorName;
import org.entrepot.domain.name.PublicationPoint;
import org.entrepot.domain.name.SnapshotName;
import org.entrepot.service.operation.MirrorOperation.Missing;
import org.entrepot.service.operation.PublicationOperation.Signing;

/// What a schedule does: bring a mirror up to date, and when that has changed, freeze and publish
/// it.
///
/// @param snapshot name of the snapshots, with `{{date}}`, `{{time}}` or `{{datetime}}` (UTC) in
///   it; absent: none is made unless something is published
/// @param publish where the snapshot is published, or put in the place of the one that is there
/// @param everywhere whether it takes the place of the mirror's snapshots wherever these are
///   published
/// @param keep how many of the snapshots stay; absent: all
/// @param signatures of the archive; absent: as configured
public record Recipe(
    MirrorName mirror,
    Optional<String> snapshot,
    Optional<PublicationPoint> publish,
    Everywhere everywhere,
    Optional<Integer> keep,
    Optional<Trust.Signatures> signatures,
    Missing missing,
    Signing signing) {
  private static final String[] PLACES = {"{{date}}", "{{time}}", "{{datetime}}"};

  /// Whether all publications of the mirror are switched.
  public enum Everywhere {
    SWITCH,
    LEAVE
  }

  /// @throws InvalidNameException for a name that no snapshot can have
  public Recipe {
    snapshot.ifPresent(name -> {
      var _ = new SnapshotName(filled(name, "0", "0"));
      if (!name.contains("{{")) {
        throw new InvalidNameException(
            "the snapshots of a schedule need names that differ: put {{date}} or {{datetime}} into \"%s\""
                .formatted(name));
      }
      if (filled(name, "", "").contains("{{")) {
        throw new InvalidNameException(
            "only {{date}}, {{time}} and {{datetime}} are known in the name \"%s\""
                .formatted(name));
      }
    });
  }

  /// Whether snapshots are made.
  public boolean makesSnapshots() {
    return snapshot.isPresent() || publish.isPresent() || everywhere == Everywhere.SWITCH;
  }

  /// The form of the names.
  public String snapshotForm() {
    return snapshot.orElseGet(() -> mirror + "-{{datetime}}");
  }

  /// A name of this form.
  ///
  /// @param date such as `2026-11-30`
  /// @param time such as `033000`
  public static String filled(String form, String date, String time) {
    return form.replace(PLACES[0], date)
        .replace(PLACES[1], time)
        .replace(PLACES[2], date.replace("-", "") + "T" + time + "Z");
  }
}
