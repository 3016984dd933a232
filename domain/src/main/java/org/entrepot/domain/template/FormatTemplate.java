package org.entrepot.domain.template;

import java.util.List;
import java.util.Map;

/// A template of Go's text/template language over the fields of a package, spec cli 4.4.
///
/// There are fields (`{{.Package}}`, `{{index . "Installed-Size"}}`), `if`, `with`, `range` with
/// `else`, `break` and `continue`, variables, pipelines, trim markers, comments, and the functions
/// `and or not len index slice print printf println eq ne lt le gt ge html js urlquery`. There are
/// no `define`, `template` and `block`, hence no recursion. A rendering stops with an exception
/// after a fixed amount of work, so that no template runs for ever or fills the memory. Texts are
/// indexed and measured in bytes of UTF-8. Immutable.
public final class FormatTemplate {
  private static final int LONGEST_TEMPLATE = 64 << 10;

  private final List<Node> nodes;

  private FormatTemplate(List<Node> nodes) {
    this.nodes = nodes;
  }

  public static FormatTemplate parse(String text) throws TemplateException {
    if (text.length() > LONGEST_TEMPLATE) {
      throw new TemplateException("longer than " + LONGEST_TEMPLATE + " characters");
    }
    return new FormatTemplate(List.copyOf(TemplateParser.parse(text)));
  }

  /// The text for one package, without a newline added.
  public String render(Map<String, String> fields) throws TemplateException {
    return new Evaluation(fields).render(nodes);
  }
}
