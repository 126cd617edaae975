package org.plimsoll.intake;

import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts the intake service; its settings stand in {@code intake.yaml}. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class IntakeApplication {
  /** Starts the service with {@code intake.yaml} as its configuration. */
  public static void main(String[] arguments) {
    SpringApplication application = new SpringApplication(IntakeApplication.class);
    application.setDefaultProperties(Map.of("spring.config.name", "intake"));
    application.run(arguments);
  }
}
