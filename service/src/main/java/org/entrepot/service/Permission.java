package org.entrepot.service;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.entrepot.catalog.View;
import org.entrepot.domain.access.Grant;
import org.entrepot.domain.access.Scope;
import org.entrepot.domain.task.Access;
import org.entrepot.domain.task.ObjectKind;
import org.entrepot.domain.task.Resource;
import org.entrepot.domain.task.ResourceClaim;
import org.entrepot.domain.task.ResourceClaims;

/// Whether somebody may make a change, judged by what the change claims: so no name escapes,
/// wherever in a request it stood. Judged when it is submitted, and again when it runs, on the
/// claims that it has then.
public final class Permission {
  private Permission() {}

  /// Refuses a change that is not the caller's to make: every object that it claims by name, to
  /// change or only to read, must be among those that may be touched.
  ///
  /// @throws RepositoryException with `NOT_PERMITTED`
  public static void require(Grant grant, String title, ResourceClaims claims) {
    refusal(grant, needed(claims.asList()), names(claims))
        .ifPresent(reason -> {
          throw new RepositoryException(
              ErrorCode.NOT_PERMITTED, "%s is not permitted: %s".formatted(title, reason));
        });
  }

  private static Scope needed(List<ResourceClaim> claims) {
    if (claims.stream().anyMatch(Permission::concernsEverybody)) {
      return Scope.ADMIN;
    }
    boolean onlyUploads =
        !claims.isEmpty()
            && claims.stream().allMatch(claim -> claim.resource() instanceof Resource.SourcePath);
    return onlyUploads ? Scope.UPLOAD : Scope.WRITE;
  }

  private static Optional<String> refusal(Grant grant, Scope needed, Collection<String> names) {
    return grant.refusal(
        needed, needed == Scope.ADMIN ? List.of() : names); // see Grant: for all or none
  }

  /// Refuses a caller whose token was revoked or has expired since it was shown. In the transaction
  /// that submits, so that nothing can come after the revocation.
  ///
  /// @throws RepositoryException with `NOT_PERMITTED`
  public static void requireStillValid(Caller caller, View view, Instant now) {
    caller
        .token()
        .filter(id -> view.findToken(id).filter(token -> !token.isExpired(now)).isEmpty())
        .ifPresent(_ -> {
          throw new RepositoryException(
              ErrorCode.NOT_PERMITTED, "%s was revoked or has expired".formatted(caller.actor()));
        });
  }

  private static boolean concernsEverybody(ResourceClaim claim) {
    return switch (claim.resource()) {
      case Resource.Everything _ -> true;
      case Resource.PackagePool _ -> claim.access() == Access.EXCLUSIVE;
      case Resource.NamedObject(var kind, _) ->
          kind == ObjectKind.TOKEN || kind == ObjectKind.SCHEDULE; // it may do all that there is
      case Resource.ObjectId _,
          Resource.PublicationResource _,
          Resource.PublishedPool _,
          Resource.SourcePath _ ->
          false;
    };
  }

  private static List<String> names(ResourceClaims claims) {
    return claims.asList().stream()
        .map(ResourceClaim::resource)
        .<String>mapMulti((resource, names) -> {
          switch (resource) {
            case Resource.NamedObject(_, var name) -> names.accept(name);
            case Resource.PublicationResource(var point) -> names.accept(point.toString());
            case Resource.ObjectId _,
                Resource.PublishedPool _,
                Resource.PackagePool _,
                Resource.SourcePath _,
                Resource.Everything _ -> {}
          }
        })
        .toList();
  }
}
