package org.plimsoll.leadership;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** What a leader sees: the read model of the trail, its screens and its streams. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class LeadershipApplication {
  public static void main(String[] arguments) {
    new SpringApplicationBuilder(LeadershipApplication.class)
        .properties("spring.config.name=leadership")
        .run(arguments);
  }
}
