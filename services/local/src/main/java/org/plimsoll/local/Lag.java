package org.plimsoll.local;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.plimsoll.processes.KafkaProcess;
import org.plimsoll.processes.Login;
import org.plimsoll.verify.Failure;
import org.plimsoll.wire.Topics;

/** How far what is shown lies behind what was published. */
final class Lag {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final LeadershipClient leadership;
  private final Map<String, Object> broker;

  Lag(Instance instance, Secrets secrets) {
    this.leadership = new LeadershipClient(instance, secrets);
    this.broker = broker(instance, secrets);
  }

  /** Client settings of the broker's super user, who may see every group's offsets. */
  static Map<String, Object> broker(Instance instance, Secrets secrets) {
    return Login.clientConfig(
        "127.0.0.1:" + instance.addresses().kafka(), KafkaProcess.SUPER_USER, secrets.kafkaAdmin());
  }

  /**
   * @param unweighed inputs that the engine has not taken
   * @param unshown records of the trail and the escalations that the read model has not taken
   */
  record Now(long unweighed, long unshown) {
    boolean none() {
      return unweighed == 0 && unshown == 0;
    }
  }

  Now now() {
    try (Admin admin = Admin.create(broker)) {
      return now(admin);
    }
  }

  /**
   * Waits until everything that is published now is shown.
   *
   * @param waiting is told while that takes long
   * @throws Failure when nothing has moved for two minutes
   */
  void awaitNone(Consumer<Now> waiting) {
    try (Admin admin = Admin.create(broker)) {
      Now before = new Now(-1, -1);
      long movedNanos = System.nanoTime();
      boolean noneBefore = false;
      while (true) {
        Now now = now(admin);
        if (now.none() && noneBefore) {
          return;
        }
        // Twice, because a program's contribution is an input of its portfolio once more.
        noneBefore = now.none();
        if (!now.equals(before)) {
          before = now;
          movedNanos = System.nanoTime();
          waiting.accept(now);
        } else if (System.nanoTime() - movedNanos > PATIENCE.toNanos()) {
          throw new Failure(
              "for 2 minutes nothing has moved: %d inputs are not weighed, %d results not shown - see the log"
                  .formatted(now.unweighed, now.unshown));
        }
        Thread.sleep(LOOK_AGAIN);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted", e);
    }
  }

  private Now now(Admin admin) {
    try {
      // Order matters: what is weighed meanwhile is then counted as not shown, never as neither.
      long unweighed = unweighed(admin);
      return new Now(unweighed, leadership.behind());
    } catch (ExecutionException e) {
      throw new Failure("the broker does not answer: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted", e);
    }
  }

  private static long unweighed(Admin admin) throws ExecutionException, InterruptedException {
    Set<String> topics =
        admin.listTopics().names().get().stream().filter(Lag::isInput).collect(Collectors.toSet());
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    admin
        .describeTopics(topics)
        .allTopicNames()
        .get()
        .forEach((name, topic) ->
            topic
                .partitions()
                .forEach(
                    p -> ends.put(new TopicPartition(name, p.partition()), OffsetSpec.latest())));
    var end = admin.listOffsets(ends).all();
    Map<TopicPartition, OffsetAndMetadata> taken =
        admin.listConsumerGroupOffsets(Access.ENGINE).partitionsToOffsetAndMetadata().get();
    long unweighed = 0;
    for (var partition : end.get().entrySet()) {
      OffsetAndMetadata next = taken.get(partition.getKey());
      unweighed += Math.max(0, partition.getValue().offset() - (next == null ? 0 : next.offset()));
    }
    return unweighed;
  }

  private static boolean isInput(String topic) {
    return matches(Topics.PROGRAM_INPUTS, topic)
        // Written in transactions, whose markers count as records here and are never taken.
        || (matches(Topics.PORTFOLIO_INPUTS, topic)
            && !topic.equals(Topics.PORTFOLIO_CONTRIBUTIONS));
  }

  private static boolean matches(Pattern pattern, String topic) {
    return pattern.matcher(topic).matches();
  }
}
