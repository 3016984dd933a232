package org.entrepot.domain.task;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.entrepot.domain.task.Resource.Everything;
import org.entrepot.domain.task.Resource.SourcePath;

/// All that a task reads and changes: each resource once, with the stronger access. Text form: one
/// line per claim, each ended by a newline, in the order of the resources' texts. Immutable.
public final class ResourceClaims implements Iterable<ResourceClaim> {
  private static final ResourceClaims NONE = new ResourceClaims(new TreeMap<>());

  private final SortedMap<Resource, Access> accesses;

  private ResourceClaims(SortedMap<Resource, Access> accesses) {
    this.accesses = Collections.unmodifiableSortedMap(accesses);
  }

  /// No claim at all: such a task waits for nobody.
  public static ResourceClaims none() {
    return NONE;
  }

  /// These claims.
  public static ResourceClaims of(ResourceClaim... claims) {
    return of(List.of(claims));
  }

  /// These claims.
  public static ResourceClaims of(Collection<ResourceClaim> claims) {
    var accesses = new TreeMap<Resource, Access>();
    for (var claim : claims) {
      accesses.merge(claim.resource(), claim.access(), ResourceClaims::stronger);
    }
    return new ResourceClaims(accesses);
  }

  /// These claims and those.
  public ResourceClaims and(ResourceClaims more) {
    var all = new TreeMap<>(accesses);
    more.accesses.forEach(
        (resource, access) -> all.merge(resource, access, ResourceClaims::stronger));
    return new ResourceClaims(all);
  }

  /// These claims and one more.
  public ResourceClaims and(ResourceClaim claim) {
    return and(of(claim));
  }

  /// Whether tasks with these and those claims must not run at the same time.
  public boolean conflictsWith(ResourceClaims other) {
    if (other.accesses.size() < accesses.size()) {
      return other.conflictsWith(this);
    }
    for (var claim : this) {
      if (claim.resource() instanceof Everything || claim.resource() instanceof SourcePath) {
        if (other.asList().stream().anyMatch(claim::conflictsWith)) {
          return true;
        }
      } else if (other.conflictsWith(claim)) {
        return true;
      }
    }
    return false;
  }

  private boolean conflictsWith(ResourceClaim claim) {
    return conflicts(claim, claim.resource()) || conflicts(claim, new Everything());
  }

  private boolean conflicts(ResourceClaim claim, Resource resource) {
    var access = accesses.get(resource);
    return access != null && claim.conflictsWith(new ResourceClaim(resource, access));
  }

  /// Whether these claims allow all that those do: a task that holds these need not start over.
  public boolean covers(ResourceClaims needed) {
    return needed.asList().stream()
        .allMatch(claim -> asList().stream().anyMatch(held -> held.covers(claim)));
  }

  /// Whether there are none.
  public boolean isEmpty() {
    return accesses.isEmpty();
  }

  /// The claims in the order of the resources' texts.
  public List<ResourceClaim> asList() {
    var claims = new ArrayList<ResourceClaim>(accesses.size());
    accesses.forEach((resource, access) -> claims.add(new ResourceClaim(resource, access)));
    return List.copyOf(claims);
  }

  @Override
  public Iterator<ResourceClaim> iterator() {
    return asList().iterator();
  }

  /// The lines that `parse` reads.
  public String toText() {
    return asList().stream().map(claim -> claim.toText() + "\n").collect(Collectors.joining());
  }

  /// The claims of text that `toText` wrote.
  ///
  /// @throws IllegalArgumentException for any other text
  public static ResourceClaims parse(String text) {
    return of(text.lines().map(ResourceClaim::parse).toList());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ResourceClaims that && accesses.equals(that.accesses);
  }

  @Override
  public int hashCode() {
    return accesses.hashCode();
  }

  @Override
  public String toString() {
    return toText();
  }

  private static Access stronger(Access a, Access b) {
    return a == Access.EXCLUSIVE ? a : b;
  }
}
