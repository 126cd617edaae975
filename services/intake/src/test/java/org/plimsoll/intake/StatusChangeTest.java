package org.plimsoll.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.plimsoll.intake.RunningIntake.World;

class StatusChangeTest {
  private final RunningIntake intake = RunningIntake.shared();

  @Test
  void aStatusChangeIsPublishedThenWeighed() throws Exception {
    World world = intake.world();

    HttpResponse<String> answer =
        intake.post("/v1/status-changes", world.token(), world.status(",\"note\":\"on its way\""));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    String address = RunningIntake.json(answer).path("status").asString();
    assertThat(answer.headers().firstValue("Location")).contains(address);
    await()
        .untilAsserted(() -> {
          var status = RunningIntake.json(intake.get(address, world.token()));
          assertThat(status.path("state").asString()).isEqualTo("WEIGHED");
          assertThat(status.path("trail").path("sequence").asLong()).isPositive();
        });
  }
}
