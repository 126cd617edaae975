package org.plimsoll.leadership;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import no.nav.security.mock.oauth2.token.KeyProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.plimsoll.testkit.Cluster;

/** Only what the provider itself signed, for us, and lately, signs anybody in. */
@SuppressWarnings("JavaUtilDate") // The library of tokens takes no other.
class ForgedTokensTest {
  private static final String ISSUER = "plimsoll";
  private static final String AUDIENCE = "plimsoll";

  /** The server's own: it takes the keys of a file in the order in which issuers come. */
  private static final RSAKey KEY = (RSAKey) new KeyProvider().signingKey(ISSUER);

  private static MockOAuth2Server provider;
  private static Story story;
  private static House house;

  @BeforeAll
  static void open() {
    provider = new MockOAuth2Server();
    provider.start();
    provider.issueToken(ISSUER);
    House.emptyTopics();
    story = new Story(Cluster.shared(), 0);
    Portfolio.found(story);
    story.flush();
    String issuer = provider.issuerUrl(ISSUER).toString();
    house =
        new House(
            "spring.security.oauth2.resourceserver.jwt.issuer-uri=" + issuer,
            "spring.security.oauth2.resourceserver.jwt.audiences=" + AUDIENCE,
            "spring.security.oauth2.client.registration.mock.client-id=" + AUDIENCE,
            "spring.security.oauth2.client.registration.mock.client-secret=secret",
            "spring.security.oauth2.client.registration.mock.scope=openid,profile",
            "spring.security.oauth2.client.registration.mock.client-name=The Ministry",
            "spring.security.oauth2.client.provider.mock.issuer-uri=" + issuer);
    house.awaitShown(story.written);
  }

  @AfterAll
  static void close() {
    house.close();
    story.close();
    provider.shutdown();
  }

  @Test
  void aTokenOfTheProviderSignsInWhomItNamesWithTheirScope() {
    HttpResponse<String> answer =
        get(provider.issueToken(ISSUER, "u1", AUDIENCE, Map.of("name", SignIns.HEAD)).serialize());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains(Portfolio.SCHOOL).doesNotContain("\"PORTFOLIO\"");
  }

  @Test
  void aTokenThatNobodyOrSomebodyElseSignedIsRefused() throws Exception {
    JWTClaimsSet claims = claims().build();
    refused(new PlainJWT(claims).serialize());
    RSAKey other = new RSAKeyGenerator(2048).keyID(keyId()).generate();
    SignedJWT foreign = new SignedJWT(header(JWSAlgorithm.RS256), claims);
    foreign.sign(new RSASSASigner(other));
    refused(foreign.serialize());
    // With the public key as if it were a secret that both share.
    SignedJWT confused = new SignedJWT(header(JWSAlgorithm.HS256), claims);
    confused.sign(new MACSigner(publicKey()));
    refused(confused.serialize());
  }

  @Test
  void aTokenThatWasAlteredIsRefused() throws Exception {
    String[] parts = token(claims().build()).split("\\.", -1);
    String claims =
        new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)
            .replace(SignIns.HEAD, SignIns.AUDITOR);
    String altered =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(claims.getBytes(StandardCharsets.UTF_8));
    assertThat(get(token(claims().build())).statusCode()).isEqualTo(200);
    refused(parts[0] + "." + altered + "." + parts[2]);
    refused(parts[0] + "." + parts[1] + ".");
    refused("x");
    refused("a".repeat(4_000));
  }

  @Test
  void aTokenThatIsOverOrNotYetOrForEverIsRefused() throws Exception {
    refused(token(claims().expirationTime(Date.from(Instant.now().minusSeconds(90))).build()));
    refused(token(claims().notBeforeTime(Date.from(Instant.now().plusSeconds(600))).build()));
    refused(token(claims().expirationTime(null).build()));
  }

  @Test
  void aTokenForOthersOrOfOthersOrOfNobodyIsRefused() throws Exception {
    refused(token(claims().audience("payroll").build()));
    refused(token(claims().audience(List.of()).build()));
    refused(token(claims().issuer("https://elsewhere.example").build()));
    refused(
        provider
            .issueToken("another-realm", "u1", AUDIENCE, Map.of("name", SignIns.HEAD))
            .serialize());
    refused(token(claims().claim("name", null).build()));
    refused(token(claims().claim("name", " ").build()));
  }

  @Test
  void aPersonSignsInAtTheProviderAndComesBackWithASession() throws Exception {
    provider.enqueueCallback(
        new DefaultOAuth2TokenCallback(
            ISSUER, "u1", "JWT", List.of(AUDIENCE), Map.of("name", SignIns.HEAD), 60));
    try (HttpClient browser = browser()) {
      HttpResponse<String> there =
          browser.send(
              HttpRequest.newBuilder(URI.create(house.url("/oauth2/authorization/mock"))).build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(there.statusCode()).isEqualTo(200);
      assertThat(there.uri().getPath()).isEqualTo("/inbox/program");
      assertThat(there.body()).contains(SignIns.HEAD);
    }
  }

  @Test
  void whoTheProviderDoesNotNameIsToldSo() throws Exception {
    provider.enqueueCallback(
        new DefaultOAuth2TokenCallback(ISSUER, "u1", "JWT", List.of(AUDIENCE), Map.of(), 60));
    try (HttpClient browser = browser()) {
      HttpResponse<String> there =
          browser.send(
              HttpRequest.newBuilder(URI.create(house.url("/oauth2/authorization/mock"))).build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(there.uri().toString()).endsWith("/sign-in?said=claim");
      assertThat(there.body()).contains("The Ministry");
    }
  }

  @Test
  void anAnswerThatNobodyAskedForSignsNobodyIn() throws Exception {
    try (HttpClient browser = browser()) {
      HttpResponse<String> there =
          browser.send(
              HttpRequest.newBuilder(
                      URI.create(house.url("/login/oauth2/code/mock?code=x&state=forged")))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(there.uri().toString()).endsWith("/sign-in?said=failed");
    }
  }

  private static HttpClient browser() {
    return HttpClient.newBuilder()
        .cookieHandler(new CookieManager())
        .followRedirects(HttpClient.Redirect.ALWAYS)
        .build();
  }

  private static JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .subject("u1")
        .issuer(provider.issuerUrl(ISSUER).toString())
        .audience(AUDIENCE)
        .claim("name", SignIns.HEAD)
        .issueTime(new Date())
        .expirationTime(Date.from(Instant.now().plusSeconds(600)));
  }

  /** Signed with the provider's own key, whatever it says. */
  private static String token(JWTClaimsSet claims) throws Exception {
    SignedJWT token = new SignedJWT(header(JWSAlgorithm.RS256), claims);
    token.sign(new RSASSASigner(key()));
    return token.serialize();
  }

  private static RSAKey key() {
    return KEY;
  }

  private static String keyId() {
    return key().getKeyID();
  }

  private static byte[] publicKey() throws Exception {
    return key().toRSAPublicKey().getEncoded();
  }

  private static JWSHeader header(JWSAlgorithm algorithm) {
    return new JWSHeader.Builder(algorithm).keyID(keyId()).type(JOSEObjectType.JWT).build();
  }

  private static void refused(String token) {
    HttpResponse<String> answer = get(token);
    assertThat(answer.statusCode()).as(token).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer");
    assertThat(Client.problem(answer).path("field").asString()).isEqualTo("Authorization");
  }

  private static HttpResponse<String> get(String token) {
    return Client.get(house.url("/v1/nodes"), "Authorization", "Bearer " + token);
  }
}
