package org.entrepot.domain.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// spec cli 4.4; the rows follow the documentation of Go's text/template and fmt.
final class FormatTemplateTest {
  private static final Map<String, String> FIELDS =
      Map.of(
          "Package", "nginx",
          "Version", "1.2-3",
          "Installed-Size", "812",
          "Empty", "",
          "Html", "<a href='x'>&\"</a>",
          "Description", " a server\n long\n",
          "Umlaut", "äöü");

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      quoteCharacter = '^',
      ignoreLeadingAndTrailingWhitespace = false,
      textBlock =
          """
          plain text¦plain text
          {{.Package}}¦nginx
          {{ .Package }}_{{ .Version }}¦nginx_1.2-3
          {{.Nothing}}¦<no value>
          {{index . "Installed-Size"}}¦812
          {{index . "Nothing"}}¦^^
          {{$.Package}}¦nginx
          {{$}}¦map[Description: a server|n long|n Empty: Html:<a href='x'>&"</a> Installed-Size:812 Package:nginx Umlaut:äöü Version:1.2-3]
          {{if .Package}}yes{{end}}¦yes
          {{if .Nothing}}yes{{else}}no{{end}}¦no
          {{if .Empty}}yes{{else}}no{{end}}¦no
          {{if .Empty}}1{{else if .Package}}2{{else}}3{{end}}¦2
          {{if .Empty}}1{{else if .Nothing}}2{{else}}3{{end}}¦3
          {{if not .Empty}}none{{end}}¦none
          {{with .Package}}<{{.}}>{{end}}¦<nginx>
          {{with .Nothing}}x{{else}}none{{end}}¦none
          {{with .Nothing}}x{{else with .Version}}{{.}}{{end}}¦1.2-3
          {{with $x := .Package}}{{$x}}{{$.Version}}{{end}}¦nginx1.2-3
          {{range .Nothing}}x{{else}}none{{end}}¦none
          {{range 3}}{{.}},{{end}}¦0,1,2,
          {{range $i := 3}}{{$i}}{{end}}¦012
          {{range 0}}x{{else}}zero{{end}}¦zero
          {{range $k, $v := .}}{{$k}};{{end}}¦Description;Empty;Html;Installed-Size;Package;Umlaut;Version;
          {{range $k, $v := .}}{{if eq $k "Version"}}{{$v}}{{break}}{{end}}{{end}}¦1.2-3
          {{range 4}}{{if eq . 2}}{{continue}}{{end}}{{.}}{{end}}¦013
          {{range $v := .}}{{len $v}};{{end}}¦16;0;18;3;5;6;5;
          {{$x := .Package}}{{$x}}¦nginx
          {{$x := 1}}{{if true}}{{$x = 2}}{{end}}{{$x}}¦2
          {{$x := 1}}{{if true}}{{$x := 2}}{{end}}{{$x}}¦1
          {{$n := 0}}{{range 3}}{{$n = .}}{{end}}{{$n}}¦2
          {{.Package | printf "%s!"}}¦nginx!
          {{.Package | len | printf "%03d"}}¦005
          {{(index . "Package")}}¦nginx
          {{printf "%s" (printf "%s" .Package)}}¦nginx
          a {{- .Package -}} b¦anginxb
          a  {{- /* comment */ -}}  b¦ab
          a{{/* comment }} */}}b¦ab
          {{- 3}}¦3
          {{-3}}¦-3
          {{"a\\tb\\x41\\u00e4\\101"}}¦a	bAäA
          {{`raw\\n`}}¦raw\\n
          {{'a'}}¦97
          {{0x1f}} {{0b11}} {{0o17}} {{1_000}}¦31 3 15 1000
          {{1.5}} {{1e3}} {{.5}} {{1e30}} {{1.5e-7}}¦1.5 1000 0.5 1e+30 1.5e-07
          {{true}} {{false}}¦true false
          {{and 1 0 2}}{{and 1 2}}{{or 0 2 3}}{{or 0 ""}}¦022
          {{and 0 (index "" 5)}}¦0
          {{or 1 (index "" 5)}}¦1
          {{not 1}}¦false
          {{len "äb"}}¦3
          {{len .}}¦7
          {{index "abc" 1}}¦98
          {{index . "Package" 0}}¦110
          {{slice .Package 1 3}}¦gi
          {{slice .Package 2}}¦inx
          {{slice .Package}}¦nginx
          {{print 1 2 "a" 3 4}}¦1 2a3 4
          {{print "a" "b" 1}}¦ab1
          {{print nil}}{{print .Nothing}}¦<nil><nil>
          {{println "a" 1}}¦a 1|n
          {{eq .Package "nginx"}}¦true
          {{eq .Package "a" "nginx"}}¦true
          {{eq .Nothing "a"}}{{eq .Nothing nil}}¦falsetrue
          {{ne .Package "a"}}¦true
          {{lt 1 2}}{{le 2 2}}{{gt 1 2}}{{ge 1 2}}¦truetruefalsefalse
          {{lt "a" "b"}}¦true
          {{html .Html}}¦&lt;a href=&#39;x&#39;&gt;&amp;&#34;&lt;/a&gt;
          {{html .Nothing}}¦&lt;no value&gt;
          {{js .Html}}¦\\u003Ca href\\u003D\\'x\\'\\u003E\\u0026\\"\\u003C/a\\u003E
          {{urlquery "a b&c/ä~*"}}¦a+b%26c%2F%C3%A4~%2A
          {{printf "%s|%v|%q|%d|%t|%%" "a" 1 "q\\"" 7 true}}¦a|1|"q\\""|7|true|%
          {{printf "%5s|%-5s|%05d|%+d|%x|%X|%c|%U" "a" "b" 42 1 255 255 65 65}}¦    a|b    |00042|+1|ff|FF|A|U+0041
          {{printf "%.2s|%.2f|%8.3f|%e|%g" "abc" 1.5 2.25 1.0 0.1}}¦ab|1.50|   2.250|1.000000e+00|0.1
          {{printf "%x" "hi"}}¦6869
          {{printf "%d" "x"}}¦%!d(string=x)
          {{printf "%s" 5}}¦%!s(int=5)
          {{printf "%s %s" "x"}}¦x %!s(MISSING)
          {{printf "x" 1 "b"}}¦x%!(EXTRA int=1, string=b)
          {{printf "%"}}¦%!(NOVERB)
          {{printf "%z" 1}}¦%!z(int=1)
          {{printf "%T %T" 1 "a"}}¦int string
          {{printf "%[2]s %[1]s" "a" "b"}}¦b a
          {{printf "%*d" 5 42}}¦   42
          {{printf "%v" .Nothing}}¦<nil>
          {{.Description}}.¦ a server|n long|n.
          {{"\\\\n"}}¦\\n
          }} {¦}} {
          """)
  void rendersAsGoDoes(String template, String expected) throws TemplateException {
    assertThat(render(template)).isEqualTo(expected.replace("|n", "\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{",
        "{{.Package",
        "{{}}",
        "{{ }}",
        "{{end}}",
        "{{else}}",
        "{{if}}x{{end}}",
        "{{if .A}}",
        "{{if .A}}{{else}}{{else}}{{end}}",
        "{{nosuch}}",
        "{{$x}}",
        "{{nil}}",
        "{{break}}",
        "{{if .A}}{{$x := 1}}{{end}}{{$x}}",
        "{{.A | .B}}",
        "{{.A | 3}}",
        "{{/* x }}",
        "{{/* x */ }}",
        "{{\"a}}",
        "{{`a}}",
        "{{'ab'}}",
        "{{''}}",
        "{{1x}}",
        "{{1.2.3}}",
        "{{(.A}}",
        "{{.A)}}",
        "{{\"a\"\"b\"}}",
        "{{\"\\z\"}}",
        "{{define \"x\"}}{{end}}",
        "{{template \"x\"}}",
        "{{block \"x\" .}}",
        "{{$x = 1}}",
        "{{. .A | }}",
        "{{?}}",
        "{{:}}",
        "{{\"a\".B}}",
        "{{range $a, $b, $c := .}}{{end}}",
        "{{if .A}}{{end}}{{end}}",
        "{{9223372036854775808}}",
        "{{\"\\u12\"}}",
        "{{\"\\777\"}}",
        "{{,}}"
      })
  void badTemplatesDoNotParse(String template) {
    assertThatThrownBy(() -> FormatTemplate.parse(template))
        .isInstanceOf(TemplateException.class)
        .message()
        .isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{.Package.Name}}",
        "{{index .Package 5}}",
        "{{index .Package -1}}",
        "{{index 1 2}}",
        "{{index . 1}}",
        "{{slice .Package 3 1}}",
        "{{slice .Package 0 99}}",
        "{{slice .Package 0 1 2}}",
        "{{len 3}}",
        "{{len .Nothing}}",
        "{{eq 1 \"a\"}}",
        "{{eq 1}}",
        "{{lt 1 \"a\"}}",
        "{{lt true false}}",
        "{{.Package 1}}",
        "{{not}}",
        "{{not 1 2}}",
        "{{range .Package}}{{end}}",
        "{{eq . .}}",
        "{{ne 1 2 3}}",
        "{{printf}}",
        "{{printf 1}}",
        "{{range $a, $b := 3}}{{end}}",
        "{{1 2}}",
        "{{and}}",
        "{{lt .Nothing 1}}",
        "{{len}}"
      })
  void failuresStopTheRendering(String template) throws TemplateException {
    var parsed = FormatTemplate.parse(template);
    assertThatThrownBy(() -> parsed.render(FIELDS)).isInstanceOf(TemplateException.class);
  }

  @Test
  void noTemplateRunsForEverOrFillsTheMemory() {
    var doubling = new StringBuilder("{{$x := \"ab\"}}");
    for (int i = 0; i < 60; i++) {
      doubling.append("{{$x = print $x $x}}");
    }
    var nested = "{{range .}}".repeat(40) + "x" + "{{end}}".repeat(40);
    for (var template :
        List.of(
            "{{range 9223372036854775807}}{{end}}",
            "{{range 9223372036854775807}}xxxxxxxx{{end}}",
            nested.replace("range .", "range $"),
            "{{range $k, $v := .}}".repeat(90) + "{{end}}".repeat(90),
            "{{range 1000000000}}{{$.Description | html | html | html}}{{end}}",
            doubling.toString(),
            "{{printf \"%99999999999s\" .Package}}".repeat(1000),
            "{{$f := printf \"%09000d%%09000d\" 1}}{{printf (print $f $f $f $f) 1 2}}")) {
      assertTimeoutPreemptively(
          Duration.ofSeconds(10),
          () -> {
            try {
              var parsed = FormatTemplate.parse(template);
              assertThat(parsed.render(FIELDS).length()).isLessThan(16 << 20);
            } catch (TemplateException e) {
              assertThat(e).message().isNotEmpty();
            }
          });
    }
  }

  @Test
  void deepNestingIsRefusedWithoutOverflow() {
    for (var template :
        List.of(
            "{{if .A}}".repeat(5000),
            "{{" + "(".repeat(30_000),
            "{{if .A}}" + "{{else if .B}}".repeat(4000) + "{{end}}",
            "x".repeat(100_000))) {
      assertThatThrownBy(() -> FormatTemplate.parse(template))
          .isInstanceOf(TemplateException.class);
    }
  }

  @Test
  void aFormatFromAPackageCannotFillTheMemory() throws TemplateException {
    var parsed = FormatTemplate.parse("{{printf .F 1}}");
    assertThatThrownBy(() -> parsed.render(Map.of("F", "%[1]9999d".repeat(100_000))))
        .isInstanceOf(TemplateException.class)
        .hasMessageContaining("grew beyond");
  }

  @Test
  void mutatedTemplatesParseOrFailButNeverBreak() {
    long seed = Long.getLong("entrepot.seed", System.nanoTime());
    System.out.println("seed " + seed);
    var random = new Random(seed);
    var pieces =
        List.of(
            "{{",
            "}}",
            "{{-",
            "-}}",
            " ",
            ".",
            ".Package",
            "$",
            "$x",
            ":=",
            "=",
            "|",
            "(",
            ")",
            "if",
            "else",
            "end",
            "range",
            "with",
            "index",
            "slice",
            "printf",
            "\"%d%s\"",
            "\"",
            "`",
            "'a'",
            "1",
            "-1",
            "1e9",
            "and",
            "or",
            "eq",
            ",",
            "/*",
            "*/",
            "x",
            "\\",
            "nil",
            "true",
            "break",
            "\uD800",
            "\n",
            "{{end}}",
            "{{if .Package}}",
            "{{range .}}");
    var fields = new HashMap<>(FIELDS);
    fields.put("Package", "%[1]s%*d\uDFFF");
    for (int i = 0; i < 20_000; i++) {
      var template = new StringBuilder();
      for (int n = random.nextInt(14); n >= 0; n--) {
        template.append(pieces.get(random.nextInt(pieces.size())));
      }
      try {
        assertThat(FormatTemplate.parse(template.toString()).render(fields)).isNotNull();
      } catch (TemplateException e) {
        assertThat(e).message().isNotEmpty();
      }
    }
  }

  private static String render(String template) throws TemplateException {
    return FormatTemplate.parse(template).render(FIELDS);
  }
}
