package org.entrepot.domain.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Spec domain 3.1 to 3.6, one row per example.
class QueryWorkedExamplesTest {
  private static final String ALL_LIBFOO =
      "libfoo1_1:0.5-1_i386 libfoo1_1.1~rc1-1_amd64 libfoo1_1.0-1_amd64";

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      emptyValue = "",
      textBlock =
          """
          app                                  ; app_1.1-1_amd64 app_1.1-1_i386 app_1.0-1_amd64
          libfoo                               ; libfoo1_1:0.5-1_i386 libfoo1_1.1~rc1-1_amd64 libfoo1_1.0-1_amd64
          libfoo-abi (= 1)                     ; libfoo1_1.0-1_amd64
          libfoo-abi (>= 1)                    ; libfoo1_1.1~rc1-1_amd64 libfoo1_1.0-1_amd64
          libfoo1 (>= 1.1)                     ; libfoo1_1:0.5-1_i386
          libfoo1 (<< 1.1)                     ; libfoo1_1.1~rc1-1_amd64 libfoo1_1.0-1_amd64
          libfoo1 (< 1.0-1)                    ; libfoo1_1.0-1_amd64
          libfoo1 (> 1.0-1)                    ; libfoo1_1:0.5-1_i386 libfoo1_1.1~rc1-1_amd64 libfoo1_1.0-1_amd64
          libfoo1 (~ rc)                       ; libfoo1_1.1~rc1-1_amd64
          libfoo1 (% 1.*)                      ; libfoo1_1.1~rc1-1_amd64 libfoo1_1.0-1_amd64
          data {i386}                          ; data_2.0_all
          data {source}                        ; ``
          data {nonsense}                      ; data_2.0_all
          pyspi {source}                       ; pyspi_0.6.1-1.3_source
          $Source (app)                        ; app_1.1-1_i386 app_1.0-1_amd64
          $SourceVersion (1.1-2)               ; app_1.1-1_amd64
          $Architecture (i386)                 ; app_1.1-1_i386 data_2.0_all data-alt_2.0_all libfoo1_1:0.5-1_i386
          Architecture (i386)                  ; app_1.1-1_i386 libfoo1_1:0.5-1_i386
          Architecture (any)                   ; pyspi_0.6.1-1.3_source
          $Architecture (all)                  ; data_2.0_all data-alt_2.0_all
          $PackageType (udeb)                  ; app-udeb_1.1-1_amd64
          $PackageType (installer)             ; ``
          Homepage                             ; data_2.0_all pyspi_0.6.1-1.3_source
          !Homepage, Section (misc)            ; data-alt_2.0_all
          Depends (~ '(libfoo1|data)')         ; app_1.1-1_amd64 app_1.1-1_i386 app_1.0-1_amd64
          Depends (% '*,*')                    ; app_1.0-1_amd64
          app | data, nothing                  ; app_1.1-1_amd64 app_1.1-1_i386 app_1.0-1_amd64
          (app | data), $Architecture (amd64)  ; app_1.1-1_amd64 app_1.0-1_amd64 data_2.0_all
          !(app | data), $Architecture (all)   ; data-alt_2.0_all
          !!data                               ; data_2.0_all
          ! app, data                          ; data_2.0_all
          Source ('app-src (1.1-2)')           ; app_1.1-1_amd64
          Name (%app-*), Version (>=1)         ; app-udeb_1.1-1_amd64
          app_1.1-1_amd64, app                 ; app_1.1-1_amd64
          mail-transport-agent (= 1)           ; mta-a_1_amd64
          mail-transport-agent (= 5)           ; mta-b_2_amd64
          mail-transport-agent (= 2)           ; ``
          python3:any                          ; ``
          a*                                   ; ``
          lib?oo1                              ; ``
          $Foo                                 ; ``
          $Foo (x)                             ; ``
          Homepage (~ ^$), Section (misc)      ; data-alt_2.0_all
          Homepage (% *), data                 ; ``
          Priority (<= optional), app          ; app_1.1-1_amd64 app_1.1-1_i386 app_1.0-1_amd64
          Priority (~ '^(extra)?$'), app       ; app_1.1-1_amd64 app_1.1-1_i386
          Priority (''), app                   ; app_1.1-1_i386
          """)
  void worksAsInTheExamples(String query, String expected) throws QueryException {
    assertThat(WorkedExamples.find(query)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      emptyValue = "",
      textBlock =
          """
          app{i386}                            ; app_1.1-1_i386
          app (=1.1-1){i386}                   ; app_1.1-1_i386
          app(=1.1-1){i386}                    ; app_1.1-1_i386
          app(>=1.1)                           ; app_1.1-1_amd64 app_1.1-1_i386
          data|data-alt                        ; data_2.0_all data-alt_2.0_all
          app,data                             ; ``
          libfoo1 (= 1.1~rc1-1)                ; libfoo1_1.1~rc1-1_amd64
          Name (Upper)                         ; Upper_1.0_amd64
          Upper_1.0_amd64                      ; Upper_1.0_amd64
          'Upper'                              ; ``
          Priority (optional)                  ; app_1.0-1_amd64
          PRIORITY (optional)                  ; ``
          priority (optional)                  ; ``
          data_2.0_amd64                       ; ``
          app_1.01-1_amd64                     ; ``
          app_1.1-1                            ; ``
          app_1.1-1_amd64 (>= 1)               ; ``
          Homepage (% http*)                   ; ``
          Homepage (% http://*/a)              ; data_2.0_all
          Section (>= p), Section (<< q)       ; python3_3.11_amd64
          $Version (>= 3), !libfoo              ; python3_3.11_amd64
          $Source                              ; Upper_1.0_amd64 app_1.1-1_amd64 app_1.1-1_i386 app_1.0-1_amd64 app-udeb_1.1-1_amd64 data_2.0_all data-alt_2.0_all libfoo1_1:0.5-1_i386 libfoo1_1.1~rc1-1_amd64 libfoo1_1.0-1_amd64 mta-a_1_amd64 mta-b_2_amd64 python3_3.11_amd64 rec1_1_amd64 sug1_1_amd64
          Size                                 ; ``
          Files                                ; ``
          Package (app)                        ; ``
          "app"                                ; app_1.1-1_amd64 app_1.1-1_i386 app_1.0-1_amd64
          'ap\\p', $Architecture(i386)         ; app_1.1-1_i386
          app\u00a0,\u2003app                  ; app_1.1-1_amd64 app_1.1-1_i386 app_1.0-1_amd64
          """)
  void readsWordsAndClassifiesTerms(String query, String expected) throws QueryException {
    assertThat(WorkedExamples.find(query)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      emptyValue = "",
      textBlock =
          """
          Name (libfoo01)                      ; ``
          Name (app-0)                         ; ``
          Name (0:app)                         ; ``
          Version (2.00)                       ; data_2.0_all data-alt_2.0_all
          Version (0:2.0-0)                    ; data_2.0_all data-alt_2.0_all
          $SourceVersion (1.1-02)              ; app_1.1-1_amd64
          Standards-Version (03.7.3)           ; pyspi_0.6.1-1.3_source
          Standards-Version, Standards-Version (<< 4) ; pyspi_0.6.1-1.3_source
          """)
  void equalTextsAreEqualAndOnlyVersionsAreComparedAsVersions(String query, String expected)
      throws QueryException {
    assertThat(WorkedExamples.find(query)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      textBlock =
          """
          app data              ; unexpected token "data": expecting end of query           ; 4
          app,                  ; unexpected token <EOL>: expecting field or package name   ; 4
          ,app                  ; unexpected token ,: expecting field or package name       ; 0
          |                     ; unexpected token |: expecting field or package name       ; 0
          ()                    ; unexpected token ): expecting field or package name       ; 1
          (app                  ; unexpected token <EOL>: expecting ')'                     ; 4
          app)                  ; unexpected token ): expecting end of query                ; 3
          app (                 ; unexpected token <EOL>: expecting value                   ; 5
          app (>=               ; unexpected token <EOL>: expecting value                   ; 7
          app (>= 1             ; unexpected token <EOL>: expecting ')'                     ; 9
          app (>=)              ; unexpected token ): expecting value                       ; 7
          app (>= 1) {}         ; unexpected token }: expecting architecture                ; 12
          app {amd64} (>= 1)    ; unexpected token (: expecting end of query                ; 12
          app {amd64            ; unexpected token <EOL>: expecting '}'                     ; 10
          app (== 1)            ; unexpected token =: expecting value                       ; 6
          app (!= 1)            ; unexpected token !: expecting value                       ; 5
          $Architecture (!= x)  ; unexpected token !: expecting value                       ; 15
          Name (app) {i386}     ; unexpected token {: expecting end of query                ; 11
          'app                  ; unexpected token <EOL>: unterminated quote                ; 0
          app\\'x 'y            ; unexpected token <EOL>: unterminated quote                ; 7
          = 1                   ; unexpected token =: expecting field or package name       ; 0
          app!x                 ; unexpected token !: expecting end of query                ; 3
          Name ((app)           ; unexpected token (: expecting value                       ; 6
          Depends (% *,*)       ; unexpected token ,: expecting ')'                         ; 12
          Source (app-src (1))  ; unexpected token (: expecting ')'                         ; 16
          libfoo1 (= ~rc)       ; unexpected token ~: expecting value                       ; 11
          app_1_amd64 {i386}    ; unexpected token {: expecting end of query                ; 12
          app (=> 1)            ; unexpected token >: expecting value                       ; 6
          """)
  void saysWhatIsWrongAndWhere(String query, String problem, int position) {
    assertThatThrownBy(() -> PackageQuery.parse(query))
        .isInstanceOfSatisfying(
            QueryException.class,
            e -> {
              assertThat(e).hasMessage("parsing failed: " + problem);
              assertThat(e.position()).isEqualTo(position);
              assertThat(e.excerpt()).isEqualTo(query + "\n" + " ".repeat(position) + "^");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n\t"})
  void refusesTextWithoutAnyWord(String query) {
    assertThatThrownBy(() -> PackageQuery.parse(query))
        .isInstanceOf(QueryException.class)
        .hasMessage("parsing failed: unexpected token <EOL>: expecting field or package name");
  }

  @ParameterizedTest
  @ValueSource(strings = {"app (~ [)", "app (~ '(')", "Name (~ 'a**')", "x (~ '(?=a)')"})
  void refusesBadRegularExpressionsWhenParsing(String query) {
    assertThatThrownBy(() -> PackageQuery.parse(query))
        .isInstanceOf(QueryException.class)
        .hasMessageStartingWith("parsing failed: error parsing regexp");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"libfoo", "libfoo1", "libfoo1 (> 1.0-1)", "  libfoo  ", "libfoo\t| libfoo1"})
  void ordersResultsByNameThenNewestFirst(String query) throws QueryException {
    assertThat(WorkedExamples.find(query)).isEqualTo(ALL_LIBFOO);
  }
}
