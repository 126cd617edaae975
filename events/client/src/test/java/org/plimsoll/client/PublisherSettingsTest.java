package org.plimsoll.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plimsoll.schema.StatusChange;

class PublisherSettingsTest {
  private static final int JAVA_17 = 61;
  private static final PublisherSettings SETTINGS =
      PublisherSettings.of("127.0.0.1:1", "http://127.0.0.1:2/apis/ccompat/v7", "mlsp", "a-secret");

  @Test
  void theTokenIsNeverShown() {
    assertThat(SETTINGS.with("sasl.jaas.config", "a-secret").toString())
        .contains("mlsp")
        .doesNotContain("a-secret");
  }

  @Test
  void aTokenIsTakenAsItStands() {
    var odd = PublisherSettings.of("127.0.0.1:1", "http://127.0.0.1:2", "mlsp", "a\"b\\c");

    assertThat(odd.all().get("sasl.jaas.config")).asString().endsWith("password=\"a\\\"b\\\\c\";");
  }

  @Test
  void oneAddressOfTheRegistryServesBothSerializers() {
    assertThat(SETTINGS.all())
        .containsEntry("schema.registry.url", "http://127.0.0.1:2/apis/ccompat/v7")
        .containsEntry("apicurio.registry.url", "http://127.0.0.1:2/apis/registry/v3");
  }

  @Test
  void furtherSettingsWinOverOurs() {
    assertThat(SETTINGS.with("security.protocol", "SASL_SSL").all())
        .containsEntry("security.protocol", "SASL_SSL");
  }

  @ParameterizedTest
  @ValueSource(strings = {"acks", "enable.idempotence", "partitioner.class", "bootstrap.servers"})
  void whatKeepsEventsWholeCannotBeChanged(String name) {
    assertThatThrownBy(() -> SETTINGS.with(name, "0"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(name + ": 0 - expected");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "MLSP", "-mlsp", "mlsp.kz", "a123456789b123456789c123456789d1234567890"})
  void anAgencyIdThatNoTopicCanHaveIsRefused(String agencyId) {
    assertThatThrownBy(() -> PublisherSettings.of("127.0.0.1:1", "http://h", agencyId, "t"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("agencyId: " + agencyId + " - expected");
  }

  @Test
  void anAddressOfTheRegistryThatIsNoneIsRefused() {
    assertThatThrownBy(() -> PublisherSettings.of("127.0.0.1:1", "registry:8081", "mlsp", "t"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("registryUrl: registry:8081 - expected");
  }

  @ParameterizedTest
  @ValueSource(classes = {PlimsollPublisher.class, StatusChange.class})
  void whatAnAgencyLoadsRunsOnJava17(Class<?> type) throws IOException {
    try (var in = new DataInputStream(type.getResourceAsStream(type.getSimpleName() + ".class"))) {
      in.readInt();
      in.readUnsignedShort();

      assertThat(in.readUnsignedShort()).isLessThanOrEqualTo(JAVA_17);
    }
  }
}
