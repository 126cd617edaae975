package org.plimsoll.escalation;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** The engine as a process of its own. */
@SpringBootApplication
public class EscalationApplication {
  public static void main(String[] arguments) {
    new SpringApplicationBuilder(EscalationApplication.class)
        .properties("spring.config.name=escalation")
        .run(arguments);
  }
}
